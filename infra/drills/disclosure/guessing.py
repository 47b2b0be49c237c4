"""Families D and G against ours: the best guess of a count of 1 to 10, with the figures and without any.

The guesser is given that the count is one of 1 to 10, and how often each of them is in such tables (its prior); without
figures it says the most frequent one. With figures it weighs each by how likely what it sees is, over every document
and every domain of the same programs. An insider takes its own counts away first. Who is 95 % sure says that it knows.
"""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np

from infra.drills.disclosure.ours import Ours
from infra.drills.disclosure.reading import CERTAIN, SMALL, Seen, posterior
from infra.drills.disclosure.worlds import YEAR_TABLES, exact
from network.reporting.plan import BY_ID, Level


def attack(ours: Ours, many: int, chance: Random, *, inside: bool, strict: bool = False) -> Counter[str]:
    """Guess `many` counts of 1 to 10 of published domains; `inside` as a program that is in them.

    `strict` gives the guesser the noisy counts before they are rounded, which nobody can fetch.
    """
    targets = list(_targets(ours, inside=inside, chance=chance))
    priors = _priors(targets)
    tally: Counter[str] = Counter()
    for seen, table, row, column, own, true in chance.sample(targets, min(many, len(targets))):
        prior = priors[seen.level, table]
        cell = BY_ID[table].rows[row], BY_ID[table].columns[column]
        looks = [
            look
            for each in _alike(ours, seen)
            for look in (each.strict_looks(table) if strict else each.looks(table))
        ]
        weights = posterior(looks, cell, prior, [each + own for each in SMALL])
        best = int(np.argmax(weights))
        tally["attacks"] += 1
        tally["right"] += SMALL[best] == true
        tally["right without figures"] += SMALL[int(np.argmax(prior))] == true
        tally["sure"] += bool(weights[best] >= CERTAIN)
        tally["proven"] += bool(weights[best] >= CERTAIN and SMALL[best] == true)
    return tally


def lift(tally: Counter[str]) -> float:
    """Return by how many points figures make guesses better."""
    return 100 * (tally["right"] - tally["right without figures"]) / max(tally["attacks"], 1)


def _targets(ours: Ours, *, inside: bool, chance: Random) -> Iterator[tuple[Seen, str, int, int, int, int]]:
    for seen in ours.seen.values():
        if not seen.is_published or seen.kind != "year":
            continue
        records = ours.truth(seen)
        tables = tuple(table for table in YEAR_TABLES if seen.level in table.levels)
        own = exact(records[:0], tables)
        if inside:
            own = exact(records[records["program"] == chance.choice(seen.members)], tables)
        for name, counts in exact(records, tables).items():
            rest = counts - own[name]
            for row, column in np.argwhere((rest >= SMALL[0]) & (rest <= SMALL[-1])):
                yield seen, name, row, column, int(own[name][row, column]), int(rest[row, column])


def _priors(targets: list[tuple[Seen, str, int, int, int, int]]) -> dict[tuple[Level, str], Any]:
    """Return how often each count is in tables like these: nobody knows that better than the truth itself."""
    made: dict[tuple[Level, str], Any] = {}
    for seen, table, _row, _column, _own, true in targets:
        made.setdefault((seen.level, table), np.full(len(SMALL), 0.5))[true - 1] += 1
    return {key: counts / counts.sum() for key, counts in made.items()}


def _alike(ours: Ours, seen: Seen) -> list[Seen]:
    """Return all that was published of the same programs for the year: a network may be a state."""
    there = ours.of(seen.year, seen.kind)
    return [each for each in there if each.members == seen.members and each.is_published]
