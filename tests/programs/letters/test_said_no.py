"""Whoever said no is told what has ended and asked nothing more, until they come back by themselves."""

import uuid

import pytest

from amends.accounts.access import PARTICIPANT, Outsider
from programs.actions.consents import record_consent, withdraw_consent
from programs.actions.links import ask_new_link
from programs.own_letters import letter_to_person, own_page_link
from tests.programs.cast import DAY, HOUR, NOW, choose, contact, fresh, send_link
from tests.programs.letters.test_write import sides, write

__all__ = ["sides"]


def decline(world, person):
    contact(world, person, purpose="arranging", channel="phone", result="refused")


def agree(world, person, now):
    return record_consent(actor=world.cora, participant=fresh(person), now=now, form="written", language="en")


def withdraw(world, person):
    agree(world, person, NOW - HOUR)
    withdraw_consent(actor=world.cora, participant=fresh(person), now=NOW)


def say_no_on_their_page(world, person):
    withdraw_consent(actor=Outsider(PARTICIPANT, person.pk), participant=fresh(person), now=NOW)


def choose_not_to(world, person):
    choose(world, person, takes_part=False)


NOES = [decline, withdraw, say_no_on_their_page, choose_not_to]


@pytest.mark.parametrize("say_no", NOES)
@pytest.mark.parametrize("purpose", ["first_contact", "arranging", "follow_up"])
def test_nobody_who_said_no_is_written_to_again(world, sides, refused, say_no, purpose):
    victim, _offender = sides
    say_no(world, victim)
    assert "no_is_kept" in refused(lambda: write(world, victim, purpose=purpose, wording="preparation"))


@pytest.mark.parametrize("say_no", NOES)
def test_they_are_told_what_has_ended(world, sides, refused, say_no):
    victim, _offender = sides
    say_no(world, victim)
    assert write(world, victim, purpose="told_end", wording="not_proceeding")
    assert write(world, victim, purpose="arranging", wording="session_canceled")
    assert refused(lambda: send_link(world, victim)) == ["no_is_kept"]


@pytest.mark.parametrize("say_no", NOES)
def test_who_comes_back_by_themselves_is_written_to(world, sides, say_no):
    victim, _offender = sides
    say_no(world, victim)
    later = NOW + DAY
    contact(world, victim, purpose="asked_again", channel="phone", now=later)
    assert write(world, victim, wording="preparation")
    assert send_link(world, victim)


def test_a_yes_after_a_no_counts(world, sides):
    victim, offender = sides
    decline(world, offender)
    agree(world, offender, NOW + DAY)
    assert write(world, offender)
    choose_not_to(world, victim)
    choose(world, victim, now=NOW + DAY)
    assert write(world, victim)


def test_the_other_side_is_written_to_as_before(world, sides):
    victim, offender = sides
    decline(world, victim)
    assert write(world, offender)


def test_what_waits_does_not_leave_after_a_no(world, sides):
    _victim, offender = sides
    letter = write(world, offender, channel="email")
    link = send_link(world, offender).link
    assert letter_to_person(contact_id=letter.pk)
    assert own_page_link(link_id=link.pk, number=1)
    decline(world, offender)
    assert letter_to_person(contact_id=letter.pk) is None
    assert own_page_link(link_id=link.pk, number=1) is None


def test_who_asks_for_a_new_link_themselves_gets_it(world, sides):
    victim, _offender = sides
    link = send_link(world, victim).link
    decline(world, victim)
    ask_new_link(actor=None, link=link, now=fresh(link).sent_at)
    assert own_page_link(link_id=link.pk, number=fresh(link).number)


def test_the_page_says_why_and_what_to_do(world, sides, at_alpha):
    victim, _offender = sides
    decline(world, victim)
    at_alpha.force_login(world.cora)
    form = {
        "form_key": str(uuid.uuid4()),
        "wording": "preparation",
        "written_in": "en",
        "channel": "letter",
        "words": "Please come.",
        "is_safe": "on",
    }
    page = at_alpha.post(f"/people/{victim.pk}/letters/write/?wording=preparation", form)
    assert page.status_code == 409
    text = page.content.decode()
    assert "This person said no, and is not asked again." in text
    assert "Please come." in text, "nothing typed is lost"


def test_coming_back_is_somebody_who_was_reached(world, sides, at_alpha):
    victim, _offender = sides
    at_alpha.force_login(world.cora)
    form = {
        "form_key": str(uuid.uuid4()),
        "purpose": "asked_again",
        "channel": "phone",
        "result": "no_answer",
    }
    page = at_alpha.post(f"/people/{victim.pk}/contacts/", form | {"day": "2026-03-02", "at": "10:00"})
    assert "They came to us, so they were reached" in page.content.decode()
