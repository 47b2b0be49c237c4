"""The end of a case: a true reason, nothing left open, the mediator's access gone."""

import pytest

from programs.actions.agreements import (
    amend_agreement,
    drop_agreement,
    mark_item,
    remove_agreement_item,
)
from programs.actions.closing import begin_closing, close_case, issue_report
from programs.models import Agreement, AgreementItem, MediationCase, Session
from programs.models.case import GROUP_OF, OPEN_STATES, ClosureReason
from tests.programs.cast import NOW, STAGES, at, contact, fresh, make_case, make_world, parties, tell_all


def end(world, case, reason):
    return begin_closing(actor=world.cora, case=case, now=NOW, reason=reason)


def close(world, case):
    return close_case(actor=world.cora, case=case, now=NOW)


def settle(world, case):
    tell_all(world, case)
    issue_report(actor=world.cora, case=case, now=NOW)


def test_it_works(world):
    case = make_case(world, "monitoring")
    mark_item(actor=world.cora, case=case, now=NOW, item=AgreementItem.objects.get(), status="partial")
    end(world, case, "agreement_partially_fulfilled")
    assert Agreement.objects.get().state == "partially_fulfilled"
    settle(world, case)
    assert close(world, case).state == "closed"
    assert fresh(case).closed_at == NOW


def test_a_dialogue_without_agreement_is_a_success(world):
    case = make_case(world, "held")
    assert end(world, case, "completed_dialogue_no_agreement").state == "closing"


def test_it_refuses_a_dialogue_that_never_was(world, refused):
    case = make_case(world, "ready")
    assert refused(lambda: end(world, case, "completed_dialogue_no_agreement")) == ["reason_fits"]


def test_it_refuses_fulfilled_while_items_are_open(world, refused):
    case = make_case(world, "monitoring")
    assert refused(lambda: end(world, case, "completed_with_agreement_fulfilled")) == [
        "items_terminal",
        "reason_fits",
    ]


def test_it_refuses_fulfilled_when_it_was_not(world, refused):
    case = make_case(world, "monitoring")
    mark_item(actor=world.cora, case=case, now=NOW, item=AgreementItem.objects.get(), status="not_achieved")
    assert refused(lambda: end(world, case, "completed_with_agreement_fulfilled")) == ["reason_fits"]
    assert end(world, case, "agreement_unfulfilled_returned")


@pytest.mark.parametrize("state", [state for state in STAGES if state in OPEN_STATES])
def test_a_case_can_be_ended_early_from_every_open_state(world, state):
    case = make_case(world, state)
    assert end(world, case, "victim_declined").state == "closing"
    assert not Session.objects.filter(state="scheduled").exists()


def test_it_refuses_to_close_without_coming_to_an_end_first(world, refused):
    case = make_case(world, "ready")
    assert refused(lambda: close(world, case)) == ["right_state", "parties_told", "report_issued"]


def test_a_closed_case_stays_closed(world, refused):
    case = make_case(world, "closed")
    assert refused(lambda: end(world, case, "other")) == ["right_state"]


def test_the_mediator_no_longer_sees_a_closed_case(world):
    case = make_case(world, "closing")
    assert MediationCase.objects.visible_to(world.mia).filter(pk=case.pk).exists()
    settle(world, case)
    close(world, case)
    assert not MediationCase.objects.visible_to(world.mia).filter(pk=case.pk).exists()


def test_every_reason_has_a_group():
    assert set(GROUP_OF) == set(ClosureReason.values)


def test_it_refuses_to_close_while_somebody_has_not_been_told(world, refused):
    case = make_case(world, "preparing")
    offender = parties(case)[1]
    end(world, case, "offender_withdrew")
    assert refused(lambda: close(world, case)) == ["parties_told", "report_issued"]
    # The victim was never approached: nobody tells them now.
    contact(world, offender, purpose="told_end", channel="phone")
    assert refused(lambda: close(world, case)) == ["report_issued"]


