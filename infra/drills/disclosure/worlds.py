"""Worlds to attack: programs and their cases of several years, each with an answer for every table of the plan.

Programs are many and uneven (a median of so many cases a year, lognormal, as real ones are), with offences, stages and
answers that differ from one to the next. `figures.records` makes a world of real records instead.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import numpy as np

from network.reporting import plan
from network.reporting.plan import BY_ID, MET, MODES, STAGES, TABLES, Level, Table

Records = Any
"""A structured array: a case a row, for each field of `FIELDS` the number of its value."""
Exact = dict[str, Any]
"""By table, how many cases are in each cell: an array of rows by columns."""

OF_AGE = ("restitution", "victim_satisfied", "offender_satisfied", "new_offence")
ROWS_OF = {table.id: "age" if table.id in OF_AGE else table.id for table in TABLES} | {"fear": "everybody"}
"""By table, the field that says in which row a case is."""
COLUMNS_OF = {table.id: "stage" if table.is_funnel else table.id for table in TABLES}
FIELDS = (
    *("program", "year", "type", "offence", "age", "legal_stage", "mode", "quarter", "stage", "everybody"),
    *("restitution", "victim_satisfied", "offender_satisfied", "fear", "new_offence"),
)
DTYPE = np.dtype([(name, np.int32) for name in FIELDS])
YEAR_TABLES = tuple(table for table in TABLES if not table.is_late)
NOBODY_MET = MODES.index("none")
MEDIATED = frozenset(STAGES.index(stage) for stage in MET)
NATION = "country:us"
REGIONS = tuple(
    f"us-state:{code}" for code in ("MN", "WI", "IA", "ND", "SD", "IL", "MI", "OH", "IN", "MO", "KS", "NE")
)


@dataclass(frozen=True)
class Program:
    """One that contributes: where it is, from which year to which one, and how many cases it has in most years."""

    number: int
    region: str
    network: int | None
    size: float
    first: int
    last: int

    @property
    def key(self) -> UUID:
        """Return the id by which the rules of `network.reporting` know it."""
        return UUID(int=self.number + 1)


@dataclass
class World:
    """Programs, their cases by the year in which these are counted, and the years."""

    name: str
    programs: list[Program]
    records: Records
    years: tuple[int, ...]
    chance: Random = field(default_factory=Random)

    def members(self, level: Level, code: str, year: int) -> list[Program]:
        """Return the programs of a domain that contribute in a year."""
        there = [each for each in self.programs if each.first <= year <= each.last]
        if level == Level.NATION:
            return there
        if level == Level.REGION:
            return [each for each in there if each.region == code]
        return [each for each in there if each.network is not None and str(each.network) == code]

    def domains(self) -> list[tuple[Level, str]]:
        """Return every domain that there is in any year."""
        regions = sorted({each.region for each in self.programs})
        networks = sorted({each.network for each in self.programs if each.network is not None})
        return [
            (Level.NATION, NATION),
            *((Level.REGION, code) for code in regions),
            *((Level.NETWORK, str(number)) for number in networks),
        ]

    def cases(self, level: Level, code: str, year: int) -> Records:
        """Return the cases of a domain that are counted in a year."""
        numbers = [each.number for each in self.members(level, code, year)]
        found = self.records[self.records["year"] == year]
        return found[np.isin(found["program"], numbers)]


def exact(records: Records, tables: tuple[Table, ...] = YEAR_TABLES) -> Exact:
    """Return the true tables of some cases."""
    made = {}
    for table in tables:
        shape = (len(table.rows), len(table.columns))
        flat = records[ROWS_OF[table.id]] * shape[1] + records[COLUMNS_OF[table.id]]
        made[table.id] = np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape)
    return made


def cell_of(case: Any, table: str) -> tuple[int, int]:
    """Return the row and the column of a table in which a case is."""
    return int(case[ROWS_OF[table]]), int(case[COLUMNS_OF[table]])


def possible(table: Table) -> Any:
    """Return which cells of a table a case can be in."""
    return np.array([[(row, column) in table.cells for column in table.columns] for row in table.rows])


def handed(records: Records, tables: tuple[Table, ...]) -> dict[str, dict[str, dict[str, int]]]:
    """Return a program's cases as it hands them in: by table, row and column, where there are any."""
    told: dict[str, dict[str, dict[str, int]]] = {}
    for name, counts in exact(records, tables).items():
        table = BY_ID[name]
        for row, column in zip(*np.nonzero(counts), strict=True):
            cells = told.setdefault(name, {}).setdefault(table.rows[row], {})
            cells[table.columns[column]] = int(counts[row, column])
    return told


