"""How much of the privacy budget each year spent so far, as the method page says it: read from the ledger."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import erf, sqrt

from network.reporting.ledger import GATE
from network.reporting.models import Spent
from network.reporting.plan import TABLES, Level, cost_of, variance_of


@dataclass(frozen=True)
class Year:
    """What a year's figures spent at most on a case that is counted in it, by level; and by counting contributors."""

    number: int
    levels: dict[str, Fraction]
    gate: Fraction

    @property
    def whole(self) -> Fraction:
        return self.gate + sum(self.levels.values(), Fraction(0))


def years_spent() -> list[Year]:
    """Return each year of the ledger, the latest first.

    Of each level what any of its domains spent, first releases and those made anew together: no case can have spent
    more, as it is in one domain of a level at most.
    """
    told = ("period__year", "period__kind", "level", "table", "attempt", "numerator", "denominator")
    levels: dict[int, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    gates: dict[int, Fraction] = defaultdict(Fraction)
    for year, _kind, level, table, _attempt, numerator, denominator in (
        Spent.objects.order_by().values_list(*told).distinct()
    ):
        rho = Fraction(numerator, denominator)
        if table == GATE:
            gates[year] += rho
        else:
            levels[year][level] += rho
    numbers = sorted({*levels, *gates}, reverse=True)
    return [Year(number, dict(levels[number]), gates[number]) for number in numbers]


def noise_rows() -> Iterator[tuple[str, dict[str, float | None]]]:
    """Yield each table of the plan with the standard deviation of the noise in its cells, by level; None: has none."""
    for table in TABLES:
        yield (
            table.id,
            {
                level.value: sqrt(float(variance_of(table, level))) if level in table.levels else None
                for level in Level
            },
        )


def planned_for(level: Level) -> Fraction:
    """Return what all tables of a level spend on a case."""
    return sum((cost_of(table, level) for table in TABLES if level in table.levels), Fraction(0))


def advantage_of(rho: Fraction) -> float:
    """Return how much better than by a coin whoever knows everybody else tells whether a case is in it, 0 to 1.

    Exact for Gaussian noise: rho of zero-concentrated differential privacy shifts by sqrt(2 rho) standard deviations.
    """
    return erf(sqrt(2 * float(rho)) / (2 * sqrt(2)))
