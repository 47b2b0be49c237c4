"""Family E: programs' totals, reckoned from what domains say together, by one and by two programs that collude.

For each program the linear program of all published domains gives the least and the most that it can have, for whoever
takes away what the colluding programs know of themselves. Who is sure to be within 15 % on one side has estimated it.
Twice: from the exact sums, which nobody is given, and from sums as they are published, each with its noise.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from uuid import UUID

import highspy

from network.reporting.contributors import WITHIN
from network.reporting.overlapping import Domain

CONFIDENT = 1.96
CANDIDATES = 3
"""Of the largest beside the target, and of the largest in exactly its domains: who would collude."""


def estimated(
    counts: Mapping[UUID, float],
    domains: Sequence[Domain],
    colluding: int,
    spread: Mapping[str, float] | None = None,
) -> Iterator[tuple[UUID, tuple[UUID, ...]]]:
    """Yield each program that can be estimated within 15 %, with those that do it.

    `spread` are the standard deviations of the domains' published totals; without it sums are known exactly.
    """
    where = {
        key: frozenset(number for number, each in enumerate(domains) if key in each.members)
        for key in {key for each in domains for key in each.members}
    }
    largest: dict[frozenset[int], UUID] = {}
    for key, found in where.items():
        if found not in largest or counts[key] > counts[largest[found]]:
            largest[found] = key
    for found, target in largest.items():
        if counts[target] < 1:
            continue
        for group in _groups(counts, where, found, target, colluding):
            low, high = bounds(counts, domains, where, target, group, spread or {})
            if low > (1 - WITHIN) * counts[target] or high < (1 + WITHIN) * counts[target]:
                yield target, group
                break


def _groups(
    counts: Mapping[UUID, float],
    where: Mapping[UUID, frozenset[int]],
    found: frozenset[int],
    target: UUID,
    colluding: int,
) -> Iterator[tuple[UUID, ...]]:
    """Yield who would collude: the largest there are beside a program, and the largest that are where it is."""
    beside = [key for key, numbers in where.items() if key != target and numbers & found]
    alike = [key for key in beside if where[key] == found]
    by_size = [sorted(keys, key=lambda key: (-counts[key], key))[:CANDIDATES] for keys in (beside, alike)]
    candidates = list(dict.fromkeys(key for keys in by_size for key in keys))
    yield from combinations(candidates, min(colluding, len(candidates)))


def bounds(
    counts: Mapping[UUID, float],
    domains: Sequence[Domain],
    where: Mapping[UUID, frozenset[int]],
    target: UUID,
    colluders: Collection[UUID],
    spread: Mapping[str, float],
) -> tuple[float, float]:
    """Return the least and the most that a program may have for colluders who know the sums, or nearly."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    near = where[target]
    wanted = solver.addVariable(lb=0)
    sums = {
        numbers: solver.addVariable(lb=0)
        for numbers in {where[key] for key in where if key != target and key not in colluders}
    }
    for number, each in enumerate(domains):
        told = sum(counts[key] for key in each.members if key not in colluders)
        parts = [variable for numbers, variable in sums.items() if number in numbers]
        whole = solver.qsum([*parts, *([wanted] if number in near else [])])
        if not parts and number not in near:
            continue
        slack = CONFIDENT * spread.get(each.id, 0.0)
        solver.addConstr(whole <= told + slack)
        solver.addConstr(whole >= told - slack)
    solver.minimize(wanted)
    low = solver.getObjectiveValue()
    solver.maximize(wanted)
    is_open = solver.getModelStatus() != highspy.HighsModelStatus.kOptimal
    return low, float("inf") if is_open else solver.getObjectiveValue()
