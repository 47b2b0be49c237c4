"""Family F: was this case in it? By an attacker that knows everybody else, and all of the case.

For each table the attacker knows what would be counted without the case, and where the case would stand. The likelihood
of what is shown with it, over that without it, summed over all tables of all domains of the case's life, is the best
test there is (Neyman and Pearson). Its advantage, right alarms less false ones, cannot pass 2 Φ(μ/2) - 1, where μ² is
twice what Gaussian noise spent (Dong, Roth and Su, "Gaussian Differential Privacy", 2022).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import erf, sqrt
from random import Random
from typing import Any
from uuid import UUID

import numpy as np

from infra.drills.disclosure.ours import Ours
from infra.drills.disclosure.reading import Look, Seen
from infra.drills.disclosure.worlds import COLUMNS_OF, ROWS_OF, World, cell_of, exact, handed
from network.reporting.plan import AGES, BY_ID, STAGES, TABLES, Level

NOBODY = UUID(int=7)
ALONE = 6
OF_A_LIFE = 12
"""Cases that are looked for in one life's figures."""


def bound(rho: Fraction | float) -> float:
    """Return the largest advantage, in points, that what was spent allows."""
    return 100 * erf(sqrt(2 * float(rho)) / 2 / sqrt(2))


@dataclass
class Trials:
    """Scores of cases that were in it and of cases that were not."""

    inside: list[float] = field(default_factory=list)
    outside: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.inside) + len(self.outside)

    def advantage(self) -> float:
        """Return right alarms less false ones in points: the alarm's threshold is learnt from every second trial."""
        learnt = _cut(self.inside[::2], self.outside[::2])
        rates = [np.mean(np.array(each[1::2]) >= learnt) for each in (self.inside, self.outside)]
        return 100 * float(rates[0] - rates[1])


def _cut(inside: Sequence[float], outside: Sequence[float]) -> float:
    scores = np.concatenate([inside, outside])
    order = np.argsort(-scores, kind="stable")
    is_in = np.arange(len(scores)) < len(inside)
    gained = np.cumsum(np.where(is_in[order], 1 / len(inside), -1 / len(outside)))
    # Equal scores are on one side together.
    last = np.append(np.diff(scores[order]) != 0, True)
    return float(scores[order][int(np.argmax(np.where(last, gained, -1)))])


def score(looks: Iterable[Look], table: str, at: tuple[int, int], without: int) -> float:
    """Return how much more likely what is shown of a cell is with one case more than without it."""
    cell = BY_ID[table].rows[at[0]], BY_ID[table].columns[at[1]]
    return sum(look.gain(cell, without) for look in looks)


def loudness(looks: Iterable[Look], table: str, at: tuple[int, int], without: int) -> float:
    """Return how much noise an empty cell has: a sign of somebody in it, for who supposes that nobody's has none."""
    if without:
        return 0.0
    cell = BY_ID[table].rows[at[0]], BY_ID[table].columns[at[1]]
    return sum(look.loudness(cell, without) for look in looks)


def of_releases(ours: Ours, many: int, chance: Random, *, is_series: bool = False) -> Trials:
    """Look for cases in what was released: real ones, and of chance ones that are not there.

    With `is_series` the attacker supposes that each release counts all years up to its own.
    """
    trials, known = Trials(), _Known(ours, is_series=is_series)
    years = ours.world.years[:1] if is_series else ours.world.years
    for number in range(many):
        year = chance.choice(years)
        program = chance.choice([each for each in ours.world.programs if each.first <= year <= each.last])
        places = [
            each
            for each in ours.seen.values()
            if program.number in each.members
            and each.is_published
            and (each.year >= year if is_series else each.year == year)
        ]
        records = ours.world.records
        mine = records[(records["program"] == program.number) & (records["year"] == year)]
        others = records if number % 2 else mine
        if not len(mine) or not places:
            continue
        case = others[chance.randrange(len(others))]
        found = known.score(places, case, is_in=not number % 2)
        (trials.outside if number % 2 else trials.inside).append(found)
    return trials


class _Known:
    """What the attacker knows of releases: the true counts of everybody."""

    def __init__(self, ours: Ours, *, is_series: bool) -> None:
        self.ours, self.is_series = ours, is_series
        self.made: dict[int, Any] = {}

    def score(self, places: Iterable[Seen], case: Any, *, is_in: bool) -> float:
        whole = 0.0
        for seen in places:
            for name, counts in self._counts(seen).items():
                at = cell_of(case, name)
                if looks := seen.looks(name):
                    whole += score(looks, name, at, int(counts[at]) - is_in)
        return whole

    def _counts(self, seen: Seen) -> Any:
        if id(seen) not in self.made:
            since = self.ours.world.years[0] if self.is_series else None
            tables = tuple(table for table in TABLES if seen.level in table.levels)
            mine = tuple(table for table in tables if table.is_late == (seen.kind == "later"))
            self.made[id(seen)] = exact(self.ours.truth(seen, since), mine)
        return self.made[id(seen)]


