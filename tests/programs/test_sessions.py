"""Held, not held, cancelled."""

import pytest

from programs.actions import people, sessions
from programs.actions.referrals import Person
from programs.models import Session
from tests.programs.cast import DAY, HOUR, NOW, fresh, hold_session, make_case, parties, schedule


def held(world, case, now=NOW + DAY + HOUR):
    return hold_session(world, case, actor=world.mia, now=now)


def test_it_works(world):
    case = make_case(world, "scheduled")
    assert held(world, case).state == "held"
    assert fresh(case).state == "held"


def test_it_refuses_before_the_session_has_begun(world, refused):
    case = make_case(world, "scheduled")
    assert refused(lambda: held(world, case, now=NOW)) == ["session_has_begun"]


def test_a_session_that_did_not_take_place_leaves_the_case_ready(world):
    case = make_case(world, "scheduled")
    session = sessions.record_not_held(
        actor=world.mia, case=case, now=NOW + DAY + HOUR, reason="somebody_absent"
    )
    assert (session.state, fresh(case).state) == ("not_held", "ready")
    assert schedule(world, case, starts_at=NOW + 3 * DAY)


def test_a_cancelled_session_leaves_the_case_ready(world):
    case = make_case(world, "scheduled")
    sessions.cancel_session(actor=world.cora, case=case, now=NOW)
    assert fresh(case).state == "ready"
    assert Session.objects.get(case=case).state == "cancelled"


def test_a_mediator_of_another_case_finds_nothing(world):
    case = make_case(world, "scheduled")
    with pytest.raises(type(case).DoesNotExist):
        hold_session(world, case, actor=world.max, now=NOW + 2 * DAY)


def test_it_refuses_a_session_to_which_one_side_did_not_come(world, refused):
    case = make_case(world, "scheduled")
    for side in parties(case):
        alone = lambda side=side: hold_session(world, case, now=NOW + DAY, attended=[side.pk])  # noqa: E731
        assert refused(alone) == ["required_attended"]


@pytest.mark.parametrize(("role", "state"), [("offender", "preparing"), ("support_person", "scheduled")])
def test_a_new_party_is_prepared_before_anybody_meets(world, role, state):
    case = make_case(world, "scheduled")
    people.add_participant(actor=world.cora, case=case, now=NOW, role=role, person=Person("Nora New"))
    assert fresh(case).state == state
    assert Session.objects.get(case=case).state == ("cancelled" if role == "offender" else "scheduled")
