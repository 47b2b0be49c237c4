"""Contacts: by safe ways only, in the order that spares the person harmed, and counted once."""

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction

from programs.actions.contacts import record_mediator_readiness, record_readiness
from programs.actions.exchanges import begin_exchange
from programs.actions.screening import record_acknowledgement
from programs.models import Contact, Participant
from tests.programs.cast import (
    HOUR,
    NOW,
    at,
    choose,
    contact,
    fresh,
    make_case,
    make_severe_case,
    make_world,
    parties,
)


def test_it_works(world):
    case = make_case(world, "preparing")
    made = contact(world, parties(case)[0], minutes=90, note="Wants to know why her.")
    assert fresh(made).note == "Wants to know why her."
    assert fresh(made).minutes == 90


def test_a_way_that_is_not_safe_is_refused(world, refused):
    victim = parties(make_case(world, "preparing"))[0]
    Participant.objects.filter(pk=victim.pk).update(unsafe_channels=["phone", "email"])
    assert "channel_safe" in refused(
        lambda: contact(world, fresh(victim), channel="email", purpose="arranging")
    )
    assert contact(world, fresh(victim), channel="in_person")


def test_no_message_is_left_where_none_may_be(world, refused):
    victim = parties(make_case(world, "preparing"))[0]
    Participant.objects.filter(pk=victim.pk).update(leave_no_message=True)
    leave = lambda: contact(world, fresh(victim), purpose="arranging", channel="phone", result="message_left")  # noqa: E731
    assert refused(leave) == ["message_allowed"]
    text = {"purpose": "arranging", "channel": "text"}
    assert refused(lambda: contact(world, fresh(victim), **text, result="sent")) == ["message_allowed"]
    assert contact(world, fresh(victim), **text, result="reached"), "they wrote and were answered"


def test_the_person_harmed_is_not_approached_before_the_other_side_is_willing(world, refused):
    case = make_case(world, "screening")
    victim, offender = parties(case)
    for purpose in ("first_contact", "preparation"):
        assert refused(lambda purpose=purpose: contact(world, victim, purpose=purpose)) == ["order_kept"]
    contact(world, offender, purpose="first_contact", channel="phone")
    assert refused(lambda: contact(world, victim)) == ["order_kept"]
    record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="full")
    assert contact(world, victim)


@pytest.mark.parametrize("answer", ["disputed", "denied"])
def test_nobody_is_approached_for_somebody_who_does_not_own_up(world, refused, answer):
    case = make_case(world, "screening")
    victim, offender = parties(case)
    contact(world, offender)
    record_acknowledgement(actor=world.cora, case=case, now=NOW, answer=answer)
    assert refused(lambda: contact(world, victim)) == ["order_kept"]


def test_where_the_person_harmed_asked_they_come_first(alpha, refused):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        victim, offender = parties(make_severe_case(world, "screening"))
        assert refused(lambda: contact(world, offender)) == ["order_kept"]
        contact(world, victim, purpose="first_contact")
        assert contact(world, offender)


def test_a_preparation_meeting_at_a_distance_needs_a_reason(world, refused):
    offender = parties(make_case(world, "screening"))[1]
    assert refused(lambda: contact(world, offender, channel="video")) == ["in_person_or_explained"]
    assert contact(world, offender, channel="video", reason="In prison, four hundred miles away.")


def test_a_contact_is_not_in_the_future(world, refused):
    offender = parties(make_case(world, "screening"))[1]
    assert refused(lambda: contact(world, offender, made_at=NOW + HOUR)) == ["contact_not_ahead"]


def test_the_same_form_sent_twice_is_one_contact(world):
    offender, key = parties(make_case(world, "screening"))[1], uuid.uuid4()
    assert contact(world, offender, form_key=key) == contact(world, offender, form_key=key)
    assert Contact.objects.count() == 1


def test_the_log_cannot_be_edited_even_by_sql(world):
    contact(world, parties(make_case(world, "screening"))[1])
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE programs_contact SET minutes = 1")


def test_whoever_is_no_longer_ready_takes_the_case_back(world):
    case = make_case(world, "ready")
    record_readiness(actor=world.mia, participant=parties(case)[0], now=NOW, is_ready=False)
    assert fresh(case).state == "preparing"


def test_so_does_a_mediator(world):
    case = make_case(world, "ready")
    mia = world.mediators["mia"]
    record_mediator_readiness(actor=world.mia, case=case, now=NOW, mediator=mia, is_ready=False)
    assert fresh(case).state == "preparing"


def test_a_message_is_passed_on_only_while_messages_are_exchanged(alpha, refused):
    with at(alpha):
        world = make_world(alpha, type="community_agency")
        case = make_case(world, "ready")
        victim = parties(case)[0]
        assert refused(lambda: contact(world, victim, purpose="exchange")) == ["message_in_turn"]
        choose(world, victim, mode="letter_exchange")
        begin_exchange(actor=world.cora, case=case, now=NOW)
        assert contact(world, victim, purpose="exchange")
        choose(world, victim, takes_part=False)
        assert refused(lambda: contact(world, victim, purpose="exchange")) == ["message_in_turn"]
