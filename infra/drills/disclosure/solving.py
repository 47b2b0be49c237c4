"""Family A: all tables of a domain and a year are solved at once for one cell, by integers (HiGHS).

Every cell and every total is a whole number within what its publisher's rule leaves open. Rows and columns add up; the
funnel's tables count the same cases by the same stages, and tables by age the same cases by age. Where the smallest
and the largest value that fit are the same, the cell is proven. This is how Dinur and Nissim (PODS 2003), and the
Census Bureau on its own tables of 2010, rebuilt what was published as aggregates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from infra.drills.disclosure.peers import BASE, FEW, FURTHEST, HIDDEN, Shown
from infra.drills.disclosure.worlds import ROWS_OF
from network.reporting.plan import BY_ID

MANY = 100_000
LONGEST = 2.0
"""Seconds for one question to the solver; a cell that takes longer is not proven."""
SIGMAS = 4
"""How much of Gaussian noise an attacker takes for possible, in standard deviations: it has no end."""


@dataclass(frozen=True)
class Open:
    """The smallest and the largest value that a publisher's rule leaves to each cell and total of a table."""

    cells: tuple[Any, Any]
    rows: tuple[Any, Any]
    columns: tuple[Any, Any]


def left_open(shown: Shown, rule: str) -> Open:
    """Return what a peer's rule leaves open of a published table."""
    sides = (shown.cells, shown.rows, shown.columns)
    return Open(*(_bounds(each, rule, is_cell=each is shown.cells) for each in sides))


def _bounds(shown: Any, rule: str, *, is_cell: bool) -> tuple[Any, Any]:
    hidden = shown == HIDDEN
    if rule == "rounding":
        return np.where(hidden, 0, np.maximum(shown - BASE // 2, FEW)), np.where(
            hidden, FEW - 1, shown + BASE // 2
        )
    if rule == "cell key":
        return np.where(shown > 0, np.maximum(shown - FURTHEST, 1), 0), shown + FURTHEST
    # A cell that hides another may be of any size.
    most = MANY if rule == "complementary" and is_cell else FEW
    return np.where(hidden, 1, shown), np.where(hidden, most, shown)


class Puzzle:
    """The tables of domains of one year, as one integer program; `parts` of a whole add up to it, cell by cell."""

    def __init__(self, domains: Mapping[str, Mapping[str, Open]], parts: Mapping[str, Sequence[str]]) -> None:
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("time_limit", LONGEST)
        self.cells: dict[tuple[str, str, int, int], Any] = {}
        for name, tables in domains.items():
            shared: dict[tuple[str, int], Any] = {}
            for table, each in tables.items():
                self._add(name, table, each, shared)
        for whole, names in parts.items():
            for (domain, *cell), variable in list(self.cells.items()):
                if domain == whole and (names[0], *cell) in self.cells:
                    sums = [self.cells[name, *cell] for name in names]
                    self.solver.addConstr(self.solver.qsum(sums) == variable)

    def _add(self, domain: str, name: str, table: Open, shared: dict[tuple[str, int], Any]) -> None:
        low, high = table.cells
        variables = [
            [self._whole(low[row, column], high[row, column]) for column in range(low.shape[1])]
            for row in range(low.shape[0])
        ]
        for row, line in enumerate(variables):
            for column, variable in enumerate(line):
                self.cells[domain, name, row, column] = variable
            self._total(shared, (ROWS_OF[name], row), line, table.rows, row)
        margin = "stage" if BY_ID[name].is_funnel else name
        for column in range(low.shape[1]):
            line = [each[column] for each in variables]
            self._total(shared, (margin, column), line, table.columns, column)

    def _total(
        self, shared: dict[tuple[str, int], Any], key: tuple[str, int], line: list[Any], ends: Any, at: int
    ) -> None:
        """Let cells add up to a total that other tables may have too, each with what it leaves open of it."""
        sums = self.solver.qsum(line)
        if key not in shared:
            shared[key] = self._whole(0, MANY)
        self.solver.addConstr(sums == shared[key])
        self.solver.addConstr(sums >= float(ends[0][at]))
        self.solver.addConstr(sums <= float(ends[1][at]))

    def _whole(self, low: float, high: float) -> Any:
        return self.solver.addVariable(lb=float(low), ub=float(high), type=highspy.HighsVarType.kInteger)

    def proven(self, domain: str, table: str, row: int, column: int) -> int | None:
        """Return the only value that a cell can have; None where there are several, or none fits what is shown."""
        wanted = self.cells[domain, table, row, column]
        ends = []
        for solve in (self.solver.minimize, self.solver.maximize):
            solve(wanted)
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
            ends.append(round(self.solver.getObjectiveValue()))
        return ends[0] if ends[0] == ends[1] else None


def open_of_ours(looks: Mapping[str, Any], totals: Mapping[str, tuple[float, float]]) -> dict[str, Open]:
    """Return what a document of ours leaves open, for an attacker that takes noise to end at some deviations.

    `looks` are `reading.Look`s by table, `totals` the published sums of stages with their standard deviation.
    """
    made = {}
    for name, look in looks.items():
        table = BY_ID[name]
        low = np.zeros((len(table.rows), len(table.columns)))
        high = np.zeros_like(low)
        for (row, column), (least, most) in look.cells.items():
            at = table.rows.index(row), table.columns.index(column)
            low[at] = max(np.ceil(least - SIGMAS * look.sd), 0)
            high[at] = max(np.floor(most + SIGMAS * look.sd), low[at])
        columns = np.zeros(len(table.columns)), np.full(len(table.columns), float(MANY))
        for number, column in enumerate(table.columns if table.is_funnel else ()):
            if column in totals:
                value, spread = totals[column]
                columns[0][number] = max(value - spread, 0)
                columns[1][number] = value + spread
        rows = np.zeros(len(table.rows)), np.full(len(table.rows), float(MANY))
        made[name] = Open((low, high), rows, columns)
    return made