def synthetic(
    seed: int,
    *,
    programs: int = 60,
    regions: int = 6,
    networks: int = 4,
    median: float = 85,
    years: tuple[int, ...] = (2021, 2022, 2023),
    moving: float = 0.2,
    joined: float = 0.6,
) -> World:
    """Return a world of chance; in every third region programs join and leave on the way."""
    chance = Random(seed)
    made = []
    for number in range(programs):
        # The difference of one program keeps a domain from being published: elsewhere there are figures to attack.
        is_moving = number % regions % 3 == 0
        first = chance.choice(years) if is_moving and chance.random() < moving else years[0]
        last = chance.choice(years) if is_moving and chance.random() < moving else years[-1]
        made.append(
            Program(
                number,
                region=REGIONS[number % regions],
                # A network is nearly a state, which is what makes differences small.
                network=number % networks if networks and chance.random() < joined else None,
                size=chance.lognormvariate(np.log(median), 0.8),
                first=min(first, last),
                last=max(first, last),
            )
        )
    records = np.concatenate(
        [some_cases(each, year, chance) for each in made for year in years if each.first <= year <= each.last]
    )
    return World(f"synthetic, {programs} programs of {median:g}", made, records, years, chance)


def some_cases(program: Program, year: int, chance: Random) -> Records:
    """Return cases of chance of one program: what is rare in the field is rare here, and differs between programs."""
    dice = np.random.default_rng(chance.getrandbits(32))
    many = max(1, dice.poisson(program.size))
    made = np.zeros(many, DTYPE)
    made["program"], made["year"] = program.number, year
    made["type"] = int(np.random.default_rng(program.number).choice(5, p=[0.25, 0.3, 0.25, 0.15, 0.05]))
    own = np.random.default_rng(program.number + 10_000)
    _fill(made, "offence", own.dirichlet([6, 4, 4, 0.6, 1.2]), dice)
    _fill(made, "age", own.dirichlet([5, 2]), dice)
    _fill(made, "legal_stage", own.dirichlet([4, 3, 2, 0.6, 0.2, 1.2]), dice)
    _fill(made, "quarter", [0.25] * 4, dice)
    _fill(made, "stage", own.dirichlet([2, 3, 1.5, 0.5, 2, 8]), dice)
    complete(made, dice)
    return made


def complete(made: Records, dice: Any) -> None:
    """Fill in what follows from a case's stage: how the two met, and what came of it."""
    met = np.isin(made["stage"], list(MEDIATED))
    _fill(made, "mode", [0.8, 0.05, 0.15, 0], dice)
    made["mode"][~met] = NOBODY_MET
    agreed = made["stage"] >= STAGES.index("agreed")
    _fill(made, "restitution", [0.35, 0.1, 0.15, 0.4], dice)
    made["restitution"][~agreed] = 0
    for name, yes in (("victim_satisfied", 0.55), ("offender_satisfied", 0.6)):
        _fill(made, name, [yes, 0.1, 0.9 - yes], dice)
        made[name][~met] = plan.ANSWERS.index("no_answer")
    _fill(made, "fear", [0.35, 0.2, 0.03, 0.42], dice)
    made["fear"][~met] = BY_ID["fear"].columns.index("no_answer")
    _fill(made, "new_offence", [0.15, 0.5, 0.35], dice)


def _fill(made: Records, name: str, chances: Any, dice: Any) -> None:
    made[name] = dice.choice(len(chances), size=len(made), p=np.asarray(chances) / np.sum(chances))


def fixtures(seed: int, size: float = 200) -> World:
    """Return a world of what passes every simple rule: differences of one program, or of a few.

    A network that is its state without one program (MN), a program that joins (WI) and one that leaves (IA) between two
    releases, and a network without three programs of its state, two of which may collude (ND).
    """
    made = []
    for place, region in enumerate(REGIONS[:4]):
        for number in range(8):
            key, first, last = 8 * place + number, 2021, 2022
            network = {0: 0 if number < 7 else None, 3: 1 if number < 5 else None}.get(place)
            if number == 7:
                first, last = (2022, 2022) if place == 1 else (2021, 2021 if place == 2 else 2022)
            made.append(Program(key, region, network, 4 * size if place == 3 else size, first, last))
    chance = Random(seed)
    years = (2021, 2022)
    parts = [some_cases(each, year, chance) for each in made for year in range(each.first, each.last + 1)]
    return World("differences", made, np.concatenate(parts), years, chance)
