"""The operator's buttons of payments: an event looked into again, and a program that is covered without payment."""

import datetime as dt

import pytest
from django.utils import timezone

from amends.outbox.models import Outbox
from billing.actions.mirroring import LOOK
from billing.arriving import PROGRAM
from billing.models import BillingAccount, Coverage, EventStatus, StripeEvent
from billing.standing import standing_of_tenant
from tenants.actions import set_state
from tenants.context import platform
from tenants.models import State, Tenant
from tests.billing.made import DAY


def failed_event(customer: str, now: dt.datetime) -> StripeEvent:
    return StripeEvent.objects.create(
        pk="evt_1",
        kind="invoice.paid",
        api_version="2026-10-28.endive",
        object_id="in_1",
        customer_id=customer,
        made_at=now,
        status=EventStatus.FAILED,
        error="StripeRefused",
    )


def test_an_event_that_failed_is_looked_into_again(at_operator, payer, now):
    with platform():
        BillingAccount.objects.filter(pk=payer.pk).update(customer_id="cus_1")
        failed_event("cus_1", now)
    page = at_operator.get("/console/billing/").content.decode()
    assert "evt_1" in page
    assert "Look again" in page
    answer = at_operator.post("/console/billing/replay/", {"event": "evt_1"}, follow=True)
    assert "looked into again" in answer.content.decode()
    with platform():
        event = StripeEvent.objects.get()
        assert (event.status, event.error) == (EventStatus.WAITING, "")
        assert Outbox.objects.get(job=LOOK).args["event_id"] == "evt_1"


def test_an_event_about_nobody_is_not(at_operator, now):
    with platform():
        failed_event("cus_of_nobody", now)
    answer = at_operator.post("/console/billing/replay/", {"event": "evt_1"}, follow=True)
    assert "no payer of ours" in answer.content.decode()
    with platform():
        assert StripeEvent.objects.get().status == EventStatus.FAILED
        assert not Outbox.objects.filter(job=LOOK).exists()
    assert at_operator.post("/console/billing/replay/", {"event": "evt_2"}).status_code == 404


@pytest.fixture
def archived(alpha):
    """Alpha, after nobody paid for it."""
    with platform():
        for state in (State.ACTIVE, State.ARCHIVED):
            tenant = Tenant.objects.get(pk=alpha.pk)
            if tenant.state != state:
                set_state(tenant=tenant, state=state)
    return alpha


def grant(at_operator, tenant, **changes):
    asked = {
        "plan": "program-small.1",
        "until": (timezone.localdate() + 30 * DAY).isoformat(),
        "reason": "way_back",
    }
    return at_operator.post(f"/console/billing/programs/{tenant.pk}/", asked | changes)


def test_an_archived_program_is_covered_and_open_again(at_operator, archived, now):
    page = at_operator.get(f"/console/billing/programs/{archived.pk}/").content.decode()
    assert "Cover it without payment" in page
    assert grant(at_operator, archived).status_code == 302
    with platform():
        assert Tenant.objects.get(pk=archived.pk).state == State.ACTIVE
        coverage = Coverage.objects.get(tenant=archived)
        assert (coverage.kind, coverage.account.owner_kind) == ("granted", PROGRAM)
        # To the end of the day that was chosen.
        last = timezone.localtime(coverage.ends_at - dt.timedelta(seconds=1)).date()
        assert last == timezone.localdate() + 30 * DAY
        assert standing_of_tenant(archived, now=now + 29 * DAY).lapsed_since is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"until": "2001-01-01"}, "after today"),
        ({"until": "2999-01-01"}, "within 400 days"),
        ({"until": ""}, "Choose the last day"),
        ({"plan": "network.1"}, "valid choice"),
        ({"reason": ""}, "Choose why"),
    ],
)
def test_what_is_asked_has_to_make_sense(changes, told, at_operator, archived):
    answer = grant(at_operator, archived, **changes)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    with platform():
        assert not Coverage.objects.filter(tenant=archived).exists()
        assert Tenant.objects.get(pk=archived.pk).state == State.ARCHIVED


def test_nothing_is_covered_that_was_erased(at_operator, archived):
    with platform():
        set_state(tenant=Tenant.objects.get(pk=archived.pk), state=State.ERASED)
    answer = grant(at_operator, archived)
    assert answer.status_code == 409
    assert "was erased" in answer.content.decode()
