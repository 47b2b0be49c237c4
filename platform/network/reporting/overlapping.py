"""Whether what domains say together lets a program be reckoned that no domain shows by itself: a linear program.

The intruders are the worst there are: two contributors that tell each other their counts, know who is in which domain,
and the sums of all that is published without any noise. What they do not know has a smallest and a largest value that
fits; a program is safe while both are further from its true count than `contributors.WITHIN`.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any
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
    sums = _Sums(counts, domains)
    for where, (target, *others) in sums.alike.items():
        if counts[target] < 1:
            continue
        if sum(counts[key] for key in others[COLLUDE:]) >= WITHIN * counts[target]:
            continue  # these hide it whatever is said elsewhere: it may have all of theirs, or nothing
        beside = (key for key in sums.by_size if key != target and sums.where[key] & where)
        # Who knows most of all that are in one of its domains, and of those that are in all of them.
        likely = list(dict.fromkeys((*islice(beside, COLLUDE), *others[:COLLUDE])))
        for intruders in combinations(likely, min(COLLUDE, len(likely))):
            low, high = sums.bounds(target, intruders)
            if low > (1 - WITHIN) * counts[target] or high < (1 + WITHIN) * counts[target]:
                yield target
                break


class _Sums:
    """One linear program for all questions: what the programs in the same domains have together, and all domains' sums.

    Programs in the same domains are never told apart: one of them may have all that these have together, and has at
    least that where nobody else of them is left. From question to question only sums change, so that the solver begins
    where it was.
    """

    def __init__(self, counts: Mapping[UUID, float], domains: Sequence[Domain]):
        self.counts, self.domains = counts, domains
        numbers: dict[UUID, list[int]] = {}
        for number, each in enumerate(domains):
            for key in each.members:
                numbers.setdefault(key, []).append(number)
        self.where = {key: frozenset(found) for key, found in numbers.items()}
        self.by_size = sorted(self.where, key=lambda key: (-counts[key], key))
        self.alike: dict[frozenset[int], list[UUID]] = {}
        for key in self.by_size:
            self.alike.setdefault(self.where[key], []).append(key)
        self.told = [sum(counts[key] for key in each.members) for each in domains]
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.unknown = {where: self.solver.addVariable(lb=0) for where in self.alike}
        for number, whole in enumerate(self.told):
            parts = [variable for where, variable in self.unknown.items() if number in where]
            self.solver.addConstr(self.solver.qsum(parts) == whole)

    def bounds(self, target: UUID, intruders: Collection[UUID]) -> tuple[float, float]:
        """Return the least and the most that a program may have, for who knows the sums and the intruders' counts."""
        known = Counter(self.where[key] for key in intruders)
        touched = {number for where in known for number in where}
        for number in touched:
            own = sum(self.counts[key] for key in intruders if number in self.where[key])
            self.solver.changeRowBounds(number, self.told[number] - own, self.told[number] - own)
        for where, many in known.items():
            if many == len(self.alike[where]):
                self.solver.changeColBounds(self.unknown[where].index, 0, 0)
        mine = self.unknown[self.where[target]]
        is_alone = len(self.alike[self.where[target]]) - known[self.where[target]] == 1
        low = self._least(mine) if is_alone else 0.0
        high = self._most(mine)
        for number in touched:
            self.solver.changeRowBounds(number, self.told[number], self.told[number])
        for where in known:
            self.solver.changeColBounds(self.unknown[where].index, 0, highspy.kHighsInf)
        return low, high

    def _least(self, variable: Any) -> float:
        self.solver.minimize(variable)
        return float(self.solver.getObjectiveValue())

    def _most(self, variable: Any) -> float:
        self.solver.maximize(variable)
        is_open = self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal
        return float("inf") if is_open else float(self.solver.getObjectiveValue())
