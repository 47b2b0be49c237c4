"""No domain is published in which a program could be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.reporting.contributors import WITHIN, why_withheld

pytestmark = pytest.mark.no_db


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([], "few"),
        ([50, 50, 50, 50], "few"),
        ([50, 50, 50, 50, 0.4], "few"),
        ([200, 30, 30, 30, 30], "one_dominates"),
        ([100, 100, 10, 10, 10], "two_dominate"),
        ([59, 22, 2, 1, 1], "one_dominates"),
        ([60, 25, 5, 5, 5], None),
        ([40, 30, 20, 10, 10], None),
    ],
)
def test_the_first_rule_that_is_not_met_is_named(counts, why):
    assert why_withheld(counts) == why


@given(st.lists(st.floats(0, 500), min_size=5, max_size=12))
def test_where_a_domain_is_published_the_second_largest_cannot_reckon_the_largest(counts):
    if why_withheld(counts) is None:
        sizes = sorted((each for each in counts if each >= 1), reverse=True)
        guess = sum(sizes) - sizes[1]
        assert guess >= sizes[0] * (1 + WITHIN) - 1e-6
