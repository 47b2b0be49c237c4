"""A case rests, and goes on where it was left."""

import pytest
from django.db import IntegrityError, transaction

from programs.actions.closing import begin_closing
from programs.actions.consents import withdraw_consent
from programs.actions.holding import put_on_hold, resume_case
from programs.models import MediationCase, Session
from programs.models.case import AT_WORK
from tests.programs.cast import (
    NOW,
    STAGES,
    at,
    fresh,
    make_case,
    make_severe_case,
    make_world,
    parties,
    record_law,
)


def rest(world, case, reason="asked"):
    return put_on_hold(actor=world.cora, case=case, now=NOW, reason=reason)


def resume(world, case):
    return resume_case(actor=world.cora, case=case, now=NOW)


@pytest.mark.parametrize("state", [state for state in STAGES if state in AT_WORK])
def test_it_works(world, state):
    case = make_case(world, state)
    assert rest(world, case).state == "on_hold"
    assert not Session.objects.filter(state="scheduled").exists()
    assert resume(world, case).state == ("ready" if state == "scheduled" else state)
    assert fresh(case).hold_reason == ""


def test_it_can_be_ended_from_there(world):
    case = make_case(world, "ready")
    rest(world, case)
    begin_closing(actor=world.cora, case=case, now=NOW, reason="victim_declined")
    assert (fresh(case).state, fresh(case).held_from) == ("closing", "")


@pytest.mark.parametrize("state", ["preparing", "ready", "scheduled"])
def test_an_appeal_puts_a_case_on_hold_until_it_is_settled(alpha, refused, state):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        case = make_severe_case(world, state)
        record_law(world, case, appeal="pending")
        assert (fresh(case).state, fresh(case).hold_reason) == ("on_hold", "legal")
        assert refused(lambda: resume(world, case)) == ["hold_reason_gone"]
        record_law(world, case)
        assert resume(world, case).state == ("ready" if state == "scheduled" else state)


def test_a_no_contact_order_does_so_in_every_program(world):
    case = make_case(world, "scheduled")
    record_law(world, case, no_contact_order="in_force")
    assert fresh(case).state == "on_hold"
    assert Session.objects.get().state == "cancelled"


def test_the_database_refuses_a_rest_without_a_reason(world):
    case = make_case(world, "ready")
    with pytest.raises(IntegrityError, match="case_on_hold_has_reason"), transaction.atomic():
        MediationCase.objects.filter(pk=case.pk).update(state="on_hold")


@pytest.mark.parametrize("state", ["ready", "scheduled"])
def test_whoever_withdraws_while_the_case_rests_is_not_met_with_afterwards(world, state):
    case = make_case(world, state)
    rest(world, case)
    withdraw_consent(actor=world.cora, participant=parties(case)[0], now=NOW)
    assert resume(world, case).state == "preparing"


def test_an_order_that_comes_while_a_case_rests_for_another_reason_keeps_it_there(world, refused):
    case = make_case(world, "ready")
    rest(world, case)
    record_law(world, case, no_contact_order="in_force")
    assert refused(lambda: resume(world, case)) == ["hold_reason_gone"]
    record_law(world, case)
    assert resume(world, case).state == "ready"
