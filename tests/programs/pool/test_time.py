"""When mediators have time: told on their own page or by those who run the program, and obeyed at every booking."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from amends.accounts.models import User
from programs.actions.mediators import change_weekly_hours, note_absence, remove_absence
from programs.availability import Hours
from programs.models import Absence, Mediator, Program
from tests.programs.cast import DAY, NOW, make_case, schedule

TODAY = NOW.date()
HOURS = {"do": "hours", "days": ["0", "2"], "starts": "6 pm", "ends": "21:00"}


def date_of(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def away(world, name="mia", first=0, last=0):
    return note_absence(
        actor=world.alice,
        mediator=world.mediators[name],
        first=TODAY + first * DAY,
        last=TODAY + last * DAY,
    )


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mia(clock, world, at_alpha):
    at_alpha.force_login(world.mia)
    return at_alpha


HERE = "/time/"


class TestBooking:
    def test_whoever_is_away_cannot_be_booked(self, world, refused):
        case = make_case(world, "ready")
        absence = away(world, first=1, last=3)
        assert refused(lambda: schedule(world, case)) == ["mediators_there"]
        assert schedule(world, case, starts_at=NOW + 4 * DAY)
        assert absence.first == TODAY + DAY

    def test_somebody_who_is_back_can_be(self, world):
        case = make_case(world, "ready")
        remove_absence(actor=world.mia, absence=away(world, first=1, last=3))
        assert schedule(world, case)

    def test_another_mediator_s_days_do_not_count(self, world):
        case = make_case(world, "ready")
        away(world, "max", first=1, last=1)
        assert schedule(world, case)

    def test_the_day_is_that_of_the_program(self, world, refused):
        """02:00 in UTC is still the evening before where the program is."""
        Program.objects.update(time_zone="America/Denver")
        case = make_case(world, "ready")
        starts_at = dt.datetime(2026, 3, 5, 2, 0, tzinfo=dt.UTC)
        away(world, first=2, last=2)  # March 4
        assert refused(lambda: schedule(world, case, starts_at=starts_at)) == ["mediators_there"]
        Absence.objects.all().delete()
        away(world, first=3, last=3)  # March 5
        assert schedule(world, case, starts_at=starts_at)


class TestTheirOwnPage:
    def test_hours_are_added_and_removed(self, world, mia):
        assert mia.post(HERE, HOURS).url == HERE
        assert Mediator.objects.get(pk=world.mia.pk).weekly_hours == ["0 18:00-21:00", "2 18:00-21:00"]
        page = mia.get(HERE).content.decode()
        assert "Monday, 6 p.m. to 9 p.m." in page
        mia.post(HERE, {"do": "hours-remove", "which": "0 18:00-21:00"})
        assert Mediator.objects.get(pk=world.mia.pk).weekly_hours == ["2 18:00-21:00"]

    @pytest.mark.parametrize(
        ("wrong", "mistake"),
        [
            ({"days": []}, "Choose at least one day"),
            ({"ends": "5 pm"}, "Enter an end that comes after the beginning"),
            ({"starts": "soon"}, "Enter a time, such as 14:30"),
        ],
    )
    def test_a_mistake_is_named_and_nothing_is_kept(self, world, mia, wrong, mistake):
        answer = mia.post(HERE, HOURS | wrong)
        assert answer.status_code == 200
        assert mistake in answer.content.decode()
        assert Mediator.objects.get(pk=world.mia.pk).weekly_hours == []

    def test_days_away_are_noted_shown_and_taken_back(self, world, mia):
        first = TODAY + DAY
        mia.post(HERE, {"do": "away", **date_of("first", first), **date_of("last", first + DAY)})
        absence = Absence.objects.get()
        assert (absence.first, absence.last) == (first, first + DAY)
        page = mia.get(HERE).content.decode()
        assert page.count(">Away</strong>") == 2, "in the month"
        mia.post(HERE, {"do": "away-remove", "which": str(absence.pk)})
        assert mia.post(HERE, {"do": "away-remove", "which": str(absence.pk)}).url == HERE
        assert not Absence.objects.exists()

    @pytest.mark.parametrize(
        ("last", "mistake"), [(-3, "These days are past"), (800, "Enter at most a year at a time")]
    )
    def test_days_that_make_no_sense_are_refused(self, mia, last, mistake):
        first = TODAY - 5 * DAY
        answer = mia.post(
            HERE, {"do": "away", **date_of("first", first), **date_of("last", TODAY + last * DAY)}
        )
        assert mistake in answer.content.decode()
        assert not Absence.objects.exists()

    def test_a_session_that_was_booked_before_is_named(self, world, mia):
        Program.objects.update(time_zone="America/Denver")
        make_case(world, "scheduled", starts_at=NOW + 2 * DAY)
        away(world, first=1, last=3)
        page = mia.get(HERE).content.decode()
        assert "A session was booked before on a day away" in page
        assert "Session 8 a.m." in page, "in the month, where the program is"

    def test_months_are_turned_and_nonsense_is_this_month(self, mia):
        assert "March 2026" in mia.get(HERE).content.decode()
        assert "April 2026</h2>" in mia.get(HERE + "?month=2026-04").content.decode()
        for nonsense in ("2026-13", "x", "1999-01", "2999-01"):
            assert "March 2026</h2>" in mia.get(HERE + f"?month={nonsense}").content.decode()

    def test_languages_place_and_limit(self, world, mia):
        mia.post(HERE, {"do": "about", "languages": ["es", "en"], "place": "North", "most_cases": "3"})
        mediator = Mediator.objects.get(pk=world.mia.pk)
        assert (mediator.languages, mediator.place, mediator.most_cases) == (["en", "es"], "North", 3)
        page = mia.get(HERE).content.decode()
        assert "English, Spanish" in page and "North" in page

    def test_whoever_is_not_enrolled_is_told_so(self, world, mia):
        nina = User.objects.create(email="nina@alpha.example", name="Nina", roles=["mediator"])
        mia.force_login(nina)
        assert "You are not enrolled as a mediator yet" in mia.get(HERE).content.decode()

    def test_what_nobody_offers_is_not_done(self, mia):
        assert mia.post(HERE, {"do": "everything"}).status_code == 200


class TestWho:
    def test_a_mediator_does_not_speak_of_another_s_time(self, world):
        with pytest.raises(PermissionDenied):
            note_absence(actor=world.mia, mediator=world.mediators["max"], first=TODAY, last=TODAY)
        with pytest.raises(PermissionDenied):
            change_weekly_hours(
                actor=world.mia,
                mediator=world.mediators["max"],
                add=[Hours(0, dt.time(9), dt.time(10))],
            )
        with pytest.raises(PermissionDenied):
            remove_absence(actor=world.mia, absence=away(world, "max"))
        assert Absence.objects.count() == 1

    def test_those_who_run_the_program_change_everybody_s(self, clock, world, at_alpha):
        at_alpha.force_login(world.cora)
        address = reverse("mediator-time", args=[world.max.pk])
        assert at_alpha.post(address, HOURS).url == address
        assert Mediator.objects.get(pk=world.max.pk).weekly_hours
        assert (
            reverse("mediator-time", args=[world.max.pk])
            in at_alpha.get(reverse("mediator", args=[world.max.pk])).content.decode()
        )

    def test_to_be_away_twice_is_to_be_away_once(self, world):
        assert away(world) == away(world)
