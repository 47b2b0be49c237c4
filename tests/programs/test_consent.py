"""Consent to take part: recorded once, withdrawn at any time, and nothing planned survives it (C1, C2)."""

import pytest

from programs.actions.consents import record_consent, withdraw_consent
from programs.models import MediatorBooking, ParticipationConsent, Session
from tests.programs.cast import DAY, NOW, consent_of_both, fresh, make_case, parties, schedule


def withdraw(world, party, actor="cora"):
    return withdraw_consent(actor=world.people[actor], participant=party, now=NOW)


def test_it_works(world):
    case = make_case(world, "preparing")
    consent_of_both(world, case)
    assert ParticipationConsent.objects.live().count() == 2


def test_a_consent_recorded_twice_is_one(world):
    case = make_case(world, "preparing")
    consent_of_both(world, case)
    consent_of_both(world, case)
    assert ParticipationConsent.objects.count() == 2


@pytest.mark.parametrize("side", [0, 1])
def test_withdrawing_cancels_the_session_and_frees_the_mediator(world, side):
    case = make_case(world, "scheduled")
    assert withdraw(world, parties(case)[side]) == 1
    assert fresh(case).state == "preparing"
    assert Session.objects.get(case=case).state == "cancelled"
    assert not MediatorBooking.objects.filter(is_live=True).exists()


def test_after_a_withdrawal_nothing_is_scheduled_until_they_agree_again(world, refused):
    from programs.actions.screening import mark_ready

    case = make_case(world, "ready")
    withdraw(world, parties(case)[0])
    assert refused(lambda: schedule(world, case)) == ["right_state", "consents_live"]
    record_consent(
        actor=world.cora, participant=parties(case)[0], now=NOW + DAY, form="written", language="es"
    )
    mark_ready(actor=world.cora, case=case, now=NOW + DAY)
    assert schedule(world, case, starts_at=NOW + 2 * DAY, now=NOW + DAY)


@pytest.mark.parametrize(
    "state", ["preparing", "ready", "scheduled", "held", "agreement_pending", "monitoring", "closing"]
)
def test_nothing_stands_in_the_way_of_withdrawing(world, state):
    case = make_case(world, state)
    if state == "preparing":
        consent_of_both(world, case)
    withdraw(world, parties(case)[0])
    assert ParticipationConsent.objects.live().count() == 1


def test_withdrawing_twice_is_withdrawing_once(world):
    case = make_case(world, "scheduled")
    withdraw(world, parties(case)[0])
    assert withdraw(world, parties(case)[0]) == 0


def test_the_mediator_of_the_case_may_record_it(world):
    case = make_case(world, "scheduled")
    assert withdraw(world, parties(case)[1], actor="mia") == 1


def test_the_story_of_the_case_does_not_say_who_withdrew(world):
    from amends import audit
    from programs.timeline import story

    case = make_case(world, "scheduled")
    withdraw(world, parties(case)[0])
    audit.flush()
    [told] = [str(event) for event in story(case) if "withdrawn" in str(event["label"])]
    assert "Consent withdrawn" in told
    assert "Vera" not in told
    assert "victim" not in told.lower()
