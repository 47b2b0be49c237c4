"""The risk (E7): assessed before a mediator is chosen and after each was met; what is left of it decides the way."""

import uuid

import pytest

from programs.actions import exchanges, holding, screening
from programs.actions.policy import change_settings, move_case_to_policy, publish_policy
from programs.models import MediationCase, RiskAssessment, Session
from programs.models.choice import APART
from programs.models.session import SessionMode
from tests.programs.cast import (
    DAY,
    NOW,
    assess,
    assign,
    at,
    choose,
    consent_of_both,
    contact,
    fresh,
    in_order,
    make_case,
    make_world,
    parties,
    record_law,
    schedule,
    talk,
)

PLAN = "They come and leave one by one; two of us are there."


def unassessed(world):
    case = make_case(world, "intake")
    screening.begin_screening(actor=world.cora, case=case, now=NOW, coordinator=world.cora)
    talk(world, case)
    return case


def ready(world, case):
    return screening.mark_ready(actor=world.cora, case=case, now=NOW)


def offer(world, *modes):
    """Publish a policy that offers these modes only."""
    draft = change_settings(actor=world.alice, now=NOW, values={"modes": modes})
    publish_policy(actor=world.alice, now=NOW, note="Fewer ways.", mark=draft.mark, moves_open_cases=True)


def test_it_works(world):
    case = unassessed(world)
    made = assess(
        world, case, level="medium", factors=["fear", "power"], reasons="Vera told us.", safety_plan=PLAN
    )
    kept = RiskAssessment.objects.get(pk=made.pk)
    assert (kept.stage, kept.level, kept.has_safety_plan) == ("initial", "medium", True)
    assert (kept.factors, kept.reasons, kept.safety_plan) == (["fear", "power"], "Vera told us.", PLAN)
    assert kept.factor_labels[0] == "Somebody is afraid of somebody in this case"


def test_no_mediator_is_chosen_and_nothing_begins_before_the_risk_is_assessed(world, refused):
    case = unassessed(world)
    assert refused(lambda: assign(world, case)) == ["risk_assessed"]
    screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="full")
    record_law(world, case)
    begin = lambda: screening.begin_preparing(actor=world.cora, case=case, now=NOW)  # noqa: E731
    assert refused(begin) == ["risk_assessed", "mediator_assigned"]
    assess(world, case)
    assign(world, case)
    assert begin().state == "preparing"


def test_an_assessment_from_before_the_second_meeting_does_not_count(world, refused):
    case = make_case(world, "preparing")
    consent_of_both(world, case)
    assess(world, case, now=NOW - DAY)
    contact(world, in_order(case)[1])
    assert "risk_assessed_again" in refused(lambda: ready(world, case))
    assess(world, case)
    assert "risk_assessed_again" not in refused(lambda: ready(world, case))


def test_no_session_without_a_safety_plan_unless_the_risk_is_low(world, refused):
    case = make_case(world, "ready")
    assess(world, case, level="medium")
    assert refused(lambda: schedule(world, case)) == ["safety_planned"]
    assess(world, case, level="medium", safety_plan="  ")
    assert refused(lambda: schedule(world, case)) == ["safety_planned"]
    assess(world, case, level="medium", safety_plan=PLAN)
    assert schedule(world, case)


@pytest.mark.parametrize("mode", [mode for mode in SessionMode.values if mode not in APART])
def test_after_a_high_risk_the_two_sides_stay_apart(world, refused, mode):
    case = make_case(world, "ready")
    assess(world, case, level="high", safety_plan=PLAN)
    choose(world, parties(case)[0], mode="no_preference")
    assert refused(lambda: schedule(world, case, mode=mode)) == ["mode_safe"]
    assert schedule(world, case, mode="shuttle")


