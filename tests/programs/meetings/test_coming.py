"""When people can come: noted by them or by staff, obeyed when a session is scheduled, and told to nobody else."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from amends.accounts.access import PARTICIPANT, Outsider
from amends.audit.models import AuditEntry
from amends.outbox.models import Outbox
from programs.actions.coming import change_times
from programs.models import MediationCase, Participant, Session
from tenants.context import platform
from tests.conftest import HostClient
from tests.programs.cast import (
    DAY,
    HOUR,
    NOW,
    at,
    choose,
    fresh,
    make_case,
    make_severe_case,
    make_world,
    open_page,
    parties,
    schedule,
)

TUESDAY = NOW + DAY  # from three to four in the afternoon, where the program is


@pytest.fixture(autouse=True)
def march():
    with time_machine.travel(NOW, tick=False):
        yield


def say(world, person, **changes):
    told = {"free_days": [], "free_from": None, "free_until": None, "away_days": []}
    return change_times(**{"actor": world.cora, "participant": person} | told | changes)


def days(year, month, day):
    return {"new_day_year": str(year), "new_day_month": str(month), "new_day_day": str(day)}


@pytest.fixture
def case(world):
    return make_case(world, "ready")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"free_days": [2, 3]}, {"free_days": [1, 3]}),
        ({"away_days": [TUESDAY.date()]}, {"away_days": [(TUESDAY + DAY).date()]}),
        (
            {"free_from": dt.time(0, 1), "free_until": dt.time(0, 30)},
            {"free_from": dt.time(0, 1), "free_until": dt.time(23, 59)},
        ),
    ],
)
@pytest.mark.parametrize("side", [0, 1])
def test_a_time_that_somebody_cannot_is_refused_until_it_is_possible(
    world, case, refused, side, wrong, right
):
    person = parties(case)[side]
    say(world, person, **wrong)
    assert refused(lambda: schedule(world, case)) == ["people_can_come"]
    assert not Session.objects.exists()
    say(world, person, **right)
    assert schedule(world, case).state == "scheduled"


def test_a_session_that_lasts_longer_than_they_can_is_refused(world, case, refused):
    say(world, parties(case)[0], free_from=dt.time(0, 0, 1), free_until=dt.time(23, 59, 59))
    long = {"starts_at": TUESDAY, "ends_at": TUESDAY + 8 * HOUR}
    assert schedule(world, case, **long)
    other = make_case(world, "ready", mediator="max")
    say(world, parties(other)[0], free_from=dt.time(0, 0, 1), free_until=dt.time(20))
    assert refused(lambda: schedule(world, other, **long)) == ["people_can_come"]


def test_the_refusal_says_who_and_what_to_do_and_keeps_what_was_typed(world, case, at_alpha):
    say(world, parties(case)[1], away_days=[TUESDAY.date()])
    at_alpha.force_login(world.cora)
    day = {"day_day": "3", "day_month": "3", "day_year": "2026"}
    told = {"mode": "face_to_face", "place": "Library, room 2", "starts": "18:00", "ends": "19:00"}
    page = at_alpha.get(f"/cases/{case.pk}/session/").content.decode()
    assert "Cannot come on: March 3, 2026<" in page
    key = page.split('name="form_key" value="')[1].split('"')[0]
    answer = at_alpha.post(
        f"/cases/{case.pk}/session/",
        {**told, **day, "fits_choices": "on", "form_key": key},
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "somebody cannot come, by what they said: offender" in text
    assert "Library, room 2" in text


def test_where_the_person_harmed_leads_times_of_the_other_side_are_advice(alpha, refused):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        case = make_severe_case(world, "ready")
        victim, offender = parties(case)
        choose(world, victim, mode="no_preference")
        say(world, offender, away_days=[TUESDAY.date()])
        say(world, victim, away_days=[TUESDAY.date()])
        assert refused(lambda: schedule(world, case)) == ["people_can_come"]
        say(world, victim)
        assert schedule(world, case).state == "scheduled"


def test_the_person_harmed_need_not_be_free_where_somebody_else_goes(world, case):
    victim = parties(case)[0]
    choose(world, victim, mode="surrogate")
    say(world, victim, away_days=[TUESDAY.date()])
    assert schedule(world, case, mode="surrogate").mode == "surrogate"


def test_they_say_it_on_their_own_page_and_the_coordinator_hears_of_it(committed, alpha):
    with at(alpha):
        world = make_world(alpha)
        case = make_case(world, "ready")
        victim, offender = parties(case)
        say(world, offender, away_days=[TUESDAY.date()])
        mine = open_page(world, victim, HostClient("alpha.localhost"))
    page = mine.get("/mine/times/").content.decode()
    assert "When you can come" in page
    assert "2026" not in page, "nothing of the other side is there"
    sent = {"free_days": ["1", "3"], "free_from": "9:00", "free_until": "17:00", **days(2030, 5, 6)}
    assert mine.post("/mine/times/", sent)["Location"] == "/mine/times/?kept=1"
    with at(alpha):
        there = fresh(victim)
        assert (there.free_days, there.away_days) == ([1, 3], [dt.date(2030, 5, 6)])
        assert (there.free_from, there.free_until) == (dt.time(9), dt.time(17))
        assert fresh(offender).away_days == [TUESDAY.date()]
        entry = AuditEntry.objects.filter(verb="times_changed").order_by("-seq")[0]
        assert entry.actor.startswith("participant:")
        assert entry.facts == {}
    with platform():
        assert Outbox.objects.filter(job="programs.party_acted").exists()
    page = mine.get("/mine/times/").content.decode()
    assert "May 6, 2030" in page
    mine.post("/mine/times/", {name: told for name, told in sent.items() if "new_day" not in name})
    with at(alpha):
        assert fresh(victim).away_days == [], "the tick was taken away"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"free_from": "9:00"}, "Enter both times, or neither"),
        ({"free_from": "17:00", "free_until": "9:00"}, "The hours have to end after they begin"),
        (days(2020, 5, 6), "This day is past"),
    ],
)
def test_what_cannot_be_is_asked_again_and_changes_nothing(world, case, at_alpha, sent, told):
    person = parties(case)[0]
    at_alpha.force_login(world.cora)
    answer = at_alpha.post(f"/people/{person.pk}/times/", {"free_days": ["1"], **sent})
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert fresh(person).free_days == []


def test_nobody_says_it_for_somebody_else(world, case):
    victim, offender = parties(case)
    with pytest.raises(PermissionDenied):
        say(world, victim, actor=Outsider(PARTICIPANT, offender.pk))
    with pytest.raises(MediationCase.DoesNotExist):
        say(world, victim, actor=world.max)
    assert not Participant.objects.exclude(free_days=[]).exists()
