"""Releases of a year as they are published, made without anybody having counted: for pages that show them."""

import datetime as dt
from random import Random
from typing import Any

from network.oversight.models import Network
from network.reporting import intake
from network.reporting.contributors import Withheld
from network.reporting.domains import Place
from network.reporting.models import Cell, Kind, Period, PeriodState, Release
from network.reporting.plan import Level
from network.reporting.preparing import prepare
from tenants.ids import uuid7
from tests.network.reporting.made import MINNESOTA, WISCONSIN, counts_of

MEMBERS = frozenset(uuid7() for _ in range(8))


def sealed_period(year: int, kind: str = Kind.YEAR) -> Period:
    """Return a period that is sealed."""
    sealed_at = dt.datetime(year + 1, 3, 9, 6, tzinfo=dt.UTC)
    told = {"seals_on": sealed_at.date(), "state": PeriodState.SEALED, "sealed_at": sealed_at}
    return Period.objects.get_or_create(kind=kind, year=year, defaults=told)[0]


def made_release(period: Period, place: Place, *, cases: int = 150, **changes: Any) -> Release:
    """Return a saved release of a place, of so many cases of each member."""
    rollup = {}
    for number, key in enumerate(sorted(place.members)):
        rollup[key] = {
            table: {(row, column): n for row, columns in rows.items() for column, n in columns.items()}
            for table, rows in counts_of(cases, Random(number)).items()
        }
    now = period.sealed_at or dt.datetime(period.year + 1, 3, 9, tzinfo=dt.UTC)
    release, cells = prepare(period, place, intake.tables_of(period.kind), rollup, now, **changes)
    release.save(force_insert=True)
    Cell.objects.bulk_create(cells)
    return release


def made_figures(network: Network, year: int) -> dict[str, Release]:
    """Return a year of two states, one of them withheld, of the nation and of a network."""
    period = sealed_period(year)
    return {
        "nation": made_release(period, Place(Level.NATION, "country:us", "United States", MEMBERS)),
        "region": made_release(period, Place(Level.REGION, MINNESOTA, "Minnesota", MEMBERS)),
        "withheld": made_release(
            period, Place(Level.REGION, WISCONSIN, "Wisconsin", frozenset()), why=Withheld.FEW
        ),
        "network": made_release(period, Place(Level.NETWORK, str(network.pk), network.name, MEMBERS)),
    }
