"""Family E: programs' totals, reckoned from what domains say together, by one and by two programs that collude.

For each program the linear program of all published domains gives the least and the most that it can have, for whoever
takes away what the colluding programs know of themselves. Who is sure to be within 15 % on one side has estimated it.
Twice: from the exact sums, which nobody is given, and from sums as they are published, each with its noise. Sums of the
year before are as near to this year's as counts are that come and go by chance. `between` guesses those that joined or
left from what two years differ by.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from math import sqrt
from random import Random
from typing import Any
from uuid import UUID

import highspy

from network.reporting.contributors import WITHIN
from network.reporting.overlapping import Domain, withheld
from network.reporting.plan import GATE_VARIANCE

CONFIDENT = 1.96
CANDIDATES = 3
"""Of the largest beside the target, and of the largest in exactly its domains: who would collude."""
Signature = frozenset[int]
"""In which domains a program is, by their places in the list."""


def estimated(
    counts: Mapping[UUID, float],
    domains: Sequence[Domain],
    colluding: int,
    spread: Mapping[str, float] | None = None,
    moves: Mapping[UUID, float] | None = None,
) -> Iterator[tuple[UUID, tuple[UUID, ...]]]:
    """Yield each program that can be estimated within 15 %, with those that do it.

    `spread` are the standard deviations of the domains' published totals; without it sums are known exactly. `moves`
    are the variances by which programs' counts of the year before, which domains with an "@" in their id are of, differ
    from `counts`. Of the programs in the same domains the largest is asked for: it hides worst.
    """
    reckoning = Reckoning(counts, domains, spread or {}, moves or {})
    largest: dict[Signature, UUID] = {}
    for key, found in reckoning.where.items():
        if found not in largest or counts[key] > counts[largest[found]]:
            largest[found] = key
    for target in largest.values():
        if counts[target] < 1:
            continue
        for group in reckoning.groups(target, colluding):
            low, high = reckoning.bounds(target, group)
            if low > (1 - WITHIN) * counts[target] or high < (1 + WITHIN) * counts[target]:
                yield target, group
                break


class Reckoning:
    """One linear program: what the programs of each signature have together, and the sums that are published of them.

    A program has all of its signature's sum at most; and that at least, where nobody else is left in it.
    """

    def __init__(
        self,
        counts: Mapping[UUID, float],
        domains: Sequence[Domain],
        spread: Mapping[str, float],
        moves: Mapping[UUID, float],
    ) -> None:
        self.counts, self.domains = counts, domains
        self.where: dict[UUID, Signature] = {
            key: frozenset(number for number, each in enumerate(domains) if key in each.members)
            for key in {key for each in domains for key in each.members}
        }
        self.alike = Counter(self.where.values())
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.sums = {found: self.solver.addVariable(lb=0) for found in self.alike}
        self.slack = [CONFIDENT * spread.get(each.id, 0.0) for each in domains]
        self.told = [sum(counts[key] for key in each.members) for each in domains]
        for number in range(len(domains)):
            parts = [variable for found, variable in self.sums.items() if number in found]
            self.solver.addConstr(self.solver.qsum(parts) <= 0)
            self._tell(number, 0)
        self.moves = moves
        self.before = {number for number, each in enumerate(domains) if "@" in each.id}
        both = [found for found in self.sums if found & self.before and found - self.before]
        self.moved = {found: self.solver.addVariable(0, 0) for found in both} if moves else {}
        self.together = {number: self._all_moved(number) for number in self.before if self.moved}
        self._let_move(())

    def _all_moved(self, number: int) -> int:
        """Let a sum of the year before differ by what moved, and return which row says by how much at most."""
        there = [variable for found, variable in self.moved.items() if number in found]
        for variable in there:
            self.solver.changeCoeff(number, variable.index, 1.0)
        return int(
            self.solver.addConstr(
                -1 <= self.solver.qsum(there) + 0 * self.sums[next(iter(self.sums))] <= 1
            ).index
        )

    def _let_move(self, colluders: Collection[UUID]) -> None:
        """Let groups that are in both years differ in the earlier sums, each by itself and all of a sum together."""
        variance = dict.fromkeys(self.moved, 0.0)
        for key, found in self.where.items():
            if found in variance and key not in colluders:
                variance[found] += self.moves.get(key, 0.0)
        for found, variable in self.moved.items():
            most = CONFIDENT * sqrt(variance[found])
            self.solver.changeColBounds(variable.index, -most, most)
        for number, row in self.together.items():
            most = CONFIDENT * sqrt(sum(each for found, each in variance.items() if number in found))
            self.solver.changeRowBounds(row, -most, most)

    def _tell(self, number: int, own: float) -> None:
        left = self.told[number] - own
        self.solver.changeRowBounds(number, left - self.slack[number], left + self.slack[number])

    def groups(self, target: UUID, colluding: int) -> Iterator[tuple[UUID, ...]]:
        """Yield who would collude: the largest there are beside a program, and the largest that are where it is."""
        found = self.where[target]
        beside = [key for key, numbers in self.where.items() if key != target and numbers & found]
        alike = [key for key in beside if self.where[key] == found]
        by_size = [
            sorted(keys, key=lambda key: (-self.counts[key], key))[:CANDIDATES] for keys in (beside, alike)
        ]
        candidates = list(dict.fromkeys(key for keys in by_size for key in keys))
        yield from combinations(candidates, min(colluding, len(candidates)))

    def bounds(self, target: UUID, colluders: Collection[UUID]) -> tuple[float, float]:
        """Return the least and the most that a program may have for colluders who know the sums, or nearly."""
        gone = Counter(self.where[key] for key in colluders)
        touched = {number for found in gone for number in found}
        for number in touched:
            self._tell(number, sum(self.counts[key] for key in colluders if number in self.where[key]))
        for found, many in gone.items():
            if many == self.alike[found]:
                self.solver.changeColBounds(self.sums[found].index, 0, 0)
        self._let_move(colluders)
        mine = self.sums[self.where[target]]
        is_alone = self.alike[self.where[target]] - gone[self.where[target]] == 1
        low = self._end(mine, is_most=False) if is_alone else 0.0
        high = self._end(mine, is_most=True)
        for number in touched:
            self._tell(number, 0)
        for found in gone:
            self.solver.changeColBounds(self.sums[found].index, 0, highspy.kHighsInf)
        return low, high

    def _end(self, variable: Any, *, is_most: bool) -> float:
        (self.solver.maximize if is_most else self.solver.minimize)(variable)
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return highspy.kHighsInf if is_most else 0.0
        return float(self.solver.getObjectiveValue())


def in_worlds(many: int, chance: Random, sums: Callable[[str], float]) -> Counter[str]:
    """Let the audit decide on worlds of chance by noisy counts, and estimate programs from what it lets pass.

    Half of the worlds have programs of five times the size, which noise hides less. `sums` says how exactly the sum of
    a domain of a level is published.
    """
    from infra.drills.disclosure.worlds import synthetic

    tally: Counter[str] = Counter()
    for number in range(many):
        world = synthetic(
            chance.getrandbits(32),
            programs=chance.choice((40, 60, 120)),
            regions=chance.choice((6, 12)),
            networks=chance.choice((3, 6)),
            median=400 if number % 2 else 85,
            years=(2021,),
        )
        counts = {each.key: float((world.records["program"] == each.number).sum()) for each in world.programs}
        domains = [
            Domain(f"{level}/{code}", frozenset(each.key for each in world.members(level, code, 2021)))
            for level, code in world.domains()
        ]
        domains = [each for each in domains if each.members]
        noisy = {key: max(n + chance.gauss(0, sqrt(GATE_VARIANCE)), 0.0) for key, n in counts.items()}
        held = withheld(noisy, domains)
        shown = [each for each in domains if each.id not in held]
        spread = {each.id: sums(each.id.partition("/")[0]) for each in shown}
        tally["worlds"] += 1
        tally["domains"] += len(domains)
        tally["published"] += len(shown)
        tally["without any rule, 1"] += len([*estimated(counts, domains, 1)])
        for colluding in (1, 2):
            tally["attacks"] += len(counts)
            tally[f"published sums, {colluding}"] += len([*estimated(counts, shown, colluding, spread)])
            tally[f"exact sums, {colluding}"] += len([*estimated(counts, shown, colluding)])
    return tally
