"""Families C and D: one late case between two publications, and a program that takes its own counts away.

C: a case arrives late, and tables are published again. Whoever compares both learns each answer of that case where one
row alone can have changed. D: a program knows its own cases; what is left of a cell over them is other programs'.
"""

from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

import numpy as np

from infra.drills.disclosure import peers
from infra.drills.disclosure.peers import HIDDEN, CellKeys, Shown
from infra.drills.disclosure.worlds import YEAR_TABLES, World, cell_of, exact
from network.reporting.plan import Level

FUNNELS = tuple(table for table in YEAR_TABLES if table.is_funnel)
"""All six answers about a case: its type, offence, age, legal stage, mode and quarter."""
PLAIN = {
    "naive": peers.naive,
    "threshold": peers.threshold,
    "complementary": peers.complementary,
    "rounding": peers.rounding,
}


def changed_row(before: Shown, after: Shown, column: int) -> int | None:
    """Return the only row in which a case of a known column can have arrived; None where more than one can."""
    moved = (before.cells[:, column] != after.cells[:, column]) | (before.rows != after.rows)
    if moved.any():
        rows = np.flatnonzero(moved)
        return int(rows[0]) if len(rows) == 1 else None
    silent = (before.cells[:, column] == HIDDEN) & (before.rows == HIDDEN)
    rows = np.flatnonzero(silent)
    return int(rows[0]) if len(rows) == 1 else None


def late(world: World, many: int, chance: Random) -> dict[str, Counter[str]]:
    """Publish regions' and networks' tables without a case and again with it, `many` times for each peer."""
    found: dict[str, Counter[str]] = {}
    keys = CellKeys(chance.getrandbits(32))
    places = [place for place in world.domains() if place[0] != Level.NATION]
    for _ in range(many):
        records = world.cases(*chance.choice(places), chance.choice(world.years))
        if len(records) < 2:
            continue
        at = chance.randrange(len(records))
        fewer = np.delete(np.arange(len(records)), at)
        for rule in (*PLAIN, "cell key"):
            tally = found.setdefault(rule, Counter())
            learnt = [
                changed_row(*_twice(rule, keys, records, fewer, table.id), int(records[at]["stage"]))
                for table in FUNNELS
            ]
            true = [cell_of(records[at], table.id)[0] for table in FUNNELS]
            tally["attacks"] += 1
            tally["proven"] += learnt == true
            tally["right"] += learnt == true
    return found


def _twice(rule: str, keys: CellKeys, records: Any, fewer: Any, table: str) -> tuple[Shown, Shown]:
    if rule == "cell key":
        return (
            keys.table(records[fewer], table, fewer),
            keys.table(records, table, np.arange(len(records))),
        )
    return PLAIN[rule](records[fewer], table), PLAIN[rule](records, table)


def insider(world: World, many: int, chance: Random) -> dict[str, Counter[str]]:
    """Let programs take their own counts off cells of their domain; return how often the rest, 1 to 10, was right."""
    found: dict[str, Counter[str]] = {}
    keys = CellKeys(chance.getrandbits(32))
    done = 0
    for _ in range(many * 20):
        if done >= many:
            break
        program, year = chance.choice(world.programs), chance.choice(world.years)
        records = world.cases(Level.REGION, program.region, year)
        table = chance.choice(FUNNELS).id
        own = exact(records[records["program"] == program.number])[table]
        rest = exact(records)[table] - own
        cells = np.argwhere((rest >= 1) & (rest <= peers.FEW))
        if not len(cells):
            continue
        row, column = cells[chance.randrange(len(cells))]
        done += 1
        for rule in (*PLAIN, "cell key"):
            if rule == "cell key":
                shown = keys.table(records, table, np.arange(len(records)))
            else:
                shown = PLAIN[rule](records, table)
            told = int(shown.cells[row, column]) - int(own[row, column])
            is_shown = shown.cells[row, column] != HIDDEN
            tally = found.setdefault(rule, Counter())
            tally["attacks"] += 1
            tally["right"] += bool(is_shown and told == rest[row, column])
            tally["proven"] += bool(is_shown and rule in ("naive", "threshold", "complementary"))
    return found


def learnt_of_ours(before: Mapping[str, Any], after: Mapping[str, Any], stage: str) -> list[str | None]:
    """Return which row of each funnel table two documents give away, as `changed_row` does with tables of peers."""
    told = []
    for table in FUNNELS:
        shown = [
            {
                each["row"]: (each["count"], each["mark"])
                for found in document["tables"]
                if found["id"] == table.id
                for each in found["cells"]
                if each["column"] == stage
            }
            for document in (before, after)
        ]
        rows = [row for row in shown[0] if shown[0][row] != shown[1].get(row)]
        told.append(rows[0] if len(rows) == 1 else None)
    return told
