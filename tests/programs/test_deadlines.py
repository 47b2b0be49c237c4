"""By when a case has to go on: days after its state began, the session's day, the next item's day."""

import datetime as dt

from programs.actions.agreements import mark_item
from programs.models import AgreementItem
from tests.programs.cast import DAY, NOW, at, fresh, make_case, make_severe_case, make_world, pay


def test_it_works(world):
    assert make_case(world, "intake").due_on == (NOW + 7 * DAY).date()
    assert make_case(world, "preparing").due_on == (NOW + 28 * DAY).date()


def test_a_scheduled_case_is_due_on_the_day_of_its_session(world):
    assert make_case(world, "scheduled", starts_at=NOW + 3 * DAY).due_on == (NOW + 3 * DAY).date()


def test_a_monitored_case_is_due_with_its_next_open_item(world):
    case = make_case(world, "monitoring")
    assert case.due_on == dt.date(2026, 6, 1)
    pay(world, case, AgreementItem.objects.get(), "120.00")
    assert fresh(case).due_on == NOW.date()


def test_an_item_that_was_marked_counts_no_more(world):
    case = make_case(world, "monitoring")
    mark_item(actor=world.cora, case=case, now=NOW, item=AgreementItem.objects.get(), status="partial")
    assert fresh(case).due_on == NOW.date()


def test_nobody_is_hurried_after_severe_violence(alpha):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        assert make_severe_case(world, "preparing").due_on == (NOW + 180 * DAY).date()


def test_a_closed_case_is_due_no_more(world):
    assert make_case(world, "closed").due_on is None
