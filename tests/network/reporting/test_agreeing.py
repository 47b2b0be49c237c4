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
    assert pvariance(totals) == pytest.approx(found[0].total_variances["mediated"], rel=0.1)
    assert found[0].total_variances["mediated"] < DEVIATION**2, "less than that of the best table alone"
    for name, rows in ROWS.items():
        cells = [each.tables[name][rows[0], "completed"] for each in found]
        assert pvariance(cells) == pytest.approx(found[0].cell_variances[name, "completed"], rel=0.1)
        assert found[0].cell_variances[name, "completed"] <= DEVIATION**2


def test_a_table_may_lack_cells_in_which_no_case_can_be():
    """How they met says nothing of those who did not: a single cell holds all of these."""
    tables = {
        "mode": {("direct", "completed"): 200.0, ("indirect", "completed"): 80.0, ("none", "mediated"): 90.0},
        "all": {("all", "completed"): 310.0, ("all", "mediated"): 110.0},
    }
    found = agree(tables, STAGES, 36)
    assert found.totals == {"mediated": pytest.approx(100), "completed": pytest.approx(300)}
    assert found.tables["mode"] == {
        ("direct", "completed"): pytest.approx(210),
        ("indirect", "completed"): pytest.approx(90),
        ("none", "mediated"): pytest.approx(100),
    }
    assert found.total_variances == {"mediated": pytest.approx(18), "completed": pytest.approx(24)}
