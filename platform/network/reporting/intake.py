"""Where programs' exact counts lie between being handed in and being sealed: one way in, one reader (decision 0036)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from network.reporting.models import Kind
from network.reporting.plan import TABLES, Table
from tenants.context import sealer

Counts = Mapping[str, Mapping[str, Mapping[str, int]]]
"""How many cases are in each cell that has any: by table, row and column of the plan."""
MOST = 1_000_000
"""Of cases of one program in one cell: more is a mistake."""


class Unfit(ValueError):
    """Counts that the plan does not know, or that cannot be of the same cases."""


def tables_of(kind: str) -> tuple[Table, ...]:
    """Return the tables that are counted for a kind of period."""
    return tuple(table for table in TABLES if table.is_late == (kind == Kind.LATER))


def check(kind: str, counts: Counts) -> int:
    """Return how many cases some counts are of; raise Unfit where the plan has no such cell, or tables differ.

    Each case stands in one cell of each table, so that all of them have the same sum.
    """
    tables = {table.id: frozenset(table.cells) for table in tables_of(kind)}
    if set(counts) - set(tables):
        raise Unfit(f"The plan has no table {sorted(set(counts) - set(tables))}.")
    sums = dict.fromkeys(tables, 0)
    for name, rows in counts.items():
        for row, columns in rows.items():
            for column, n in columns.items():
                if (row, column) not in tables[name]:
                    raise Unfit(f"The table {name} has no cell {row}/{column}.")
                if type(n) is not int or not 0 < n <= MOST:
                    raise Unfit(f"The cell {name}/{row}/{column} must be a whole number above 0.")
                sums[name] += n
    if len({*sums.values()}) != 1:
        raise Unfit(f"Each case is in one cell of each table, but the tables add up to {sums}.")
    return next(iter(sums.values()))


def hand_in(*, period_id: UUID, tenant_id: UUID, kind: str, counts: Counts) -> bool:
    """Keep a program's counts of a period, as the worker; False where it was not asked, or handed them in before.

    The first counts stay, so that a job which is done twice changes nothing. Raises Unfit.
    """
    check(kind, counts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stats_intake.hand_in(%s, %s, %s::jsonb)", [period_id, tenant_id, json.dumps(counts)]
        )
        return bool(cursor.fetchone()[0])


Rollup = dict[UUID, dict[str, dict[tuple[str, str], int]]]
"""What is read: by program and table, how many cases in each cell that has any."""


def read(period_id: UUID) -> tuple[Rollup, str]:
    """Return what was handed in for a period, and its digest (SHA-256 of the sorted rows); as the sealer."""
    found: Rollup = {}
    digest = hashlib.sha256()
    with _rows(period_id) as rows:
        for tenant, table, row, column, n in rows:
            found.setdefault(tenant, {}).setdefault(table, {})[row, column] = n
            digest.update(f"{tenant}/{table}/{row}/{column}/{n}\n".encode())
    return found, digest.hexdigest()


@contextmanager
def _rows(period_id: UUID) -> Iterator[Iterator[tuple[UUID, str, str, str, int]]]:
    with sealer(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT tenant, tbl, "row", col, n FROM stats_intake.rollup WHERE period = %s
               ORDER BY tenant, tbl COLLATE "C", "row" COLLATE "C", col COLLATE "C" """,
            [period_id],
        )
        yield iter(cursor.fetchall())


def gates(period_id: UUID, drawn: Mapping[UUID, int]) -> dict[UUID, int]:
    """Keep how many cases each program has, with noise, and return what is kept for a period; as the sealer.

    What was kept before stays: a release that died behind this and begins again sees the same numbers.
    """
    with sealer(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO stats_intake.gate (period, tenant, noisy)
               SELECT %s, * FROM unnest(%s::uuid[], %s::integer[]) ON CONFLICT DO NOTHING""",
            [period_id, list(drawn), list(drawn.values())],
        )
    return gates_of(period_id)


def gates_of(period_id: UUID) -> dict[UUID, int]:
    """Return how many cases each program had in a period, with noise; as the sealer. It is never purged."""
    with sealer(), connection.cursor() as cursor:
        cursor.execute("SELECT tenant, noisy FROM stats_intake.gate WHERE period = %s", [period_id])
        return dict(cursor.fetchall())


def purge(period_id: UUID) -> int:
    """Delete what was handed in for a period and return how many cells that were; as the sealer."""
    with sealer(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM stats_intake.rollup WHERE period = %s", [period_id])
        return int(cursor.rowcount)