def of_lives(dense: World, sparse: World, lives: int, chance: Random) -> dict[str, Trials]:
    """Draw all figures of a case's life so many times, by the functions that the release job has, and look for cases.

    "shown" are documents, "stored" the noisy counts behind them; "alone" are cases with whom hardly anybody shares a
    cell, in states of few cases; "loud" looks for noise on them alone.
    """
    found = {name: Trials() for name in ("shown", "stored", "alone", "loud")}
    for life in range(lives):
        world, is_planted = (dense, sparse)[life % 2], life // 2 % 2 == 0
        places = [place for place in world.domains() if place[0] == Level.REGION]
        records = world.cases(*chance.choice(places), chance.choice(world.years))
        if not len(records):
            continue
        lonely = []
        for _ in range(ALONE):
            lonely.append(_alone(exact(records, TABLES), chance))
            if is_planted:
                records = np.append(records, _case_in(lonely[-1], records))
        counts = exact(records, TABLES)
        shown, stored = _figures(records)
        for cells in lonely if world is sparse else ():
            _note(found["alone"], stored, cells, counts, is_in=is_planted)
            _note(found["loud"], stored, cells, counts, is_in=is_planted, score_of=loudness)
        for number in range(2 * OF_A_LIFE):
            case = records[chance.randrange(len(records))]
            cells = {table.id: cell_of(case, table.id) for table in TABLES}
            for name, looks in (("shown", shown), ("stored", stored)):
                _note(found[name], looks, cells, counts, is_in=number % 2 == 0)
    return found


def _note(trials: Trials, looks: Any, cells: Any, counts: Any, *, is_in: bool, score_of: Any = score) -> None:
    whole = sum(
        score_of(looks[name], name, at, max(int(counts[name][at]) - is_in, 0)) for name, at in cells.items()
    )
    (trials.inside if is_in else trials.outside).append(whole)


def _alone(counts: Any, chance: Random) -> dict[str, tuple[int, int]]:
    """Return cells that one case can be in, of which as many as there are have nobody in them."""
    stage, age = chance.randrange(len(STAGES)), chance.randrange(len(AGES))
    made = {}
    for table in TABLES:
        cells = [
            (table.rows.index(row), table.columns.index(column))
            for row, column in table.cells
            if (not table.is_funnel or table.columns.index(column) == stage)
            and (ROWS_OF[table.id] != "age" or table.rows.index(row) == age)
        ]
        empty = [at for at in cells if not counts[table.id][at]]
        made[table.id] = chance.choice(empty or cells)
    return made


def _case_in(cells: dict[str, tuple[int, int]], records: Any) -> Any:
    """Return a case that is in these cells."""
    case = records[:1].copy()
    for name, (row, column) in cells.items():
        case[ROWS_OF[name]], case[COLUMNS_OF[name]] = row, column
    return case


def _figures(records: Any) -> tuple[dict[str, list[Look]], dict[str, list[Look]]]:
    """Draw what is ever published of a case in these records: nation, region and network, the year and later."""
    from network.reporting import document, preparing

    counts = handed(records, TABLES)
    flat = {
        name: {(row, column): n for row, line in rows.items() for column, n in line.items()}
        for name, rows in counts.items()
    }
    shown: dict[str, list[Look]] = {table.id: [] for table in TABLES}
    stored: dict[str, list[Look]] = {table.id: [] for table in TABLES}
    for level in Level:
        for is_late in (False, True):
            tables = tuple(each for each in TABLES if level in each.levels and each.is_late == is_late)
            drawn = preparing.draw({NOBODY: flat}, [NOBODY], tables, level, 1)
            fitted = document.fit(drawn, tables, level, 1)
            head = document.Head("year", 2026, level, "x", "x", 1, date(2027, 3, 1), 5)
            cells = {key: (round(cell.value), cell.variance**0.5) for key, cell in fitted.cells.items()}
            seen = Seen(level, "x", 2026, "year", (), [document.write(head, fitted, tables)], [cells])
            for table in tables:
                shown[table.id] += seen.looks(table.id)
                stored[table.id] += seen.strict_looks(table.id)
    return shown, stored
