"""When and how somebody is reached: refused or put off outside what is safe, and read before anybody calls."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from amends.outbox import NotYet
from programs.models import Participant, Program
from programs.own_letters import own_page_link
from programs.safe_contact import cautions, is_safe_moment, next_safe_moment
from programs.steps import CASE_STEPS
from tests.programs.cast import DAY, NOW, contact, fresh, make_case, parties, send_link

NEW_YORK = ZoneInfo("America/New_York")
MORNING = {"safe_from": dt.time(9), "safe_until": dt.time(11, 30)}


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def someone(**changes):
    return Participant(**changes)


def note(person, **changes):
    Participant.objects.filter(pk=person.pk).update(**changes)
    return fresh(person)


# 2026-03-02 is a Monday; the clocks go forward on 2026-03-08.
@pytest.mark.parametrize(
    ("hours", "moment", "safe"),
    [
        ({}, "2026-03-02T03:00", "2026-03-02T03:00"),
        (MORNING, "2026-03-02T08:59", "2026-03-02T09:00"),
        (MORNING, "2026-03-02T09:00", "2026-03-02T09:00"),
        (MORNING, "2026-03-02T11:29", "2026-03-02T11:29"),
        (MORNING, "2026-03-02T11:30", "2026-03-03T09:00"),
        ({"safe_days": [0]}, "2026-03-02T23:59", "2026-03-02T23:59"),
        ({"safe_days": [0]}, "2026-03-03T00:00", "2026-03-09T00:00"),
        (MORNING | {"safe_days": [1, 3]}, "2026-03-03T12:00", "2026-03-05T09:00"),
        (MORNING | {"safe_days": [0]}, "2026-03-02T12:00", "2026-03-09T09:00"),
        (MORNING, "2026-03-07T20:00", "2026-03-08T09:00"),
    ],
)
def test_the_next_safe_moment_is_by_the_clock_of_the_program(hours, moment, safe):
    person = someone(**hours)
    assert next_safe_moment(person, at(moment).astimezone(dt.UTC), NEW_YORK) == at(safe)
    assert is_safe_moment(person, at(moment), NEW_YORK) == (moment == safe)


def test_hours_begin_before_they_end(world):
    person = parties(make_case(world))[0]
    for wrong in (
        {"safe_from": dt.time(9)},
        {"safe_from": dt.time(9), "safe_until": dt.time(9)},
        {"safe_until": dt.time(9)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            note(person, **wrong)


@pytest.mark.parametrize("channel", ["phone", "video", "email", "text"])
def test_a_call_or_message_outside_the_hours_is_refused(world, refused, channel):
    offender = note(parties(make_case(world, "preparing"))[1], **MORNING)
    local = NOW.astimezone(Program.objects.get().zone)
    early = local.replace(hour=8, minute=0)
    call = {"purpose": "arranging", "channel": channel, "now": NOW + DAY}
    assert refused(lambda: contact(world, offender, made_at=early, **call)) == ["hour_safe"]
    assert contact(world, offender, made_at=local.replace(hour=10), **call)


@pytest.mark.parametrize("channel", ["in_person", "letter"])
def test_the_hours_are_those_of_calls_and_messages(world, channel):
    offender = note(parties(make_case(world, "preparing"))[1], safe_days=[(NOW.weekday() + 3) % 7])
    assert contact(world, offender, channel=channel, purpose="arranging")


def test_a_letter_outside_the_hours_waits_until_they_begin_and_then_leaves(world, at_alpha):
    offender = parties(make_case(world, "preparing"))[1]
    sent = send_link(world, offender)
    tomorrow = (timezone.now().astimezone(Program.objects.get().zone) + DAY).weekday()
    note(offender, safe_days=[tomorrow])
    with pytest.raises(NotYet) as put_off:
        own_page_link(link_id=sent.link.pk, number=1)
    assert put_off.value.until > timezone.now()
    assert put_off.value.until.astimezone(Program.objects.get().zone).time() == dt.time(0)
    note(offender, safe_days=[])
    assert own_page_link(link_id=sent.link.pk, number=1)


def test_the_page_says_when_a_letter_leaves_and_what_to_mind(world, at_alpha):
    offender = parties(make_case(world, "preparing"))[1]
    offender.email, offender.pass_phrase = "oskar@own.example", "blue bicycle"
    offender.safe_days = [(timezone.now().weekday() + 3) % 7]
    offender.save()
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/people/{offender.pk}/link/").content.decode()
    assert "The message waits for the safe hours of this person" in page
    assert "blue bicycle" in page


def test_every_page_of_a_step_with_somebody_shows_what_to_mind(world, at_alpha):
    case = make_case(world, "scheduled")
    for number, person in enumerate(parties(case)):
        person.never_do, person.caller_words = f"Never come to house {number}", "Sam about the book"
        person.save()
    at_alpha.force_login(world.cora)
    victim = parties(case)[0]
    about = [step for step in CASE_STEPS if step.about == "person"]
    for step in about:
        page = at_alpha.get(f"/people/{victim.pk}/{step.path}").content.decode()
        assert "Never come to house 0" in page, step.id
        assert "Sam about the book" in page, step.id
    assert len(about) >= 8
    for path in ("session/cancel/", "session/not-held/", "people/"):
        page = at_alpha.get(f"/cases/{case.pk}/{path}").content.decode()
        assert "Never come to house 0" in page
        assert "Never come to house 1" in page


def test_all_of_it_is_told_in_one_place():
    person = someone(
        unsafe_channels=["letter"],
        leave_no_message=True,
        caller_words="Sam",
        pass_phrase="blue",
        never_do="Come home",
        safe_days=[0, 4],
        **MORNING,
    )
    told = [re.sub(r"\s", " ", each) for each in cautions(person, at("2026-03-03T10:00"), NEW_YORK)]
    assert told == [
        "Not now: this is outside the safe hours.",
        "Never: by letter.",
        "Never leave a message.",
        "Never do this: Come home",
        "Only on these days, from 9 a.m. to 11:30 a.m.: Monday, Friday.",
        "Say who calls in these words: “Sam”",
        "Ask for the pass phrase before you say anything else. It is: “blue”",
    ]
    assert cautions(someone(), NOW, NEW_YORK) == []


def test_staff_write_it_down_and_the_words_are_sealed(world, at_alpha):
    case = make_case(world, "preparing")
    victim = parties(case)[0]
    at_alpha.force_login(world.mia)
    answers = {
        "name": "Vera Victim",
        "phone": "555 0199",
        "safe_days": ["0", "2"],
        "safe_from": "9:00",
        "safe_until": "17:30",
        "caller_words": "Sam about the book",
        "pass_phrase": "blue bicycle",
        "never_do": "Never talk with the brother",
    }
    path = f"/people/{victim.pk}/"
    answers["shown"] = at_alpha.get(path).context["form"]["shown"].value()
    assert at_alpha.post(path, answers | {"safe_until": ""}).status_code == 200
    assert at_alpha.post(path, answers | {"safe_until": "8:00"}).status_code == 200
    assert fresh(victim).safe_from is None
    assert at_alpha.post(path, answers).status_code == 302
    victim = fresh(victim)
    assert (victim.safe_days, victim.safe_from, victim.safe_until) == ([0, 2], dt.time(9), dt.time(17, 30))
    assert (victim.pass_phrase, victim.never_do) == ("blue bicycle", "Never talk with the brother")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pass_phrase, never_do, caller_words FROM programs_participant WHERE id = %s", [victim.pk]
        )
        raw = b"".join(bytes(each) for each in cursor.fetchone())
    assert not any(word in raw for word in (b"blue", b"brother", b"Sam"))
    shown = at_alpha.get(path).content.decode()
    assert "17:30" in shown
    assert "blue bicycle" in shown


def test_they_say_their_hours_themselves(world, at_alpha):
    from tests.programs.cast import open_page

    victim = parties(make_case(world, "preparing"))[1]
    visitor = open_page(world, victim, at_alpha)
    answers = {"language": "en", "safe_days": ["5", "6"], "safe_from": "10", "safe_until": "12"}
    assert visitor.post("/mine/ways/", answers).status_code == 302
    assert (fresh(victim).safe_days, fresh(victim).safe_until) == ([5, 6], dt.time(12))


def test_a_number_is_no_link_while_it_is_not_safe_to_call(world, at_alpha):
    case = make_case(world, "preparing")
    victim = parties(case)[0]
    at_alpha.force_login(world.cora)
    path = f"/cases/{case.pk}/people/"
    assert 'href="tel:5550199"' in at_alpha.get(path).content.decode()
    note(victim, safe_days=[(timezone.now().weekday() + 3) % 7])
    page = at_alpha.get(path).content.decode()
    assert 'href="tel:5550199"' not in page
    assert "not now, do not call" in page


@pytest.mark.parametrize(
    ("field", "same", "other"),
    [("email", "Both@own.example", "both@own.example"), ("phone", "555 0100 12", "555-010012")],
)
def test_a_screen_that_may_be_somebody_elses_is_said_before_anything_else(
    world, at_alpha, field, same, other
):
    victim, offender = parties(make_case(world, "preparing"))
    told = "Somebody else in this case has the same"
    at_alpha.force_login(world.cora)
    assert told not in at_alpha.get(f"/people/{victim.pk}/letters/").content.decode()
    for person, value in ((victim, same), (offender, other)):
        setattr(person, field, value)
        person.save()
    assert told in at_alpha.get(f"/people/{victim.pk}/letters/").content.decode()
