"""R6: an offender's own request never leads to the person harmed; where it may begin nothing, it is kept."""

import pytest
from django.urls import reverse

from amends.outbox.models import Outbox
from programs.actions.forwarding import join_referral, keep_for_victim
from programs.actions.policy import move_case_to_policy
from programs.actions.referrals import accept_referral, decline_referral
from programs.models import Contact, MediationCase
from programs.receipts import receipt_token
from programs.tasks import PublishReceipt
from tenants.context import platform
from tests.programs.cast import (
    NOW,
    at,
    contact,
    fresh,
    make_case,
    make_referral,
    make_world,
    parties,
    send_link,
)
from tests.programs.sources.conftest import publish

KEPT = "awaiting_victim_initiative"
OWN = {"referrer_class": "offender_self", "office_name": ""}
VICTIMS = {"referrer_class": "victim_self", "office_name": ""}


@pytest.fixture
def victims_only(world):
    """A program in which only the person harmed begins."""
    publish(world, initiative=["victim"])
    return world


def test_it_works(victims_only, at_alpha):
    referral = make_referral(**OWN)
    assert (referral.state, referral.answer_by) == (KEPT, None)
    at_alpha.force_login(victims_only.cora)
    page = at_alpha.get("/referrals/?state=kept").content.decode()
    assert referral.reference in page
    page = at_alpha.get(f"/referrals/{referral.pk}/").content.decode()
    assert "Nobody contacts them because of this" in page
    assert "Decline the referral" not in page
    assert "Accept the referral" not in page


@pytest.mark.parametrize("preset", ["severe_violence"])
def test_after_severe_violence_it_is_always_kept(alpha, preset):
    with at(alpha):
        make_world(alpha, preset=preset)
        assert make_referral(stage="post_sentence", **OWN).state == KEPT
        assert make_referral(stage="post_sentence", **VICTIMS).state == "submitted"


def test_where_it_may_begin_a_case_it_waits_like_any_other(world):
    assert make_referral(**OWN).state == "submitted"


def test_it_can_be_neither_accepted_nor_declined(victims_only, refused):
    referral = make_referral(**OWN)
    cora = victims_only.cora
    accepted = refused(lambda: accept_referral(actor=cora, referral=referral, now=NOW))
    assert accepted == ["right_state", "initiative_allowed"]
    said = refused(lambda: decline_referral(actor=cora, referral=referral, now=NOW, reason="stage"))
    assert said == ["right_state"]
    assert not MediationCase.objects.exists()


def test_nobody_is_told_or_reminded_of_it(committed, alpha):
    with at(alpha):
        world = make_world(alpha)
        publish(world, initiative=["victim"])
        make_referral(**OWN)
    with platform():
        jobs = set(Outbox.objects.values_list("job", flat=True))
    assert "programs.publish_receipt" in jobs
    watching = ("remind_of_referral", "escalate_referral", "referral_came")
    assert not jobs & {f"programs.{each}" for each in watching}


def test_one_that_waits_is_kept_when_the_policy_has_become_stricter(world, refused):
    referral, others = make_referral(**OWN), make_referral()
    keep = {"actor": world.cora, "now": NOW}
    assert refused(lambda: keep_for_victim(referral=referral, **keep)) == ["kept_for_victim"]
    publish(world, initiative=["victim"])
    assert keep_for_victim(referral=referral, **keep).state == KEPT
    assert refused(lambda: keep_for_victim(referral=others, **keep)) == ["kept_for_victim"]


def test_it_is_joined_to_what_the_person_harmed_asks(victims_only, at_alpha):
    kept = make_referral(**OWN)
    asked = make_referral(**VICTIMS)
    at_alpha.force_login(victims_only.cora)
    page = at_alpha.post(
        f"/referrals/{kept.pk}/join/", {"other": str(asked.pk)}, follow=True
    ).content.decode()
    assert asked.reference in page
    kept = fresh(kept)
    assert (kept.joined_to, kept.state) == (asked, KEPT)
    page = at_alpha.get(f"/referrals/{asked.pk}/").content.decode()
    assert "The person responsible asked too" in page
    assert kept.reference in page
    assert accept_referral(actor=victims_only.cora, referral=asked, now=NOW).pk


def test_joining_tells_the_sender_nothing(victims_only, at_alpha):
    kept, asked = make_referral(**OWN), make_referral(**VICTIMS)
    where = reverse("refer-received", args=[receipt_token(kept.pk)])

    def told():
        return [
            at_alpha.get(where).context["rows"],
            PublishReceipt.read(referral_id=kept.pk, version=1)["status"],
        ]

    before = told()
    assert "we contact nobody because of it" in at_alpha.get(where).content.decode()
    join_referral(actor=victims_only.cora, referral=kept, now=NOW, other=asked)
    assert told() == before
    assert not Contact.objects.exists()


def test_it_refuses_to_join_what_the_person_harmed_did_not_ask(victims_only, refused):
    kept = make_referral(**OWN)
    join = {"actor": victims_only.cora, "referral": kept, "now": NOW}
    for other in (make_referral(), make_referral(**OWN)):
        assert refused(lambda other=other: join_referral(other=other, **join)) == ["victim_asked"]
    declined = make_referral(**VICTIMS)
    decline_referral(actor=victims_only.cora, referral=declined, now=NOW, reason="other")
    assert refused(lambda: join_referral(other=declined, **join)) == ["victim_asked"]
    join_referral(other=make_referral(**VICTIMS), **join)
    assert refused(lambda: join_referral(other=make_referral(**VICTIMS), **join)) == ["not_joined"]


def test_the_sender_may_take_it_back(victims_only, at_alpha):
    referral = make_referral(**OWN)
    token = receipt_token(referral.pk)
    assert "Withdraw the referral" in at_alpha.get(reverse("refer-received", args=[token])).content.decode()
    at_alpha.post(reverse("refer-withdraw", args=[token]))
    assert fresh(referral).state == "withdrawn"


@pytest.mark.parametrize("asked_by", [OWN, {}])
def test_nobody_harmed_is_approached_when_a_case_may_not_begin_so_any_more(world, refused, asked_by):
    case = make_case(world, "preparing", **asked_by)
    victim = parties(case)[0]
    publish(world, initiative=["victim"])
    move_case_to_policy(actor=world.cora, case=case)
    assert refused(lambda: contact(world, victim, purpose="first_contact")) == ["outreach_allowed"]
    assert "outreach_allowed" in refused(lambda: send_link(world, victim))
    assert contact(world, parties(case)[1]).pk


def test_who_is_in_touch_already_is_not_cut_off(world):
    case = make_case(world, "ready")
    publish(world, initiative=["victim"])
    move_case_to_policy(actor=world.cora, case=case)
    assert contact(world, parties(case)[0]).pk


def test_reasons_of_declining_stand_in_groups(world, at_alpha):
    referral = make_referral()
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/referrals/{referral.pk}/decline/").content.decode()
    assert "Not for this program: Outside the area that the program serves" in page
    at_alpha.post(f"/referrals/{referral.pk}/decline/", {"reason": "capacity"})
    for path in (f"/referrals/{referral.pk}/", "/referrals/?state=declined"):
        assert "Not possible now: No room at the moment" in at_alpha.get(path).content.decode()


def test_every_reason_has_a_group():
    from programs.models.referral import DECLINE_GROUP_OF, DeclineReason

    assert set(DECLINE_GROUP_OF) == set(DeclineReason)
