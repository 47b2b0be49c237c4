"""Every family against what others do, on one world: the drill's attackers are awake where these break."""

from collections import Counter
from random import Random
from typing import Any

import numpy as np

from infra.drills.disclosure import differencing, filtering
from infra.drills.disclosure.differencing import PLAIN
from infra.drills.disclosure.peers import FEW, CellKeys
from infra.drills.disclosure.solving import Puzzle, left_open
from infra.drills.disclosure.worlds import NATION, YEAR_TABLES, World, exact
from network.reporting.plan import Level

UNLINKED = ("rounding", "cell key")
"""Domains whose tables are solved each alone: ranges of so many cells at once take an integer program minutes."""
Tallies = dict[str, dict[str, Counter[str]]]
"""By family and peer: attacks, and how many of them were right, and proven."""


def attack(world: World, attacks: dict[str, int], chance: Random) -> Tallies:
    """Attack all peers; `attacks` says how many of each family."""
    return {
        "A": reconstructed(world, attacks["A"], chance),
        "B": filtering.attack(world, attacks["B"], chance),
        "C": differencing.late(world, attacks["C"], chance),
        "D": differencing.insider(world, attacks["D"], chance),
    }


def reconstructed(world: World, many: int, chance: Random) -> dict[str, Counter[str]]:
    """Solve the tables of a year's nation and regions for cells of 1 to 10, for each peer."""
    keys, found = CellKeys(chance.getrandbits(32)), {}
    year = world.years[-1]
    places = [place for place in world.domains() if place[0] != Level.NETWORK]
    records = {code: world.cases(level, code, year) for level, code in places}
    regions = [code for level, code in places if level == Level.REGION and len(records[code])]
    targets = [
        (code, name, int(row), int(column), int(counts[row, column]))
        for code in (NATION, *regions)
        for name, counts in exact(records[code]).items()
        for row, column in np.argwhere((counts >= 1) & (counts <= FEW))
    ]
    chosen = chance.sample(targets, min(many, len(targets)))
    for rule in (*PLAIN, "cell key"):
        tables = {code: _open(rule, keys, records[code]) for code in (NATION, *regions)}
        found[rule] = _solve(tables, chosen, {} if rule in UNLINKED else {NATION: regions})
    return found


def _open(rule: str, keys: CellKeys, records: Any) -> dict[str, Any]:
    ids = np.arange(len(records))
    return {
        table.id: left_open(
            PLAIN[rule](records, table.id) if rule in PLAIN else keys.table(records, table.id, ids), rule
        )
        for table in YEAR_TABLES
    }


def _solve(tables: dict[str, Any], targets: list[Any], parts: Any) -> Counter[str]:
    whole = Puzzle(tables, parts) if parts else None
    alone: dict[str, Puzzle] = {}
    tally: Counter[str] = Counter()
    for code, name, row, column, true in targets:
        if whole is None and code not in alone:
            alone[code] = Puzzle({code: tables[code]}, {})
        told = (whole or alone[code]).proven(code, name, row, column)
        tally["attacks"] += 1
        tally["right"] += told == true
        tally["proven"] += told == true
    return tally
