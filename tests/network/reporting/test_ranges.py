"""What readers see of noisy counts: the range holds what is true, and small numbers say nothing."""

from math import sqrt
from random import Random

import pytest

from network.reporting.ranges import Noisy, Share, share_of, shown_count

pytestmark = pytest.mark.no_db
TRIES = 2000


@pytest.mark.parametrize(
    ("value", "shown"), [(-7.0, None), (9.9, None), (10.0, 10), (12.4, 10), (12.6, 15), (101.0, 100)]
)
def test_counts_are_rounded_and_few_are_only_few(value, shown):
    assert shown_count(value) == shown


@pytest.mark.parametrize(("cases", "rate"), [(80, 0.95), (120, 0.5), (600, 0.81)])
@pytest.mark.parametrize("deviation", [3.5, 6.5])
def test_a_range_covers_what_is_true_as_often_as_it_says(cases, rate, deviation):
    """94 of 100 at least, by chance of who was counted and of the noise; a range without the noise does not."""
    chance, covered, plain = Random(f"{cases}/{rate}/{deviation}"), 0, 0
    for _ in range(TRIES):
        happened = sum(chance.random() < rate for _ in range(cases))
        beside = cases - happened + chance.gauss(0, deviation)
        part = happened + chance.gauss(0, deviation)
        # The whole is the sum of the two cells, so the part's noise is in both.
        found = share_of(Noisy(part, deviation**2), Noisy(part + beside, 2 * deviation**2), deviation**2)
        covered += found is None or found.low <= rate <= found.high
        without = share_of(Noisy(part, 0), Noisy(part + beside, 0), 0)
        plain += without is None or without.low <= rate <= without.high
    assert covered / TRIES >= 0.94
    assert plain < covered


def test_of_few_no_share_is_told():
    assert share_of(Noisy(30, 40), Noisy(59, 80), 40) is None


def test_a_wide_range_is_not_reliable():
    assert not Share(0.5, 0.3, 0.7).is_reliable
    assert Share(0.5, 0.4, 0.6).is_reliable


def test_a_range_stays_between_nothing_and_all():
    found = share_of(Noisy(101, 40), Noisy(100, 80), 40)
    assert found is not None
    assert (found.part, found.high, found.low < 1) == (1.0, 1.0, True)
    assert sqrt((found.high - found.low) ** 2) > 0
