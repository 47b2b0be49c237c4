"""What others publish is what their rules say, and the attackers break what is known to break."""

from random import Random

import numpy as np
import pytest

from infra.drills.disclosure import differencing, filtering, peering, peers, worlds
from infra.drills.disclosure.peers import HIDDEN
from infra.drills.disclosure.solving import Puzzle, left_open

pytestmark = pytest.mark.no_db

WORLD = worlds.synthetic(7, programs=24, regions=2, networks=1, median=60)
CASES = WORLD.cases(worlds.Level.REGION, worlds.REGIONS[0], 2022)


def test_small_counts_are_hidden_and_zeros_are_not():
    shown, true = peers.threshold(CASES, "offence").cells, peers.naive(CASES, "offence").cells
    assert np.array_equal(shown == HIDDEN, (true >= 1) & (true <= 10))
    assert np.array_equal(shown[shown != HIDDEN], true[shown != HIDDEN])


def test_no_cell_is_hidden_alone():
    cells = peers.complementary(CASES, "legal_stage").cells
    true = peers.naive(CASES, "legal_stage").cells
    for lines, counts in ((cells, true), (cells.T, true.T)):
        for line, of_it in zip(lines, counts, strict=True):
            assert (line == HIDDEN).sum() != 1 or (of_it > 0).sum() == 1


def test_rounded_counts_are_multiples_of_five():
    cells = peers.rounding(CASES, "type").cells
    assert not (cells[cells != HIDDEN] % 5).any()
    assert (cells[cells != HIDDEN] >= 10).all()


def test_noise_of_cell_keys_has_no_bias_and_the_variance_that_is_named():
    keys = peers.CellKeys(1, many=1 << 10)
    means, squares = keys.chances @ keys.noise, keys.chances @ keys.noise**2
    assert means == pytest.approx(np.zeros(6), abs=1e-6)
    assert squares == pytest.approx([0, 3, 3, 3, 3, 3], abs=1e-6)


def test_the_same_records_have_the_same_noise_for_ever():
    keys, ids = peers.CellKeys(1), np.arange(len(CASES))
    again = keys.table(CASES, "type", ids).cells
    assert np.array_equal(keys.table(CASES, "type", ids).cells, again)
    assert not np.array_equal(peers.CellKeys(2).table(CASES, "type", ids).cells, again)


def test_a_hidden_cell_is_solved_by_its_row():
    counts = peers.Shown(np.array([[HIDDEN, 20], [30, 40]]), np.array([24, 70]), np.array([34, 60]))
    puzzle = Puzzle({"": {"fear": left_open(counts, "threshold")}}, {})
    assert puzzle.proven("", "fear", 0, 0) == 4


def test_two_hidden_cells_hide_each_other():
    counts = peers.Shown(
        np.array([[HIDDEN, HIDDEN], [HIDDEN, HIDDEN]]), np.array([11, 12]), np.array([11, 12])
    )
    puzzle = Puzzle({"": {"fear": left_open(counts, "complementary")}}, {})
    assert puzzle.proven("", "fear", 0, 0) is None


def test_the_attackers_are_awake():
    found = peering.attack(WORLD, {"A": 20, "B": 5, "C": 20, "D": 40}, Random(5))
    for family in found.values():
        assert family["naive"]["proven"] == family["naive"]["attacks"] > 0
    assert found["B"]["threshold"]["proven"] == found["B"]["threshold"]["attacks"]
    assert found["C"]["threshold"]["proven"] > 0.7 * found["C"]["threshold"]["attacks"]
    assert found["A"]["threshold"]["proven"] > found["A"]["complementary"]["proven"]
    assert found["A"]["rounding"]["proven"] == found["A"]["cell key"]["proven"] == 0


def test_a_filter_that_is_never_shown_tells_nothing():
    columns = {name: CASES[name] for name in filtering.ASKED_BY}
    target = {"offence": 0, "age": 0, "stage": 5}
    assert filtering._put_together(columns, target, lambda _ids: HIDDEN, 1, Random(1)) is None


def test_a_case_that_comes_late_is_named_by_the_row_that_moved():
    before, after = (
        peers.Shown(np.array(cells), np.array(cells).sum(axis=1), np.array(cells).sum(axis=0))
        for cells in ([[5, 2], [7, 3]], [[5, 2], [8, 3]])
    )
    assert differencing.changed_row(before, after, 0) == 1
    assert differencing.changed_row(before, before, 0) is None
