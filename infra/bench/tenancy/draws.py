"""Which tenant comes next: the hot one, by Zipf's law, or any; and how long a person stays with it."""

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

EXPONENT = 1.1
BURST = 12


@dataclass(frozen=True)
class Scenario:
    """What people do: how a tenant is drawn, and how many requests in a row go to it."""

    name: str
    draw: str
    burst: int = 1


HOT = Scenario("hot", "hot")
SESSIONS = Scenario("sessions", "zipf", BURST)
ZIPF = Scenario("zipf", "zipf")
UNIFORM = Scenario("uniform", "uniform")


class Zipf:
    """Draws 0 to count-1; number k with a weight of 1/(k+1)^exponent."""

    def __init__(self, count: int, exponent: float = EXPONENT):
        self.sums = list(accumulate(1 / (rank + 1) ** exponent for rank in range(count)))

    def draw(self, chance: random.Random) -> int:
        """Return the next number."""
        return bisect(self.sums, chance.random() * self.sums[-1])

    def share(self, first: int) -> float:
        """Return how much of everything goes to the `first` tenants."""
        return self.sums[first - 1] / self.sums[-1]


def visits(scenario: Scenario, tenants: int, seed: int) -> Iterator[int]:
    """Yield tenants for ever, one for each visit of one person; the same for the same seed."""
    chance = random.Random(seed)
    if scenario.draw == "hot":
        while True:
            yield 0
    if scenario.draw == "uniform":
        while True:
            yield chance.randrange(tenants)
    zipf = Zipf(tenants)
    while True:
        yield zipf.draw(chance)
