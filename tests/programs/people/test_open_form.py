"""A form of staff that was left open, while the person said themselves what is not safe."""

import datetime as dt
import html

import pytest
from django.contrib.messages import get_messages

from amends.accounts.access import PARTICIPANT, Outsider
from programs.actions.people import change_contact_ways
from programs.models import Participant
from tests.programs.cast import fresh, make_case, parties

WAYS = {
    "unsafe_channels": ["email"],
    "leave_no_message": True,
    "language": "en",
    "safe_days": [],
    "safe_from": None,
    "safe_until": None,
}


@pytest.fixture
def victim(world, at_alpha):
    at_alpha.force_login(world.cora)
    victim = parties(make_case(world, "preparing"))[0]
    victim.language, victim.address = "en", "5 Shelter Street\nAlbany"
    victim.save()
    return victim


@pytest.fixture
def opened(victim, at_alpha):
    """What a browser sends of the page as it is opened now."""
    return lambda: filled(at_alpha.get(f"/people/{victim.pk}/").context["form"])


def filled(form):
    """Return what a browser sends of a form as it is drawn."""
    sent = {name: typed(form[name].value()) for name in form.fields}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def typed(value):
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return value.replace("\n", "\r\n") if isinstance(value, str) else value


def say(person, **changes):
    change_contact_ways(actor=Outsider(PARTICIPANT, person.pk), **(WAYS | changes))


def test_what_a_person_said_themselves_survives(victim, at_alpha, opened):
    sent = opened()
    say(victim)
    answer = at_alpha.post(f"/people/{victim.pk}/", sent | {"phone": "+1 555 0100 999"})
    assert answer.status_code == 302
    now = fresh(victim)
    assert (now.phone, now.unsafe_channels, now.leave_no_message) == ("+1 555 0100 999", ["email"], True)
    (said,) = (str(message) for message in get_messages(answer.wsgi_request))
    assert "it stays: “Ways that are not safe”, “Never leave a message”." in said


def test_nobody_else_changed_anything(victim, at_alpha, opened):
    answer = at_alpha.post(f"/people/{victim.pk}/", opened() | {"unsafe_channels": ["text"]})
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["The changes are saved."]
    now = fresh(victim)
    assert (now.unsafe_channels, now.address) == (["text"], "5 Shelter Street\nAlbany")


def test_what_both_changed_is_shown_and_nothing_is_saved(victim, at_alpha, opened):
    sent = opened() | {"phone": "+1 555 0100 999", "unsafe_channels": ["letter"]}
    say(victim)
    answer = at_alpha.post(f"/people/{victim.pk}/", sent)
    assert answer.status_code == 409
    assert fresh(victim).unsafe_channels == ["email"]
    assert answer.context["rows"] == [["Ways that are not safe", "By e-mail", "By letter"]]
    page = html.unescape(answer.content.decode())
    assert "Nothing of yours is saved yet." in page and "By letter" in page
    again = filled(answer.context["form"])
    assert (again["phone"], again["unsafe_channels"]) == ("+1 555 0100 999", ["email"])
    answer = at_alpha.post(f"/people/{victim.pk}/", again | {"unsafe_channels": ["email", "letter"]})
    assert answer.status_code == 302
    assert fresh(victim).unsafe_channels == ["email", "letter"]
    assert fresh(victim).phone == "+1 555 0100 999"


def test_hours_of_two_people_are_not_mixed(victim, at_alpha, opened):
    say(victim, unsafe_channels=[], leave_no_message=False, safe_from=dt.time(9), safe_until=dt.time(12))
    sent = opened()
    say(victim, unsafe_channels=[], leave_no_message=False, safe_from=dt.time(10), safe_until=dt.time(12))
    answer = at_alpha.post(f"/people/{victim.pk}/", sent | {"safe_until": "17:00"})
    assert answer.status_code == 409
    assert [row[0] for row in answer.context["rows"]] == ["Safe from", "Safe until"]
    assert fresh(victim).safe_until == dt.time(12)


def test_a_form_that_does_not_know_what_it_showed_takes_nothing_back(victim, at_alpha, opened):
    sent = opened() | {"shown": ""}
    say(victim)
    answer = at_alpha.post(f"/people/{victim.pk}/", sent)
    assert answer.status_code == 409
    assert {row[0] for row in answer.context["rows"]} == {"Ways that are not safe", "Never leave a message"}
    assert fresh(victim).unsafe_channels == ["email"]
    assert Participant.objects.get(pk=victim.pk).leave_no_message
