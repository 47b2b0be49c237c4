"""Tables of the same cases say the same of each stage, nearer to what is true than any of them alone."""

from random import Random
from statistics import pvariance

import pytest

from network.reporting.agreeing import agree

pytestmark = pytest.mark.no_db
STAGES = ("mediated", "completed")
ROWS = {"type": ("church", "probation", "other"), "age": ("juvenile", "adult"), "all": ("all",)}
TRUE = {"mediated": 120.0, "completed": 300.0}
DEVIATION = 6.0
TRIES = 4000


def drawn(chance):
    return {
        name: {
            (row, stage): TRUE[stage] / len(rows) + chance.gauss(0, DEVIATION)
            for row in rows
            for stage in STAGES
        }
        for name, rows in ROWS.items()
    }


def test_all_tables_have_the_same_sums():
    found = agree(drawn(Random(7)), STAGES, DEVIATION**2)
    for name, rows in ROWS.items():
        for stage in STAGES:
            assert sum(found.tables[name][row, stage] for row in rows) == pytest.approx(found.totals[stage])


def test_what_agrees_already_is_left_as_it_is():
    exact = {
        name: {(row, stage): TRUE[stage] / len(rows) for row in rows for stage in STAGES}
        for name, rows in ROWS.items()
    }
    assert agree(exact, STAGES, 1).tables == {name: pytest.approx(cells) for name, cells in exact.items()}


def test_nothing_is_shifted_and_the_noise_left_is_what_it_says():
    chance = Random(11)
    found = [agree(drawn(chance), STAGES, DEVIATION**2) for _ in range(TRIES)]
    totals = [each.totals["mediated"] for each in found]
    assert sum(totals) / TRIES == pytest.approx(TRUE["mediated"], abs=0.5)
    assert pvariance(totals) == pytest.approx(found[0].total_variance, rel=0.1)
    assert found[0].total_variance < DEVIATION**2, "less than that of the best table alone"
    for name, rows in ROWS.items():
        cells = [each.tables[name][rows[0], "completed"] for each in found]
        assert pvariance(cells) == pytest.approx(found[0].cell_variances[name], rel=0.1)
        assert found[0].cell_variances[name] <= DEVIATION**2
