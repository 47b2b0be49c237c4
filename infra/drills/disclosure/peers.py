"""What others do with small counts, each by its own rule: what they publish of true tables, with their totals.

- naive: everything as it is;
- threshold: 1 to 10 is not shown (the cell size policy of the Centers for Medicare & Medicaid Services);
- complementary: beside it a second cell of each row and column, so that no total gives the first away;
- rounding: below 10 not shown, the rest to base 5 (the "10-5 rule" of the Office for National Statistics' package
  `cell-key-perturbation`);
- cell key: each record has a key for ever, the keys of a cell's records name its noise (Fraser and Wooton 2005; here 5
  at most, variance 3, nothing on zeros, as in Destatis' `ptable`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from infra.drills.disclosure.worlds import COLUMNS_OF, ROWS_OF, Records, exact
from network.reporting.plan import BY_ID

FEW = 10
"""The largest count that is small."""
BASE = 5
FURTHEST, VARIANCE = 5, 3.0
HIDDEN = -1


@dataclass(frozen=True)
class Shown:
    """A table as it is published: cells, totals of rows and of columns; HIDDEN where nothing is shown."""

    cells: Any
    rows: Any
    columns: Any


Publish = Callable[[Records, str], Shown]
"""Publishes one table of some records."""


def naive(records: Records, table: str) -> Shown:
    """Publish everything."""
    counts = exact(records, (BY_ID[table],))[table]
    return Shown(counts, counts.sum(axis=1), counts.sum(axis=0))


def threshold(records: Records, table: str) -> Shown:
    """Publish all but 1 to 10."""
    told = naive(records, table)
    return Shown(_hidden(told.cells), _hidden(told.rows), _hidden(told.columns))


def complementary(records: Records, table: str) -> Shown:
    """Hide also the smallest other cell of each row and column in which one alone is hidden, until none is alone."""
    told, shown = naive(records, table), threshold(records, table)
    cells = shown.cells.copy()
    while True:
        before = (cells == HIDDEN).sum()
        for lines, true in ((cells, told.cells), (cells.T, told.cells.T)):
            for line, counts in zip(lines, true, strict=True):
                # A zero tells nothing that is to be hidden, and hides nothing.
                if (line == HIDDEN).sum() == 1 and (open_ := np.flatnonzero(line > 0)).size:
                    line[open_[np.argmin(counts[open_])]] = HIDDEN
        if (cells == HIDDEN).sum() == before:
            return Shown(cells, shown.rows, shown.columns)


def rounding(records: Records, table: str) -> Shown:
    """Publish multiples of 5 from 10 on; each total is rounded by itself."""
    told = naive(records, table)
    return Shown(*(_rounded(each) for each in (told.cells, told.rows, told.columns)))


class CellKeys:
    """Publishes counts with the noise that their records' keys name; the same records are the same answer for ever."""

    def __init__(self, seed: int, many: int = 1 << 20) -> None:
        self.keys = np.random.default_rng(seed).random(many)
        self.noise = np.arange(-FURTHEST, FURTHEST + 1)
        self.chances = np.array([_chances(count) for count in range(FURTHEST + 1)])

    def table(self, records: Records, name: str, ids: Any) -> Shown:
        """Publish a table of records with these ids."""
        true, table = naive(records, name), BY_ID[name]
        shape = (len(table.rows), len(table.columns))
        flat = records[ROWS_OF[name]] * shape[1] + records[COLUMNS_OF[name]]
        keys = np.bincount(flat, weights=self.keys[ids], minlength=shape[0] * shape[1]).reshape(shape)
        sides = ((true.cells, keys), (true.rows, keys.sum(axis=1)), (true.columns, keys.sum(axis=0)))
        return Shown(*(self._perturbed(counts, sums % 1) for counts, sums in sides))

    def count(self, ids: Any) -> int:
        """Publish how many records these are."""
        return int(self._perturbed(np.array([len(ids)]), np.array([self.keys[ids].sum() % 1]))[0])

    def _perturbed(self, counts: Any, keys: Any) -> Any:
        rows = self.chances[np.minimum(counts, FURTHEST)].cumsum(axis=-1)
        moved = self.noise[np.minimum((keys[..., None] >= rows).sum(axis=-1), 2 * FURTHEST)]
        return np.where(counts == 0, 0, counts + moved)


def hidden_count(count: int) -> int:
    """Return a count as the threshold publishes it."""
    return HIDDEN if 1 <= count <= FEW else count


def rounded_count(count: int) -> int:
    """Return a count as rounding publishes it."""
    return HIDDEN if count < FEW else BASE * round(count / BASE)


def _hidden(counts: Any) -> Any:
    return np.where((counts >= 1) & (counts <= FEW), HIDDEN, counts)


def _rounded(counts: Any) -> Any:
    return np.where(counts < FEW, HIDDEN, BASE * np.rint(counts / BASE).astype(int))


def _chances(count: int) -> Any:
    """Return how likely each noise is on a count: the most even one without bias, of a variance, never below 0.

    That is exp(a d + b d²), with a and b by Newton's method.
    """
    noise = np.arange(-FURTHEST, FURTHEST + 1, dtype=float)
    if not count:
        return (noise == 0).astype(float)
    given, moments = np.array([0.0, -0.1]), np.stack([noise, noise**2])
    for _ in range(300):
        weights = np.where(noise >= -count, np.exp(given @ moments), 0)
        chances = weights / weights.sum()
        means = moments @ chances
        spread = (moments * chances) @ moments.T - np.outer(means, means)
        given -= 0.3 * np.linalg.solve(spread, means - np.array([0.0, VARIANCE]))
    return chances