def test_after_a_high_risk_messages_can_be_passed_on(alpha):
    with at(alpha):
        world = make_world(alpha, type="community_agency")
        case = make_case(world, "ready")
        assess(world, case, level="high")
        choose(world, parties(case)[0], mode="letter_exchange")
        assert exchanges.begin_exchange(actor=world.cora, case=case, now=NOW).state == "exchanging"


@pytest.mark.parametrize("changes", [{"level": "high", "safety_plan": PLAN}, {"level": "medium"}])
def test_a_session_that_is_not_safe_any_more_is_canceled(world, changes):
    case = make_case(world, "scheduled")
    assess(world, case, **changes)
    assert fresh(case).state == "ready"
    assert Session.objects.get(case=case).state == "cancelled"


def test_a_session_that_is_safe_still_stays(world):
    case = make_case(world, "scheduled")
    assess(world, case, level="medium", safety_plan=PLAN)
    assert fresh(case).state == "scheduled"


@pytest.mark.parametrize("state", ["preparing", "ready", "scheduled"])
def test_a_case_for_which_no_safe_way_is_left_rests_until_that_changes(world, refused, state):
    case = make_case(world, state)
    offer(world, "face_to_face", "video_live")
    assess(world, case, level="high", safety_plan=PLAN)
    held = fresh(case)
    assert (held.state, held.hold_reason) == ("on_hold", "safety")
    resume = lambda: holding.resume_case(actor=world.cora, case=case, now=NOW)  # noqa: E731
    assert refused(resume) == ["hold_reason_gone"]
    assert assess(world, case).stage == "secondary"
    assert resume().state == ("preparing" if state == "preparing" else "ready")


def test_a_program_that_offers_no_safe_way_prepares_nobody_after_a_high_risk(world, refused):
    case = make_case(world, "screening")
    offer(world, "face_to_face")
    screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="full")
    record_law(world, case)
    assess(world, case, level="high")
    assign(world, case)
    begin = lambda: screening.begin_preparing(actor=world.cora, case=case, now=NOW)  # noqa: E731
    assert refused(begin) == ["risk_bearable"]
    offer(world, "face_to_face", "shuttle")
    move_case_to_policy(actor=world.cora, case=case)
    assert begin().state == "preparing"


def test_a_form_sent_twice_is_one_assessment(world):
    case, key = unassessed(world), uuid.uuid4()
    first = assess(world, case, form_key=key)
    assert assess(world, case, form_key=key, level="high") == first
    assert RiskAssessment.objects.get().level == "low"


def test_an_assessment_stays_as_it_was_made(world):
    case = make_case(world, "screening")
    with pytest.raises(Exception, match="permission denied"):
        RiskAssessment.objects.filter(case=case).update(level="high")


def test_what_is_not_on_the_list_is_refused(world):
    with pytest.raises(ValueError, match="horoscope"):
        assess(world, make_case(world, "screening"), factors=["horoscope"])


def test_a_denial_that_comes_later_puts_the_case_on_hold(world, refused):
    case = make_case(world, "ready")
    screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="denied")
    held = fresh(case)
    assert (held.state, held.held_from, held.hold_reason) == ("on_hold", "ready", "screening")
    resume = lambda: holding.resume_case(actor=world.cora, case=case, now=NOW)  # noqa: E731
    assert refused(resume) == ["hold_reason_gone"]
    screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="disputed")
    screening.override_acknowledgement(
        actor=world.sol, case=case, now=NOW, text="They differ about the hour, and about nothing else."
    )
    assert resume().state == "ready"


def test_a_case_from_before_there_were_assessments_is_asked_for_one_at_its_next_step(world, refused):
    """Nothing is put on hold for what nobody could have answered then."""
    case = make_case(world, "ready")
    MediationCase.objects.filter(pk=case.pk).update(is_sample=True)  # whose rows may go
    RiskAssessment.objects.filter(case=case).delete()
    record_law(world, case)
    assert fresh(case).state == "ready"
    assert refused(lambda: schedule(world, case)) == ["risk_assessed", "risk_assessed_again"]
