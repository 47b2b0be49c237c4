"""Whether what domains say together lets a program be reckoned that no domain shows by itself: a linear program.

The intruders are the worst there are: two contributors that tell each other their counts, know who is in which domain,
and the sums of all that is published without any noise. What they do not know has a smallest and a largest value that
fits; a program is safe while both are further from its true count than `contributors.WITHIN`.

Between two years counts move. What the programs that were there in both have moved together is not known to an
intruder, and hides who joined or left; it is measured (`hidden_by`), not supposed: programs that stay hide nobody.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import sqrt
from typing import Any
from uuid import UUID

import highspy

from network.reporting.contributors import WITHIN, Withheld, why_withheld
from network.reporting.plan import GATE_VARIANCE

COLLUDE = 2
"""Programs that tell each other what they know."""
RELIED_ON = 0.5
"""How many standard deviations of what programs move from year to year are taken to hide another one: who supposes that
nothing moved is then within that of the truth in 38 of 100 worlds at most, and never knows in which."""
CERTAIN = 1.0
"""Standard deviations of the noise in what programs moved that are taken off too, so that noise alone hides nobody."""


@dataclass(frozen=True)
class Domain:
    """What figures are published of: the nation, a region, a network, by the programs that contribute to it."""

    id: str
    members: frozenset[UUID]


Moved = Mapping[UUID, float]
"""By program that contributed to both years, how far its count is from that of the year before."""


def withheld(
    counts: Mapping[UUID, float],
    domains: Sequence[Domain],
    earlier: Sequence[Domain] = (),
    moved: Moved | None = None,
) -> dict[str, Withheld]:
    """Return which domains are not published, and why.

    `earlier` are the domains that were published for the period before; nothing can be taken back of those. They say
    what they would say today, as far as what programs `moved` does not hide it.
    """
    found = {each.id: why for each in domains if (why := why_withheld([counts[key] for key in each.members]))}
    while True:
        left = [each for each in domains if each.id not in found]
        near = next(_near_what_is_reckoned(counts, left, earlier, moved or {}), None)
        if near is None:
            return found
        smallest = min(near, key=lambda each: (sum(counts[key] for key in each.members), each.id))
        found[smallest.id] = Withheld.RECKONED


def _near_what_is_reckoned(
    counts: Mapping[UUID, float], domains: Sequence[Domain], earlier: Sequence[Domain], moved: Moved
) -> Iterator[list[Domain]]:
    """Yield, for each program that can be reckoned, the domains of now that have a part in it.

    Where there are none, what was published before is enough, and nothing that is withheld now would help.
    """
    for seen in reckoned(counts, domains, earlier, moved):
        own = {key for each in (*domains, *earlier) if seen in each.members for key in each.members}
        if near := [each for each in domains if each.members & own]:
            yield near


def reckoned(
    counts: Mapping[UUID, float],
    domains: Sequence[Domain],
    earlier: Sequence[Domain] = (),
    moved: Moved | None = None,
) -> Iterator[UUID]:
    """Yield the programs that can be reckoned: of those in the same domains the largest, as it hides worst."""
    sums = _Sums(counts, domains, earlier, moved or {})
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


def hidden_by(moved: Collection[float], margin: float = 0.0) -> float:
    """Return how much the sum of some programs is not known from the year before, by what each of them moved.

    The counts' own noise is taken off; with a `margin` as much of it as so many standard deviations more would be.
    """
    noise = 2 * GATE_VARIANCE * (len(moved) + margin * sqrt(2 * len(moved)))
    return RELIED_ON * sqrt(max(sum(each * each for each in moved) - noise, 0.0))


class _Sums:
    """One linear program for all questions: what the programs in the same domains have together, and all domains' sums.

    Programs in the same domains are never told apart: one of them may have all that these have together, and has at
    least that where nobody else of them is left. From question to question only sums change, so that the solver begins
    where it was.
    """

    def __init__(
        self,
        counts: Mapping[UUID, float],
        domains: Sequence[Domain],
        earlier: Sequence[Domain],
        moved: Moved,
    ):
        self.counts, self.domains, self.moved = counts, [*domains, *earlier], moved
        self.is_earlier = range(len(domains), len(self.domains))
        numbers: dict[UUID, list[int]] = {}
        for number, each in enumerate(self.domains):
            for key in each.members:
                numbers.setdefault(key, []).append(number)
        self.where = {key: frozenset(found) for key, found in numbers.items()}
        self.by_size = sorted(self.where, key=lambda key: (-counts[key], key))
        self.alike: dict[frozenset[int], list[UUID]] = {}
        for key in self.by_size:
            self.alike.setdefault(self.where[key], []).append(key)
        self.told = [sum(counts[key] for key in each.members) for each in self.domains]
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.unknown = {where: self.solver.addVariable(lb=0) for where in self.alike}
        self.moves = {where: self.solver.addVariable(lb=0, ub=0) for where in self._in_both_years()}
        for number, whole in enumerate(self.told):
            parts = [variable for where, variable in self.unknown.items() if number in where]
            self.solver.addConstr(self.solver.qsum(parts + self._moves_in(number)) == whole)
        self.together = {
            number: self.solver.addConstr(-1 <= self.solver.qsum(moves) <= 1).index
            for number in self.is_earlier
            if (moves := self._moves_in(number))
        }
        self._let_move(self.moves, self.together, frozenset())

    def _in_both_years(self) -> Iterator[frozenset[int]]:
        for where, keys in self.alike.items():
            is_before = any(number in self.is_earlier for number in where)
            is_now = any(number not in self.is_earlier for number in where)
            if is_before and is_now and any(key in self.moved for key in keys):
                yield where

    def _moves_in(self, number: int) -> list[Any]:
        """Return what hides those that a domain of the year before has in common with this year."""
        if number not in self.is_earlier:
            return []
        return [variable for where, variable in self.moves.items() if number in where]

    def _let_move(
        self,
        groups: Collection[frozenset[int]],
        numbers: Collection[int],
        intruders: Collection[UUID],
    ) -> None:
        """Say how far groups may have moved, and all groups of a domain together, for who knows what intruders know."""
        for where in groups:
            own = self._not_known(self.alike[where], intruders)
            self.solver.changeColBounds(self.moves[where].index, -hidden_by(own), hidden_by(own))
        for number in numbers:
            all_of_it = [key for where in self.moves if number in where for key in self.alike[where]]
            most = hidden_by(self._not_known(all_of_it, intruders), margin=CERTAIN)
            self.solver.changeRowBounds(self.together[number], -most, most)

    def _not_known(self, keys: Collection[UUID], intruders: Collection[UUID]) -> list[float]:
        return [self.moved[key] for key in keys if key in self.moved and key not in intruders]

    def bounds(self, target: UUID, intruders: Collection[UUID]) -> tuple[float, float]:
        """Return the least and the most that a program may have, for who knows the sums and the intruders' counts."""
        known = Counter(self.where[key] for key in intruders)
        touched = {number for where in known for number in where}
        groups, years = known.keys() & self.moves.keys(), touched & self.together.keys()
        for number in touched:
            own = sum(self.counts[key] for key in intruders if number in self.where[key])
            self.solver.changeRowBounds(number, self.told[number] - own, self.told[number] - own)
        for where, many in known.items():
            if many == len(self.alike[where]):
                self.solver.changeColBounds(self.unknown[where].index, 0, 0)
        self._let_move(groups, years, intruders)
        mine = self.unknown[self.where[target]]
        is_alone = len(self.alike[self.where[target]]) - known[self.where[target]] == 1
        low = self._least(mine) if is_alone else 0.0
        high = self._most(mine)
        for number in touched:
            self.solver.changeRowBounds(number, self.told[number], self.told[number])
        for where in known:
            self.solver.changeColBounds(self.unknown[where].index, 0, highspy.kHighsInf)
        self._let_move(groups, years, frozenset())
        return low, high

    def _least(self, variable: Any) -> float:
        self.solver.minimize(variable)
        return float(self.solver.getObjectiveValue())

    def _most(self, variable: Any) -> float:
        self.solver.maximize(variable)
        is_open = self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal
        return float("inf") if is_open else float(self.solver.getObjectiveValue())