def test_after_a_meeting_each_is_followed_up_and_offered_the_survey(world, refused):
    case = make_case(world, "held")
    end(world, case, "completed_dialogue_no_agreement")
    issue_report(actor=world.cora, case=case, now=NOW)
    victim, offender = parties(case)
    contact(world, victim, purpose="told_end")
    assert refused(lambda: close(world, case)) == ["parties_told"]
    contact(world, victim, purpose="follow_up")
    contact(world, offender, purpose="follow_up", result="refused")
    assert refused(lambda: close(world, case)) == ["surveys_offered"]
    contact(world, victim, purpose="follow_up", survey_offered=True)
    assert close(world, case).state == "closed"


def test_somebody_who_does_not_answer_is_tried_as_often_as_the_policy_says(world, refused):
    case = make_case(world, "held")
    end(world, case, "completed_dialogue_no_agreement")
    issue_report(actor=world.cora, case=case, now=NOW)
    victim, offender = parties(case)
    contact(world, offender, purpose="follow_up", survey_offered=True)
    for _ in range(3):
        assert refused(lambda: close(world, case)) == ["parties_told"]
        contact(world, victim, purpose="follow_up", channel="phone", result="no_answer")
    assert close(world, case).state == "closed"


def test_nobody_counts_as_unreachable_before_enough_tries(world, refused):
    case = make_case(world, "preparing")
    victim = parties(case)[0]
    for number in range(3):
        assert refused(lambda: end(world, case, "victim_unreachable")) == ["tries_enough"]
        contact(world, victim, purpose="first_contact", channel="phone", result="no_answer", minutes=number)
    assert end(world, case, "victim_unreachable").state == "closing"


def test_whoever_was_reached_again_is_not_unreachable(world, refused):
    case = make_case(world, "preparing")
    victim = parties(case)[0]
    for result in ("no_answer", "sent", "reached", "message_left"):
        contact(world, victim, purpose="first_contact", channel="phone", result=result)
    assert refused(lambda: end(world, case, "victim_unreachable")) == ["tries_enough"]


def test_in_a_probation_program_a_breach_goes_back_to_the_officer(alpha, refused):
    with at(alpha):
        world = make_world(alpha, type="probation")
        case = make_case(world, "monitoring")
        mark_item(
            actor=world.cora, case=case, now=NOW, item=AgreementItem.objects.get(), status="not_achieved"
        )
        assert refused(lambda: end(world, case, "offender_withdrew")) == ["breach_returned"]
        end(world, case, "agreement_unfulfilled_returned")
        assert Agreement.objects.get().state == "returned_to_referrer"


def test_the_report_holds_yes_no_and_days_only(world):
    case = make_case(world, "monitoring")
    end(world, case, "victim_withdrew")
    report = issue_report(actor=world.cora, case=case, now=NOW).report
    assert report == {
        "received_on": "2026-03-02",
        "accepted_on": "2026-03-02",
        "held": True,
        "held_on": "2026-03-03",
        "agreement": True,
        "agreement_on": "2026-03-03",
        "fulfilled": False,
    }


def test_a_version_that_is_being_written_does_not_hide_what_was_signed(alpha, refused):
    with at(alpha):
        world = make_world(alpha, type="probation")
        case = make_case(world, "monitoring")
        item = AgreementItem.objects.get()
        amend_agreement(actor=world.cora, case=case, now=NOW)
        (copy,) = AgreementItem.objects.exclude(pk=item.pk)
        remove_agreement_item(actor=world.cora, case=case, now=NOW, item=copy)
        assert refused(lambda: end(world, case, "agreement_unfulfilled_returned")) == ["items_terminal"]
        drop_agreement(actor=world.cora, case=case, now=NOW)
        mark_item(actor=world.cora, case=case, now=NOW, item=item, status="not_achieved")
        amend_agreement(actor=world.cora, case=case, now=NOW)
        assert refused(lambda: end(world, case, "offender_withdrew")) == ["breach_returned"]
