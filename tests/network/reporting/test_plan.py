"""The plan spends what it says, and its noise is what was tried by simulation before it was built."""

from fractions import Fraction
from math import sqrt

import pytest

from network.reporting.plan import (
    BY_ID,
    GATE_VARIANCE,
    GATES,
    HARD_CAP,
    PLANNED,
    RESERVE,
    TABLES,
    Level,
    cost_of,
    variance_of,
)

pytestmark = pytest.mark.no_db


def test_all_tables_of_a_case_spend_what_is_planned_to_the_last_digit():
    """A case is in one domain of each level at most."""
    spent = GATES + sum(cost_of(table, level) for table in TABLES for level in table.levels)
    assert (spent, spent + RESERVE) == (Fraction(1, 4), Fraction(3, 10))
    assert (spent, spent + RESERVE) == (PLANNED, HARD_CAP)


@pytest.mark.parametrize(
    ("table", "level", "deviation"),
    [
        ("type", Level.REGION, 6.2),
        ("fear", Level.REGION, 7.6),
        ("quarter", Level.NETWORK, 6.8),
        ("age", Level.NATION, 13.2),
        ("restitution", Level.NATION, 16.1),
    ],
)
def test_the_noise_is_as_wide_as_it_was_simulated(table, level, deviation):
    assert sqrt(variance_of(BY_ID[table], level)) == pytest.approx(deviation, abs=0.05)


def test_how_many_cases_a_program_has_is_told_with_noise_too():
    assert sqrt(GATE_VARIANCE) == pytest.approx(7.07, abs=0.01)


def test_a_case_is_in_one_cell_of_each_table():
    for table in TABLES:
        assert len({*table.cells}) == len(table.rows) * len(table.columns) - len(table.impossible)


def test_every_domain_can_be_made_anew_once_from_the_reserve():
    anew = sum(cost_of(table, level, 2) for table in TABLES for level in table.levels)
    assert anew == RESERVE


def test_a_mode_is_of_those_who_met_and_of_nobody_else():
    cells = {*BY_ID["mode"].cells}
    assert ("direct", "agreed") in cells
    assert ("none", "referred") in cells
    assert not {("none", "agreed"), ("direct", "referred")} & cells
