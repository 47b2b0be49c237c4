"""Family B: whoever may filter freely isolates a case by filters none of which shows little.

The count of three answers together is put together of eight counts, each of sets of many answers with the wanted one
and without it (inclusion and exclusion). Where counts have noise or are rounded, many different sets are averaged, as
Asghar and Kaafar did (PETS 2020, "Averaging Attacks on Bounded Noise-based Disclosure Control Algorithms").
"""

from collections import Counter
from itertools import product
from random import Random
from typing import Any

import numpy as np

from infra.drills.disclosure import peers
from infra.drills.disclosure.peers import HIDDEN, CellKeys
from infra.drills.disclosure.worlds import World

ASKED_BY = ("offence", "age", "legal_stage", "mode", "quarter", "stage")
WAYS = 40
"""Different sets that are averaged."""


def attack(world: World, many: int, chance: Random) -> dict[str, Counter[str]]:
    """Attack counts of 1 to 10 that free filters give, `many` times for each peer; return how often it was right."""
    keys = CellKeys(chance.getrandbits(32))
    publish = {
        "naive": len,
        "threshold": lambda ids: peers.hidden_count(len(ids)),
        "rounding": lambda ids: peers.rounded_count(len(ids)),
        "cell key": keys.count,
    }
    found = {name: Counter[str]() for name in publish}
    records = world.records[world.records["year"] == world.years[-1]]
    columns = {name: np.ascontiguousarray(records[name]) for name in ASKED_BY}
    for target in _targets(records, columns, many, chance):
        true = int(_chosen(columns, {name: {value} for name, value in target.items()}).sum())
        for name, count in publish.items():
            told = _put_together(
                columns, target, count, 1 if name in ("naive", "threshold") else WAYS, chance
            )
            found[name]["attacks"] += 1
            found[name]["right"] += told == true
            found[name]["proven"] += told == true and name in ("naive", "threshold")
    return found


def _targets(records: Any, columns: dict[str, Any], many: int, chance: Random) -> list[dict[str, int]]:
    """Return as many sets of three answers that 1 to 10 cases have."""
    made: list[dict[str, int]] = []
    while len(made) < many:
        case = records[chance.randrange(len(records))]
        target = {name: int(case[name]) for name in chance.sample(ASKED_BY, 3)}
        if 1 <= _chosen(columns, {name: {value} for name, value in target.items()}).sum() <= peers.FEW:
            made.append(target)
    return made


def _put_together(
    columns: dict[str, Any], target: dict[str, int], count: Any, ways: int, chance: Random
) -> int | None:
    """Return what the published counts say of a target; None where one of them is never shown."""
    estimates = []
    for _ in range(ways * 3):
        others = {name: _some_others(columns[name], value, chance) for name, value in target.items()}
        told = _of_eight(columns, target, others, count)
        if told is not None:
            estimates.append(told)
        if len(estimates) == ways:
            break
    return round(float(np.mean(estimates))) if estimates else None


def _of_eight(
    columns: dict[str, Any], target: dict[str, int], others: dict[str, set[int]], count: Any
) -> int | None:
    whole = 0
    for with_it in product((True, False), repeat=len(target)):
        wanted = {
            name: others[name] | {value} if is_with else others[name]
            for (name, value), is_with in zip(target.items(), with_it, strict=True)
        }
        shown = count(np.flatnonzero(_chosen(columns, wanted)))
        if shown == HIDDEN:
            return None
        whole += shown * (-1) ** with_it.count(False)
    return whole


def _some_others(column: Any, value: int, chance: Random) -> set[int]:
    """Return other answers, so many that they are many cases."""
    other = [each for each in range(int(column.max()) + 1) if each != value]
    return set(chance.sample(other, chance.randint((len(other) + 1) // 2, len(other))))


def _chosen(columns: dict[str, Any], wanted: dict[str, set[int]]) -> Any:
    """Return which cases have one of the wanted answers to each question."""
    chosen = np.ones(len(next(iter(columns.values()))), bool)
    for name, values in wanted.items():
        known = np.zeros(64, bool)
        known[list(values)] = True
        chosen &= known[columns[name]]
    return chosen
