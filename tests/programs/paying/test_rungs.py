"""The rung of a program, by arithmetic from its own copy; and what brings the copy up to date."""

import datetime as dt

import pytest

from amends.outbox.models import Outbox
from billing.ladder import Rung
from programs.actions.standing import follow_standing, take_standing
from programs.letters import lapse_letter
from programs.listing.assembling import facts_of
from programs.models import Program
from programs.paying import rung_of
from tenants.context import platform
from tests.programs.cast import at, make_case, make_world
from tests.programs.paying.made import DAY, copy, put_on

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


def never() -> bool:
    raise AssertionError("cases were counted where it does not matter")


@pytest.mark.parametrize(
    ("days", "rung"),
    [
        (-1, "current"),
        (0, "past_due"),
        (14, "past_due"),
        (15, "restricted"),
        (74, "restricted"),
        (75, "export_only"),
        (164, "export_only"),
    ],
)
def test_the_rung_follows_from_the_day_without_a_job(days, rung):
    since = NOW - days * DAY
    assert rung_of(copy(lapsed_since=since), now=NOW, has_open_cases=never) == rung
    assert rung_of(copy(lapses_at=since), now=NOW, has_open_cases=never) == rung


def test_a_program_that_was_never_told_anything_has_not_lapsed():
    assert rung_of({}, now=NOW, has_open_cases=never) == Rung.CURRENT
    assert rung_of(copy(), now=NOW, has_open_cases=never) == Rung.CURRENT


@pytest.mark.parametrize(("has_open", "rung"), [(True, "export_only"), (False, "archived")])
def test_an_open_case_holds_the_ladder(has_open, rung):
    told = copy(lapsed_since=NOW - 165 * DAY)
    assert rung_of(told, now=NOW, has_open_cases=lambda: has_open) == rung


def test_only_real_cases_hold_it(world):
    told = copy(lapsed_since=NOW - 400 * DAY)
    case = make_case(world, "preparing")
    assert rung_of(told, now=NOW) == Rung.EXPORT_ONLY
    type(case).objects.filter(pk=case.pk).update(is_sample=True)
    assert rung_of(told, now=NOW) == Rung.ARCHIVED


def test_an_older_copy_changes_nothing(world):
    take_standing(actor=None, standing=copy(version=3), now=NOW)
    take_standing(actor=None, standing=copy(version=2, lapsed_since=NOW), now=NOW)
    assert Program.objects.get().standing == copy(version=3)


def test_the_letter_about_a_lapse_has_the_day_that_the_page_has(world):
    """Two o'clock at night in UTC is the day before where the program is."""
    since = dt.datetime(2026, 5, 20, 2, tzinfo=dt.UTC)
    Program.objects.update(time_zone="America/Chicago")
    take_standing(actor=None, standing=copy(version=1, lapsed_since=since), now=NOW)
    letter = lapse_letter(user_id=world.alice.pk, rung="past_due")
    assert "Since May 19, 2026 nobody pays" in letter.body


def queued(name: str) -> list[Outbox]:
    with platform():
        return list(Outbox.objects.filter(job=name).order_by("not_before"))


def test_the_day_on_which_nobody_is_taken_is_planned_in_stretches(committed, alpha):
    with at(alpha):
        make_world(alpha)
        take_standing(actor=None, standing=copy(lapses_at=NOW + 100 * DAY), now=NOW)
    assert [each.not_before for each in queued("programs.standing_changes")] == [NOW + 50 * DAY]
    with at(alpha):
        follow_standing(actor=None, version=1, now=NOW + 70 * DAY)
    assert queued("programs.standing_changes")[-1].not_before == NOW + 115 * DAY
    with at(alpha):
        follow_standing(actor=None, version=1, now=NOW + 115 * DAY)
    assert len(queued("programs.standing_changes")) == 2


def test_the_directory_hears_on_that_day_and_when_somebody_pays(world):
    Program.objects.update(is_listed=True, listing={"capacity": "accepting"})
    put_on("restricted")
    program = Program.objects.get()
    assert program.listing_version == 1
    assert facts_of(program, program.listing).capacity == "closed"
    put_on("export_only")
    assert Program.objects.get().listing_version == 1
    put_on("current")
    program = Program.objects.get()
    assert (program.listing_version, facts_of(program, program.listing).capacity) == (2, "accepting")


def test_a_word_that_was_overtaken_tells_the_directory_nothing(world):
    Program.objects.update(is_listed=True)
    put_on("past_due")
    follow_standing(actor=None, version=7, now=NOW + 1000 * DAY)
    assert Program.objects.get().listing_version == 0
    follow_standing(actor=None, version=1, now=NOW + 1000 * DAY)
    assert Program.objects.get().listing_version == 1
