"""The referrer's receipt: its status crosses to the public side and word comes back; no person crosses."""

import pytest
from django.utils import timezone

from network.agencies.models import Receipt
from programs.actions.closing import close_case, issue_report
from programs.actions.referrals import decline_referral
from programs.models import Referral
from programs.tasks import PublishReceipt
from tenants.context import platform
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import NOW, at, fresh, make_case, make_referral, make_world, tell_all


def receipts():
    with platform():
        return {receipt.reference: receipt for receipt in Receipt.objects.all()}


def test_it_works(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        referral = make_referral(now=timezone.now())  # nobody is reminded of it yet
        assert not fresh(referral).is_receipt_live
    assert worker.drain()["done"] == 3, "the receipt, word of it back, and a letter to the coordinator"
    receipt = receipts()[referral.reference]
    assert (receipt.tenant_id, receipt.status, receipt.version) == (alpha.id, "received", 1)
    with at(alpha):
        assert fresh(referral).is_receipt_live
        assert fresh(referral).receipt_live_version == 1
        decline_referral(actor=world.cora, referral=referral, now=NOW, reason="safety")
        assert not fresh(referral).is_receipt_live
    worker.drain()
    receipt = receipts()[referral.reference]
    assert (receipt.status, receipt.version, receipt.decided_on) == ("declined", 2, NOW.date())


def test_a_closed_case_says_closed_and_never_why(alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
        case = make_case(world, "closing")
        tell_all(world, case)
        issue_report(actor=world.cora, case=case, now=NOW)
        close_case(actor=world.cora, case=case, now=NOW)
    worker.drain()
    receipt = receipts()[case.reference]
    assert (receipt.status, receipt.closed_on) == ("closed", NOW.date())
    columns = {field.name for field in Receipt._meta.fields}
    assert columns == {
        *("id", "tenant_id", "reference", "agency", "status", "version"),
        *("received_on", "answer_by", "decided_on", "closed_on", "updated_at", "sent_by"),
    }


@pytest.mark.parametrize("state", ["intake", "closed"])
def test_what_crosses_holds_no_name(world, state):
    case = make_case(world, state)
    referral = Referral.objects.get(pk=case.referral_id)
    payload = PublishReceipt.read(referral_id=referral.pk, version=1)
    told = " ".join(str(value) for value in payload.values())
    for canary in ("Vera", "Oskar", "Rita", "555", "lincoln", "bicycle"):
        assert canary.lower() not in told.lower()


def test_versions_that_arrive_late_change_nothing(alpha):
    from datetime import date

    from network.agencies.actions.receipts import store_receipt

    facts = {
        "actor": None,
        "tenant_id": alpha.id,
        "reference": "K7QM-3XPD-V9TC",
        "agency_id": None,
        "sent_by": None,
        "answer_by": date(2026, 3, 9),
        "received_on": date(2026, 3, 2),
        "decided_on": None,
        "closed_on": None,
    }
    from tenants.context import as_owner

    with as_owner():
        store_receipt(**facts, status="accepted", version=2)
        assert store_receipt(**facts, status="received", version=1).status == "accepted"
        assert Receipt.objects.get(reference="K7QM-3XPD-V9TC").version == 2
        Receipt.objects.all().delete()
