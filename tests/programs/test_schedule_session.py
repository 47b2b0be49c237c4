"""Schedule a session: only with both sides' consent, and never a mediator in two places."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from programs.actions import consents
from programs.models import MediatorBooking, Session
from tests.programs.cast import DAY, HOUR, NOW, choose, fresh, make_case, parties, schedule


def test_it_works(world):
    case = make_case(world, "ready")
    session = schedule(world, case)
    assert fresh(case).state == "scheduled"
    assert fresh(session).place == "Library, room 2"
    assert MediatorBooking.objects.get(session=session).mediator_id == world.mia.pk


def test_it_refuses_without_consent_and_says_everything_at_once(world, refused):
    case = make_case(world, "preparing")
    assert refused(lambda: schedule(world, case)) == [
        "right_state",
        "minor_known",
        "risk_assessed_again",
        "choices_complete",
        "consents_live",
        "mode_as_chosen",
    ]


def test_it_refuses_when_only_one_side_consented(world, refused):
    case = make_case(world, "preparing")
    consents.record_consent(
        actor=world.cora, participant=parties(case)[0], now=NOW, form="written", language="en"
    )
    assert "consents_live" in refused(lambda: schedule(world, case))


def test_it_refuses_a_time_in_the_past(world, refused):
    case = make_case(world, "ready")
    assert refused(lambda: schedule(world, case, starts_at=NOW - DAY)) == ["start_not_past"]


def test_it_refuses_an_end_before_the_beginning(world, refused):
    case = make_case(world, "ready")
    assert refused(lambda: schedule(world, case, ends_at=NOW + DAY - HOUR)) == ["length_sensible"]


def test_it_refuses_a_mediator_who_has_another_session(world, refused):
    make_case(world, "scheduled", starts_at=NOW + DAY)
    other = make_case(world, "ready")
    assert refused(lambda: schedule(world, other, starts_at=NOW + DAY + HOUR / 2)) == ["mediators_free"]
    assert schedule(world, other, starts_at=NOW + DAY + HOUR)


def test_it_refuses_another_way_than_the_person_harmed_chose(world, refused):
    case = make_case(world, "ready")
    assert refused(lambda: schedule(world, case, mode="video_live")) == ["mode_as_chosen"]
    choose(world, parties(case)[0], mode="no_preference")
    assert schedule(world, case, mode="video_live")


def test_it_refuses_a_way_that_the_program_does_not_offer(world, refused):
    case = make_case(world, "ready")
    choose(world, parties(case)[0], mode="letter_exchange")
    assert refused(lambda: schedule(world, case, mode="letter_exchange")) == ["mode_offered"]


def test_it_refuses_when_nobody_compared_it_with_the_choices(world, refused):
    case = make_case(world, "ready")
    assert refused(lambda: schedule(world, case, fits_choices=False)) == ["fits_choices"]


def test_it_refuses_when_the_person_harmed_chose_not_to_take_part(world, refused):
    case = make_case(world, "ready")
    choose(world, parties(case)[0], takes_part=False)
    assert refused(lambda: schedule(world, case)) == ["takes_part", "mode_as_chosen"]


def test_it_refuses_a_second_session_while_one_is_ahead(world, refused):
    case = make_case(world, "scheduled")
    assert "right_state" in refused(lambda: schedule(world, case, starts_at=NOW + 5 * DAY))


def test_the_same_form_sent_twice_is_one_session(world):
    case, key = make_case(world, "ready"), uuid.uuid4()
    first, second = schedule(world, case, form_key=key), schedule(world, case, form_key=key)
    assert first == second
    assert Session.objects.filter(case=case).count() == 1


def test_the_database_itself_refuses_a_double_booking(world):
    session = schedule(world, make_case(world, "ready"))
    taken = MediatorBooking.objects.get(session=session)
    with pytest.raises(IntegrityError, match="booking_mediator_in_one_place"), transaction.atomic():
        MediatorBooking.objects.create(
            session=session,
            mediator=world.mediators["mia"],
            mediator_number=taken.mediator_number,
            during=(NOW + DAY + HOUR / 2, NOW + DAY + 2 * HOUR),
        )


def test_a_cancelled_session_frees_the_mediator(world):
    case = make_case(world, "scheduled")
    consents.withdraw_consent(actor=world.cora, participant=parties(case)[0], now=NOW)
    assert schedule(world, make_case(world, "ready"))


def test_each_mediator_has_another_number(world):
    numbers = {mediator.booking_number for mediator in world.mediators.values()}
    assert len(numbers) == len(world.mediators)
    assert all(0 <= number < 2**62 for number in numbers)
