"""Parts make the whole, and instalments what they are of."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.ledger import schedules
from programs.ledger.money import split

pytestmark = pytest.mark.no_db
CENTS = st.integers(1, 10_000_000).map(lambda cents: Decimal(cents) / 100)


@given(CENTS, st.lists(CENTS, min_size=1, max_size=9))
def test_it_works(amount, weights):
    parts = split(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < Decimal("0.01") * sum(weights)


def test_of_equals_the_first_gets_the_cent_that_is_left():
    third = [Decimal(1)] * 3
    assert split(Decimal("1.00"), third) == [Decimal("0.34"), Decimal("0.33"), Decimal("0.33")]


@pytest.mark.parametrize("weights", [[], [Decimal(0)], [Decimal(-1), Decimal(2)]])
def test_it_refuses_weights_that_say_nothing(weights):
    with pytest.raises(ValueError, match="weights"):
        split(Decimal(1), weights)


def test_instalments_end_on_the_day_and_make_the_whole():
    plan = schedules.even_until(Decimal("100.00"), 3, dt.date(2026, 3, 31), "month")
    assert [(str(each.day), str(each.amount)) for each in plan] == [
        ("2026-01-31", "33.34"),
        ("2026-02-28", "33.33"),
        ("2026-03-31", "33.33"),
    ]
    assert schedules.checked(plan, Decimal("100.00")) == plan


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("2026-01-01", "60"), ("2026-02-01", "30")], "sum"),
        ([("2026-02-01", "50"), ("2026-01-01", "50")], "order"),
        ([("2026-01-01", "50"), ("2026-01-01", "50")], "order"),
        ([("2026-01-01", "110"), ("2026-02-01", "-10")], "sum"),
    ],
)
def test_it_refuses_instalments_that_are_not_the_whole(rows, reason):
    plan = schedules.read(rows)
    with pytest.raises(schedules.Misfit) as misfit:
        schedules.checked(plan, Decimal(100))
    assert misfit.value.reason == reason


@given(CENTS, st.integers(1, 12), CENTS)
def test_the_oldest_instalment_is_met_first(whole, count, paid):
    if whole < count * Decimal("0.01"):
        return
    plan = schedules.even(whole, count, dt.date(2026, 1, 1), "week")
    left = schedules.remaining(plan, paid)
    assert sum((each.amount for each in left), Decimal(0)) == max(whole - paid, 0)
    assert left == [] or [each.day for each in left] == [each.day for each in plan][-len(left) :]
