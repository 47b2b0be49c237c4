"""Family E over two years: who joined or left is guessed from what a domain's totals differ by.

Nobody can be sure of what others moved; but a guess may be right often enough. Whoever knows who joined and left, and
what two colluding programs moved themselves, takes the difference of the two published totals for the rest.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import median
from uuid import UUID

from infra.drills.disclosure.worlds import World, synthetic
from network.reporting.contributors import WITHIN
from network.reporting.overlapping import COLLUDE, Domain, withheld
from network.reporting.plan import GATE_VARIANCE

YEARS = (2021, 2022)
Counts = dict[UUID, float]


@dataclass
class Year:
    """What a year is: true counts, noisy counts, domains, and which of them are withheld."""

    counts: Counts
    noisy: Counts
    domains: list[Domain]
    held: frozenset[str] = frozenset()

    def shown(self) -> dict[str, Domain]:
        """Return the domains that are published, by their ids."""
        return {each.id: each for each in self.domains if each.id not in self.held}


def in_worlds(many: int, chance: Random, spread_of: Callable[[str], float]) -> dict[str, Counter[str]]:
    """Guess who joined or left in worlds of chance, by what is published, and by what would be with other rules.

    `spread_of` says how exactly the total of a domain of a level is told. Of the domains that differ from the year
    before, `domains` says how many have figures.
    """
    tallies = {name: Counter[str]() for name in ("published", "if nothing moved", "without any rule")}
    for number in range(many):
        world = synthetic(
            chance.getrandbits(32),
            programs=(24, 72, 120)[number % 3],
            regions=3,
            networks=3,
            median=85,
            years=YEARS,
            moving=0.1,
            joined=0.8,
        )
        before, now = (_year(world, year, chance) for year in YEARS)
        before.held = frozenset(withheld(before.noisy, before.domains))
        earlier = [Domain(f"{each.id}@", each.members) for each in before.shown().values()]
        counts = before.noisy | now.noisy
        moved = {key: now.noisy[key] - before.noisy[key] for key in now.noisy.keys() & before.noisy.keys()}
        for name, held in (
            ("published", withheld(counts, now.domains, earlier, moved)),
            ("if nothing moved", withheld(counts, now.domains, earlier)),
        ):
            now.held = frozenset(held)
            guess(tallies[name], before, now, chance, spread_of)
        before.held = now.held = frozenset()
        guess(tallies["without any rule"], before, now, chance, spread_of)
    return tallies


def _year(world: World, year: int, chance: Random) -> Year:
    numbers = world.records["program"][world.records["year"] == year]
    counts = {
        each.key: float((numbers == each.number).sum())
        for each in world.programs
        if each.first <= year <= each.last
    }
    noisy = {key: max(n + chance.gauss(0, sqrt(GATE_VARIANCE)), 0.0) for key, n in counts.items()}
    found = [
        Domain(f"{level}/{code}", frozenset(each.key for each in world.members(level, code, year)))
        for level, code in world.domains()
    ]
    return Year(counts, noisy, [each for each in found if each.members])


def guess(
    tally: Counter[str], before: Year, now: Year, chance: Random, spread_of: Callable[[str], float]
) -> None:
    """Guess the largest that joined or left each domain that is published in both years."""
    usual = median([*before.counts.values(), *now.counts.values()])
    members = {each.id: each.members for each in before.domains}
    was_shown = before.shown()
    for code, domain in now.shown().items():
        others = members.get(code, domain.members) ^ domain.members
        tally["domains"] += bool(others)
        if not others or code not in was_shown:
            continue
        true = {key: now.counts[key] if key in domain.members else -before.counts[key] for key in others}
        target = max(true, key=lambda key: (abs(true[key]), key))
        stayed = members[code] & domain.members
        known = sorted(stayed, key=lambda key: (-now.counts[key], key))[:COLLUDE]
        told = sum(true.values()) + sum(now.counts[key] - before.counts[key] for key in stayed - {*known})
        told += chance.gauss(0, sqrt(2) * spread_of(code.partition("/")[0]))
        # Of the others that joined or left no more is known than how many cases programs have.
        told -= sum(usual if true[key] > 0 else -usual for key in others - {target})
        count = abs(true[target])
        tally["attacks"] += 1
        tally["right"] += abs((told if true[target] > 0 else -told) - count) <= WITHIN * count
        tally["right without figures"] += abs(usual - count) <= WITHIN * count
