"""Accept, decline and amend a referral."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from programs.actions.referrals import accept_referral, amend_referral, decline_referral
from programs.models import MediationCase, Offence, Participant
from tests.programs.cast import NOW, at, fresh, make_referral, make_world


def accept(world, referral, actor="cora"):
    return accept_referral(actor=world.people[actor], referral=referral, now=NOW)


def decline(world, referral):
    return decline_referral(
        actor=world.cora, referral=referral, now=NOW, reason="capacity", note="Next month"
    )


def test_it_works(world):
    referral = make_referral()
    case = accept(world, referral)
    assert fresh(referral).state == "accepted"
    assert (case.state, case.reference) == ("intake", referral.reference)
    assert Participant.objects.filter(case=case).count() == 2


def test_declining_works(world):
    referral = decline(world, make_referral())
    assert (fresh(referral).state, fresh(referral).decline_reason) == ("declined", "capacity")
    assert not MediationCase.objects.exists()


def test_it_refuses_a_decision_that_was_made_before(world, refused):
    referral = make_referral()
    accept(world, referral)
    assert refused(lambda: decline(world, referral)) == ["right_state"]
    assert refused(lambda: accept(world, referral)) == ["right_state"]


def test_it_refuses_without_an_offence_or_an_offender(world, refused):
    referral = make_referral(is_sample=True)
    Offence.objects.filter(referral=referral).delete()
    assert refused(lambda: accept(world, referral)) == ["referral_complete"]


def test_it_refuses_a_stage_that_the_program_does_not_take(world, refused):
    assert refused(lambda: accept(world, make_referral(stage="post_release"))) == ["stage_taken"]


def test_in_severe_violence_only_the_victim_can_ask(alpha, refused):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        asked_by = {"stage": "post_sentence", "office_name": ""}
        offender = make_referral(referrer_class="offender_self", **asked_by)
        assert refused(lambda: accept(world, offender)) == ["right_state", "initiative_allowed"]
        assert accept(world, make_referral(referrer_class="victim_self", **asked_by))


def test_a_mediator_cannot_decide(world):
    referral = make_referral()
    with pytest.raises(PermissionDenied):
        accept(world, referral, actor="mia")


def test_a_supervisor_sees_a_referral_and_cannot_decide(world):
    with pytest.raises(PermissionDenied):
        accept(world, make_referral(), actor="sol")


def test_a_referral_is_amended_and_never_edited(world):
    referral = make_referral()
    accept(world, referral)
    amend_referral(
        actor=world.cora, referral=referral, now=NOW, text="It was a scooter.", reason="She called."
    )
    assert fresh(referral).summary == "A bicycle was taken."
    assert [amendment.text for amendment in referral.amendments.all()] == ["It was a scooter."]


def test_a_second_click_on_accept_leads_to_the_same_case(world, at_alpha):
    at_alpha.force_login(world.cora)
    url = reverse("referral-accept", args=[make_referral().pk])
    assert at_alpha.post(url).url == at_alpha.post(url).url
    assert MediationCase.objects.count() == 1


def test_the_page_says_why_a_referral_cannot_be_accepted(world, at_alpha):
    at_alpha.force_login(world.cora)
    referral = make_referral(stage="post_release")
    page = at_alpha.get(reverse("referral", args=[referral.pk])).content.decode()
    assert 'data-guard="stage_taken"' in page
    assert at_alpha.post(reverse("referral-accept", args=[referral.pk])).status_code == 409


def test_declining_by_the_page_asks_for_a_reason(world, at_alpha):
    at_alpha.force_login(world.cora)
    referral = make_referral()
    url = reverse("referral-decline", args=[referral.pk])
    assert "reason" in at_alpha.post(url, {}).context["form"].errors
    assert at_alpha.post(url, {"reason": "other"}).status_code == 302
    assert fresh(referral).state == "declined"
