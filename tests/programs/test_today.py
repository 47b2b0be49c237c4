"""Today: what is new, overdue, due this week, and whom the open cases wait for; a mediator's own few cases."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.models.case import STAFF_STATES
from programs.waiting import STATES_OF
from tests.programs.cast import make_case


@pytest.fixture
def today(world, at_alpha):
    """Return the page as somebody sees it."""

    def seen(name="cora"):
        at_alpha.force_login(world.people[name])
        return at_alpha.get(reverse("home")).content.decode()

    return seen


def due(case, days):
    case.due_on = timezone.localdate() + timedelta(days=days)
    case.save(update_fields=["due_on"])
    return case


def part(page, heading):
    """Return the page from a heading to the next one."""
    return page.partition(heading)[2].partition("</table>")[0]


def test_a_case_is_overdue_from_the_day_after(world, today):
    late, on_the_day, soon, later = (due(make_case(world, "screening"), days) for days in (-1, 0, 6, 7))
    page = today()
    overdue, week = part(page, "Cases that are overdue"), part(page, "Cases that are due this week")
    assert late.reference in overdue and on_the_day.reference not in overdue
    assert on_the_day.reference in week and soon.reference in week
    assert later.reference not in page


def test_what_does_not_fit_is_behind_a_link(world, today, at_alpha):
    for _ in range(11):
        due(make_case(world, "screening"), -3)
    due(make_case(world, "screening"), 9)
    assert "All 11 overdue cases" in today()
    listed = at_alpha.get(reverse("cases") + "?due=late&sort=due").content.decode()
    assert "11 cases" in listed


def test_each_open_state_waits_for_somebody():
    states = [state for states in STATES_OF.values() for state in states]
    assert sorted(states) == sorted(STAFF_STATES)


def test_open_cases_are_counted_by_whom_they_wait_for(world, today, at_alpha):
    for state in ("intake", "screening", "preparing", "scheduled", "monitoring"):
        make_case(world, state, mediator="max" if state == "scheduled" else "mia")
    page = today()
    for label, count, value in (
        ("Those who run the case", 2, "program"),
        ("The mediators", 1, "mediators"),
        ("What people agreed to do", 1, "people"),
        ("The day of the session", 1, "session"),
    ):
        assert (
            f'?waits={value}&amp;sort=due">{label}</a>: <span class="amends-figures">{count}</span>' in page
        )
    listed = at_alpha.get(reverse("cases") + "?waits=program").content.decode()
    assert "2 cases" in listed


def test_a_mediator_sees_who_is_in_each_case_and_what_is_next(world, today):
    mine, other = make_case(world, "preparing"), make_case(world, "preparing", mediator="max")
    page = today("mia")
    assert mine.reference in page and other.reference not in page
    assert "Vera Victim" in page and "Oskar Offender" in page
    assert "Mark as ready" in page
    assert "wait for a decision" not in page


def test_a_mediators_page_costs_the_same_for_one_case_and_for_ten(world, today, at_alpha):
    counts = []
    for cases in (1, 9):
        for _ in range(cases):
            make_case(world, "preparing")
        today("mia")
        with CaptureQueriesContext(connection) as asked:
            at_alpha.get(reverse("home"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
