"""Dates in people's own calendars: when, under a name that says nothing, and nobody else's."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from amends import audit
from amends.accounts.ending import end_sessions
from programs.calendars import token_of
from programs.models import Program, Session
from programs.records.entries import Wanted, about_case, part_of
from tests.conftest import HostClient
from tests.programs.cast import NOW, fresh, make_case, open_page, parties


@pytest.fixture
def case(world):
    return make_case(world, "scheduled")


def feed(browser, token):
    return browser.get(reverse("calendar-feed", args=[token]))


def events(answer):
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content).events


def session_of(case):
    return Session.objects.get(case=case)


@pytest.fixture
def at_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_it_works(case, world, at_alpha, at_noon):
    [event] = events(feed(at_alpha, token_of(world.mia)))
    session = session_of(case)
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert event["summary"] == f"Appointment, {Program.objects.get().neutral_name}"
    assert event["url"].endswith(reverse("case", args=[case.pk]))


def test_it_says_nothing_of_anybody(case, world, at_alpha, at_noon):
    said = feed(at_alpha, token_of(world.mia)).content.decode().replace("\r\n ", "")
    session = session_of(case)
    for word in (*(person.name for person in parties(case)), case.reference, session.place, str(session.pk)):
        assert word not in said
    assert "LOCATION" not in said


def test_a_mediator_has_the_sessions_of_their_own_cases(case, world, at_alpha, at_noon):
    assert events(feed(at_alpha, token_of(world.max))) == []
    assert len(events(feed(at_alpha, token_of(world.cora)))) == 1


def test_the_address_ends_with_the_sign_ins(case, world, at_alpha, at_noon):
    token = token_of(world.mia)
    end_sessions(world.mia)
    assert feed(at_alpha, token).status_code == 404
    assert len(events(feed(at_alpha, token_of(fresh(world.mia))))) == 1


def test_the_address_of_somebody_who_left_shows_nothing(case, world, at_alpha, at_noon):
    token = token_of(world.mia)
    type(world.mia).objects.filter(pk=world.mia.pk).update(is_active=False)
    assert feed(at_alpha, token).status_code == 404


def test_another_programs_address_opens_nothing(case, world, at_alpha, at_beta, at_noon):
    assert feed(at_beta, token_of(world.mia)).status_code == 404
    assert feed(at_alpha, token_of(world.mia)[:-1] + "x").status_code == 404


def test_too_many_from_one_network_are_refused(case, world, at_alpha, at_noon, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"calendar": (0, 3600)}
    assert feed(at_alpha, token_of(world.mia)).status_code == 404


def test_reading_it_is_in_the_records_of_the_case(case, world, at_alpha, at_noon):
    feed(at_alpha, token_of(world.mia))
    audit.flush()
    assert "calendar_feed" in {
        each.facts.get("purpose") for each in part_of(Wanted(about=about_case(case))).entries
    }


def test_the_page_shows_the_address_of_whoever_asks(case, world, at_alpha, at_noon):
    at_alpha.force_login(world.mia)
    page = at_alpha.get(reverse("my-calendar"))
    path = page.context["address"].removeprefix("http://alpha.localhost")
    at_alpha.logout()
    assert len(events(at_alpha.get(path))) == 1


def test_a_participant_has_their_own_date_with_its_place(case, world, at_alpha, at_noon):
    harmed, responsible = parties(case)
    open_page(world, harmed, at_alpha)
    answer = at_alpha.get(reverse("own-calendar"))
    [event] = events(answer)
    assert event["location"] == session_of(case).place
    assert event["summary"] == f"Appointment, {Program.objects.get().neutral_name}"
    assert "URL" not in event
    assert responsible.name not in answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="date.ics"'


def test_the_two_sides_calendars_have_no_key_in_common(case, world, at_noon):
    keys = set()
    for person in parties(case):
        browser = HostClient("alpha.localhost")
        open_page(world, person, browser)
        keys |= {str(event["uid"]) for event in events(browser.get(reverse("own-calendar")))}
    assert len(keys) == 2


def test_without_a_date_there_is_no_file(world, at_alpha, at_noon):
    open_page(world, parties(make_case(world, "ready"))[0], at_alpha)
    assert at_alpha.get(reverse("own-calendar")).status_code == 404
