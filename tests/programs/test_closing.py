"""The end of a case: a true reason, nothing left open, the mediator's access gone."""

import pytest

from programs.actions.agreements import mark_item
from programs.actions.closing import begin_closing, close_case
from programs.models import Agreement, AgreementItem, MediationCase, Session
from programs.models.case import GROUP_OF, OPEN_STATES, ClosureReason
from tests.programs.cast import NOW, STAGES, fresh, make_case


def end(world, case, reason):
    return begin_closing(actor=world.cora, case=case, now=NOW, reason=reason)


def close(world, case):
    return close_case(actor=world.cora, case=case, now=NOW)


def test_it_works(world):
    case = make_case(world, "monitoring")
    mark_item(actor=world.cora, case=case, now=NOW, item=AgreementItem.objects.get(), status="partial")
    end(world, case, "agreement_partially_fulfilled")
    assert Agreement.objects.get().state == "partially_fulfilled"
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
    assert refused(lambda: close(world, case)) == ["right_state"]


def test_a_closed_case_stays_closed(world, refused):
    case = make_case(world, "closed")
    assert refused(lambda: end(world, case, "other")) == ["right_state"]


def test_the_mediator_no_longer_sees_a_closed_case(world):
    case = make_case(world, "closing")
    assert MediationCase.objects.visible_to(world.mia).filter(pk=case.pk).exists()
    close(world, case)
    assert not MediationCase.objects.visible_to(world.mia).filter(pk=case.pk).exists()


def test_every_reason_has_a_group():
    assert set(GROUP_OF) == set(ClosureReason.values)
