"""What an attacker reads off a document of ours: how likely each true count is, given what is shown of a cell.

The attacker knows all of the method, as everybody does: the noise is Gaussian with the standard deviation that the
document names, then counts are rounded to 5, and below 10 only said to be low. Several documents of one release, where
there are any, are several looks at the same cell.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import erf, log, sqrt
from typing import Any

import numpy as np

from network.reporting.plan import Level
from network.reporting.ranges import FEW, ROUNDED_TO

CERTAIN = 0.95
"""From this probability on an attacker says that it knows."""
LEAST = 1e-300
SMALL = range(1, 11)
"""The counts that are to stay unknown."""


@dataclass
class Seen:
    """What could be read of one domain and year: each different document, and the noisy counts behind them.

    No audience can read `stored`: it stands for whoever undoes all rounding, by shares and sums.
    """

    level: Level
    code: str
    year: int
    kind: str
    members: tuple[int, ...]
    documents: list[Mapping[str, Any]] = field(default_factory=list)
    stored: list[Mapping[tuple[str, str, str], tuple[float, float]]] = field(default_factory=list)
    read_of: dict[tuple[str, int], list["Look"]] = field(default_factory=dict)

    @property
    def is_published(self) -> bool:
        return any(each["state"] == "published" for each in self.documents)

    def read(self, document: Mapping[str, Any]) -> None:
        """Keep a document that was fetched, unless it is one that was fetched before."""
        if digest(document) not in {digest(each) for each in self.documents}:
            self.documents.append(document)

    def looks(self, table: str) -> list["Look"]:
        """Return each look at a table's cells."""
        key = table, len(self.documents)
        if key not in self.read_of:
            found = [_look(each, table) for each in self.documents if each["state"] == "published"]
            self.read_of[key] = [each for each in found if each is not None]
        return self.read_of[key]

    def strict_looks(self, table: str) -> list["Look"]:
        """Return each look at a table's cells before rounding."""
        made = []
        for cells in self.stored:
            mine = {(row, column): told for (name, row, column), told in cells.items() if name == table}
            if mine:
                made.append(Look({key: (value, value) for key, (value, _sd) in mine.items()}, _widest(mine)))
        return made


@dataclass(frozen=True)
class Look:
    """A table's cells as ranges of the noisy count, and the standard deviation of the noise."""

    cells: Mapping[tuple[str, str], tuple[float, float]]
    sd: float

    def log_likelihoods(self, cell: tuple[str, str], counts: Sequence[int] | Any) -> Any:
        """Return how likely what is shown is for each true count, as logarithms."""
        low, high = self.cells[cell]
        return np.array([log(max(self._between(low, high, count), LEAST)) for count in counts])

    def gain(self, cell: tuple[str, str], without: int) -> float:
        """Return how much more likely what is shown is with one case more, as a logarithm."""
        low, high = self.cells[cell]
        with_it, without_it = (self._between(low, high, count) for count in (without + 1, without))
        return log(max(with_it, LEAST) / max(without_it, LEAST))

    def loudness(self, cell: tuple[str, str], without: int) -> float:
        """Return how far what is shown is from the true count, in standard deviations, squared."""
        low, high = self.cells[cell]
        return ((max(low, -3 * self.sd) + high) / 2 - without) ** 2 / self.sd**2

    def _between(self, low: float, high: float, count: int) -> float:
        return _below((high + 0.5 - count) / self.sd) - _below((low - 0.5 - count) / self.sd)


def digest(document: Mapping[str, Any]) -> str:
    """Return what tells one document from another."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def posterior(looks: Iterable[Look], cell: tuple[str, str], prior: Any, counts: Sequence[int] = SMALL) -> Any:
    """Return how probable each count is for who has seen some looks at a cell."""
    weights = np.log(np.maximum(prior, 1e-12))
    for look in looks:
        weights = weights + look.log_likelihoods(cell, counts)
    weights = np.exp(weights - weights.max())
    return weights / weights.sum()


def _look(document: Mapping[str, Any], name: str) -> Look | None:
    table = next((each for each in document["tables"] if each["id"] == name), None)
    if table is None:
        return None
    shown = {
        (each["row"], each["column"]): _range(each["count"]) for each in table["cells"] if each["mark"] != "z"
    }
    return Look(shown, table["sd"])


def _range(count: int | None) -> tuple[float, float]:
    """Return from which noisy count to which one a cell is shown so."""
    if count is None:
        return -1e6, FEW - 1
    return max(count - ROUNDED_TO // 2, FEW), count + ROUNDED_TO // 2


def _widest(cells: Mapping[tuple[str, str], tuple[float, float]]) -> float:
    return max(sd for _value, sd in cells.values())


def _below(value: float) -> float:
    return 0.5 * (1 + erf(value / sqrt(2)))
