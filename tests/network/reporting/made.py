"""Programs that take part in figures, and counts of theirs, made as the tests need them."""

import datetime as dt
from random import Random
from typing import Any
from uuid import UUID

from network.oversight.models import Network
from network.reporting import intake
from network.reporting.actions import ask_programs, hear_contributor, open_periods, release_period
from network.reporting.models import Kind, Period
from network.reporting.plan import MET, MODES, STAGES
from tenants.context import as_owner
from tenants.ids import uuid7
from tenants.models import State, Tenant

MINNESOTA, WISCONSIN = "us-state:MN", "us-state:WI"
GIVEN = dt.datetime(2025, 11, 3, 9, tzinfo=dt.UTC)
SEALED = dt.datetime(2027, 3, 1, 6, tzinfo=dt.UTC)
"""The day on which programs are asked for 2026."""
CHANCES = (4, 20, 12, 5, 14, 45)
"""Of each stage, in the order of the plan."""


def made_programs(count: int) -> list[Tenant]:
    """Return rows of programs without a schema: no job reaches them, the test hands their counts in."""
    ids = [uuid7() for _ in range(count)]
    with as_owner():
        return Tenant.objects.bulk_create(
            Tenant(
                id=key,
                schema_name=f"t_{key.hex}",
                slug=f"p-{key.hex}",
                name=f"Program {number}",
                state=State.ACTIVE,
                release="",
            )
            for number, key in enumerate(ids)
        )


def take_part(tenants: list[Tenant], *, network: Network | None = None, **changes: Any) -> None:
    """Have programs take part from 2026 on, in Minnesota where nothing else is said."""
    said = {
        "version": 1,
        "words": 1,
        "region": MINNESOTA,
        "network": network.pk if network else None,
        "first_year": 2026,
        "last_year": None,
        "given_at": GIVEN,
    }
    for tenant in tenants:
        hear_contributor(actor=None, tenant=tenant, said=said | changes, now=GIVEN)


def counts_of(cases: int, chance: Random) -> dict[str, dict[str, dict[str, int]]]:
    """Return counts of a year's cases, each in one cell of each table."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    tables = {table.id: table for table in intake.tables_of(Kind.YEAR)}
    for _ in range(cases):
        stage = chance.choices(STAGES, CHANCES)[0]
        mode = chance.choice(MODES[:-1]) if stage in MET else "none"
        for name, table in tables.items():
            row = mode if name == "mode" else chance.choice(table.rows)
            column = stage if table.is_funnel else chance.choice(table.columns)
            cells = counts.setdefault(name, {}).setdefault(row, {})
            cells[column] = cells.get(column, 0) + 1
    return counts


def alike(cases: int) -> dict[str, dict[str, dict[str, int]]]:
    """Return counts of cases that all stand in the same cell of each table; none of no cases."""
    if not cases:
        return {}
    return {
        table.id: {table.cells[0][0]: {table.cells[0][1]: cases}} for table in intake.tables_of(Kind.YEAR)
    }


def counted(
    tenants: list[Tenant], cases: dict[UUID, int], *, year: int = 2026, are_alike: bool = False
) -> Period:
    """Return the period of a year in which these programs have handed in so many cases each."""
    now = SEALED.replace(year=year + 1)
    open_periods(actor=None, today=now.date())
    period = Period.objects.get(kind=Kind.YEAR, year=year)
    while ask_programs(actor=None, period=period, now=now):
        pass
    for tenant in tenants:
        n = cases[tenant.pk]
        counts = alike(n) if are_alike else counts_of(n, Random(tenant.pk.int))
        assert intake.hand_in(period_id=period.pk, tenant_id=tenant.pk, kind=Kind.YEAR, counts=counts)
    period.refresh_from_db()
    return period


def released(period: Period, *, days: int = 8) -> Any:
    """Return what is published of a period, some days after programs were asked."""
    return release_period(actor=None, period=period, now=period.counting_since + dt.timedelta(days=days))
