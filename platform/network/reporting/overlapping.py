"""Whether what domains say together lets a program be reckoned that no domain shows by itself: a linear program.

The intruder is the worst there is: a contributor that knows its own count, who is in which domain, and the sums of all
that is published without any noise. What they do not know has a smallest and a largest value that fits; a program is
safe while both are further from its true count than `contributors.WITHIN`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import highspy

from network.reporting.contributors import WITHIN, Withheld, why_withheld


@dataclass(frozen=True)
class Domain:
    """What figures are published of: the nation, a region, a network, by the programs that contribute to it."""

    id: str
    members: frozenset[UUID]


def withheld(
    counts: Mapping[UUID, float], domains: Sequence[Domain], earlier: Sequence[Domain] = ()
) -> dict[str, Withheld]:
    """Return which domains are not published, and why.

    `earlier` are the domains that were published for the period before. Nothing can be taken back of those, and a
    program's count hardly changes from one period to the next: they say what they would say today.
    """
    found = {each.id: why for each in domains if (why := why_withheld([counts[key] for key in each.members]))}
    while True:
        left = [each for each in domains if each.id not in found]
        seen = next(reckoned(counts, [*left, *earlier]), None)
        if seen is None:
            return found
        own = {key for each in (*left, *earlier) if seen in each.members for key in each.members}
        near = [each for each in left if each.members & own]
        if (
            not near
        ):  # what was published before is enough to reckon it: nothing that is withheld now would help
            return found
        smallest = min(near, key=lambda each: (sum(counts[key] for key in each.members), each.id))
        found[smallest.id] = Withheld.RECKONED


def reckoned(counts: Mapping[UUID, float], domains: Sequence[Domain]) -> Iterator[UUID]:
    """Yield the programs that can be reckoned: of those in the same domains the largest, as it hides worst."""
    alike: dict[frozenset[int], list[UUID]] = {}
    for key in sorted({key for each in domains for key in each.members}, key=lambda key: (-counts[key], key)):
        where = frozenset(number for number, each in enumerate(domains) if key in each.members)
        alike.setdefault(where, []).append(key)
    for where, (target, *_others) in alike.items():
        beside = {key for number in where for key in domains[number].members} - {target}
        if counts[target] < 1:
            continue
        intruder = max(beside, key=lambda key: (counts[key], key), default=None)
        low, high = _bounds(counts, domains, alike, target, intruder)
        if low > (1 - WITHIN) * counts[target] or high < (1 + WITHIN) * counts[target]:
            yield target


def _bounds(
    counts: Mapping[UUID, float],
    domains: Sequence[Domain],
    alike: Mapping[frozenset[int], Collection[UUID]],
    target: UUID,
    intruder: UUID | None,
) -> tuple[float, float]:
    """Return the least and the most that a program may have, for whoever knows the sums and the intruder's count."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    known = {target, intruder}
    wanted = solver.addVariable(lb=0)
    # Programs in the same domains are never told apart: their sum is one unknown.
    sums = {where: solver.addVariable(lb=0) for where, keys in alike.items() if set(keys) - known}
    for number, each in enumerate(domains):
        told = sum(counts[key] for key in each.members - {intruder})
        parts = [variable for where, variable in sums.items() if number in where]
        if target in each.members:
            parts.append(wanted)
        if parts:
            solver.addConstr(solver.qsum(parts) == told)
    solver.minimize(wanted)
    low = solver.getObjectiveValue()
    solver.maximize(wanted)
    is_open = solver.getModelStatus() != highspy.HighsModelStatus.kOptimal
    return low, float("inf") if is_open else solver.getObjectiveValue()
