"""The ledger of the privacy budget: what each table of each release spent, never above the cap of a case."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from network.reporting.document import PLAN
from network.reporting.models import Kind, Period, Spent
from network.reporting.plan import GATES, HARD_CAP, Level, Table, cost_of

GATE = "gate"
"""Where a table would be named: how many cases each program has, which decides what is published."""


class OverBudget(Exception):
    """A release would let a case spend more in its life than the cap: `spent`, of `HARD_CAP`."""

    def __init__(self, year: int, spent: Fraction):
        super().__init__(f"The figures of {year} would spend {spent} on a case; the cap is {HARD_CAP}.")
        self.year, self.spent = year, spent


def spend_gate(period: Period, now: datetime) -> None:
    """Note what the counts of contributors spend, once for a year."""
    _row(period, "", "", GATE, 1, GATES, now).save(force_insert=True)
    demand_within_cap(period.year)


def spend(
    period: Period, domains: Iterable[tuple[Level, str]], tables: Iterable[Table], attempt: int, now: datetime
) -> None:
    """Note what tables of some domains spend; raises OverBudget, in the transaction in which they are drawn."""
    tables = list(tables)
    Spent.objects.bulk_create(
        _row(period, level, domain, table.id, attempt, cost_of(table, level, attempt), now)
        for level, domain in domains
        for table in tables
        if level in table.levels
    )
    demand_within_cap(period.year)


def spent_on_a_case(year: int) -> Fraction:
    """Return the most that the figures of a year spent on any case in them.

    A case is counted in one year alone, and is in one domain of each level at most: of each level the domain counts
    that spent most.
    """
    gate, domains = Fraction(0), defaultdict[tuple[str, str], Fraction](Fraction)
    for row in Spent.objects.filter(period__year=year, period__kind__in=Kind.values):
        if row.table == GATE:
            gate += row.rho
        else:
            domains[row.level, row.domain] += row.rho
    most = defaultdict[str, Fraction](Fraction)
    for (level, _domain), rho in domains.items():
        most[level] = max(most[level], rho)
    return gate + sum(most.values(), Fraction(0))


def demand_within_cap(year: int) -> None:
    """Raise OverBudget when the figures of a year spent more than a case may spend in its life."""
    spent = spent_on_a_case(year)
    if spent > HARD_CAP:
        raise OverBudget(year, spent)


def _row(
    period: Period, level: str, domain: str, table: str, attempt: int, rho: Fraction, now: datetime
) -> Spent:
    return Spent(
        period=period,
        plan=PLAN,
        level=level,
        domain=domain,
        table=table,
        attempt=attempt,
        numerator=rho.numerator,
        denominator=rho.denominator,
        spent_at=now,
    )
