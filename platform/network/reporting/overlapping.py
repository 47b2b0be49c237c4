"""Whether what domains say together lets a program be reckoned that no domain shows by itself: a linear program.

The intruders are the worst there are: two contributors that tell each other their counts, know who is in which domain,
and the sums of all that is published without any noise. What they do not know has a smallest and a largest value that
fits; a program is safe while both are further from its true count than `contributors.WITHIN`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import highspy

from network.reporting.contributors import WITHIN, Withheld, why_withheld

COLLUDE = 2
"""Programs that tell each other what they know."""


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
        near = next(_near_what_is_reckoned(counts, left, earlier), None)
        if near is None:
            return found
        smallest = min(near, key=lambda each: (sum(counts[key] for key in each.members), each.id))
        found[smallest.id] = Withheld.RECKONED


def _near_what_is_reckoned(
    counts: Mapping[UUID, float], domains: Sequence[Domain], earlier: Sequence[Domain]
) -> Iterator[list[Domain]]:
    """Yield, for each program that can be reckoned, the domains of now that have a part in it.

    Where there are none, what was published before is enough, and nothing that is withheld now would help.
    """
    for seen in reckoned(counts, [*domains, *earlier]):
        own = {key for each in (*domains, *earlier) if seen in each.members for key in each.members}
        if near := [each for each in domains if each.members & own]:
            yield near


def reckoned(counts: Mapping[UUID, float], domains: Sequence[Domain]) -> Iterator[UUID]:
    """Yield the programs that can be reckoned: of those in the same domains the largest, as it hides worst."""
    alike: dict[frozenset[int], list[UUID]] = {}
    for key in sorted({key for each in domains for key in each.members}, key=lambda key: (-counts[key], key)):
        where = frozenset(number for number, each in enumerate(domains) if key in each.members)
        alike.setdefault(where, []).append(key)
    for where, (target, *others) in alike.items():
        if counts[target] < 1:
            continue
        beside = {key for number in where for key in domains[number].members} - {target}
        largest = sorted(beside, key=lambda key: (-counts[key], key))
        # Two that know most, of all that are in one of its domains, and of those that are in all of them.
        pairs = {frozenset(largest[:COLLUDE]), frozenset(others[:COLLUDE]) or frozenset(largest[:COLLUDE])}
        if any(_is_reckoned(counts, domains, alike, target, each) for each in pairs):
            yield target


def _is_reckoned(
    counts: Mapping[UUID, float],
    domains: Sequence[Domain],
    alike: Mapping[frozenset[int], Collection[UUID]],
    target: UUID,
    intruders: frozenset[UUID],
) -> bool:
    low, high = _bounds(counts, domains, alike, target, intruders)
    return low > (1 - WITHIN) * counts[target] or high < (1 + WITHIN) * counts[target]


def _bounds(
    counts: Mapping[UUID, float],
    domains: Sequence[Domain],
    alike: Mapping[frozenset[int], Collection[UUID]],
    target: UUID,
    intruders: frozenset[UUID],
) -> tuple[float, float]:
    """Return the least and the most that a program may have, for whoever knows the sums and the intruders' counts."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    known = {target, *intruders}
    wanted = solver.addVariable(lb=0)
    # Programs in the same domains are never told apart: their sum is one unknown.
    sums = {where: solver.addVariable(lb=0) for where, keys in alike.items() if set(keys) - known}
    for number, each in enumerate(domains):
        told = sum(counts[key] for key in each.members - intruders)
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
