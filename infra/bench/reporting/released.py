"""Releases a year of many programs whose counts lie where programs hand them in."""

import json
import time
from collections.abc import Callable
from random import Random
from resource import RUSAGE_SELF, getrusage
from typing import Any

REGIONS, NETWORKS = 50, 16
CASES_MU, CASES_SIGMA = 4.4, 0.9
"""Of the logarithm of a program's cases of a year: the median is 81."""


def release_many(programs: int, seed: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Return how long the release of one year took, from reading the counts to the commit, and what it published."""
    from django.test.utils import override_settings

    from network.reporting.actions import release_period
    from network.reporting.models import ReleaseState
    from tenants.context import platform

    say(f"making counts of {programs} programs")
    period, now = _prepare(programs, Random(seed))
    say(f"releasing {programs} programs")
    with override_settings(TENANCY_LOGIN="amends_worker"):
        _close()
        with platform():
            began = time.perf_counter()
            releases = release_period(actor=None, period=period, now=now)
            seconds = time.perf_counter() - began
        _close()
    published = sum(each.state == ReleaseState.PUBLISHED for each in releases)
    return {
        "seconds": round(seconds, 2),
        "ms_of_a_program": round(seconds / programs * 1000, 2),
        "domains": len(releases),
        "published": published,
        "peak_mb_so_far": getrusage(RUSAGE_SELF).ru_maxrss // 1024,
    }


def _close() -> None:
    from django.db import connections

    from tenants.connections import IDLE

    IDLE.forget_idle()
    connections.close_all()


def _prepare(programs: int, chance: Random) -> tuple[Any, Any]:
    """Empty what was released before; then programs, their words, and their counts, as the owner of the tables."""
    import datetime as dt

    from django.db import connection, transaction
    from django.utils import timezone

    from network import places
    from network.oversight.models import Network
    from network.reporting.models import Contributor, Handing, Kind, Period, PeriodState
    from tenants.context import as_owner
    from tests.network.reporting.made import GIVEN, SEALED, counts_of, made_programs

    tenants = made_programs(programs)
    regions = [each.code for each in places.states()][:REGIONS]
    weights = [1 / (number + 1) ** 0.7 for number in range(len(regions))]
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE reporting_cell, reporting_spent, reporting_release, reporting_handing, reporting_period,"
            " reporting_contributor, stats_intake.rollup, stats_intake.gate"
        )
        networks = [
            Network.objects.get_or_create(slug=f"network-{number}", defaults={"name": f"Network {number}"})[0]
            for number in range(NETWORKS)
        ]
        period = Period.objects.create(
            kind=Kind.YEAR,
            year=2026,
            seals_on=SEALED.date(),
            state=PeriodState.COUNTING,
            counting_since=SEALED,
        )
        Contributor.objects.bulk_create(
            (
                Contributor(
                    tenant=each,
                    words=1,
                    region=chance.choices(regions, weights)[0],
                    network=chance.choice(networks) if chance.random() < 0.7 else None,
                    first_year=2026,
                    given_at=GIVEN,
                )
                for each in tenants
            ),
            batch_size=5_000,
        )
        now = timezone.now()
        Handing.objects.bulk_create(
            (Handing(period=period, tenant=each, asked_at=now, handed_at=now) for each in tenants),
            batch_size=5_000,
        )
        # Forty years that programs share out: to invent each program's cases by itself would take minutes.
        made = [
            counts_of(max(1, round(chance.lognormvariate(CASES_MU, CASES_SIGMA))), chance) for _ in range(40)
        ]
        for number, each in enumerate(tenants):
            cursor.execute(
                """INSERT INTO stats_intake.rollup
                   SELECT %s, %s, tables.key, rows.key, cells.key, cells.value::integer
                   FROM jsonb_each(%s::jsonb) AS tables, jsonb_each(tables.value) AS rows,
                        jsonb_each_text(rows.value) AS cells""",
                [period.pk, each.pk, json.dumps(made[number % len(made)])],
            )
    return period, SEALED + dt.timedelta(days=8)
