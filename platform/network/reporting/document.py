"""What everybody may read of a release: one document, whose bytes and checksum never change."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt
from typing import Any

from network.reporting.agreeing import agree
from network.reporting.contributors import Withheld
from network.reporting.plan import STAGES, Level, Table, cost_of, variance_of
from network.reporting.ranges import Noisy, Share, shown_count
from network.reporting.shares import ALL, shares_in

FORMAT = 1
PLAN = 1
"""The version of the publication plan (`plan.TABLES`)."""


@dataclass(frozen=True)
class Head:
    """Which figures these are."""

    kind: str
    year: int
    level: Level
    domain: str
    name: str
    attempt: int
    published_on: date
    contributors: int


@dataclass(frozen=True)
class Fitted:
    """Noisy cells made to agree, with the variance of each; and the sums of the funnel's stages."""

    cells: dict[tuple[str, str, str], Noisy]
    totals: dict[str, Noisy]

    def find(self, table: str, row: str, column: str) -> Noisy | None:
        """Return a cell; of the row "all" the sum of a column, and without a table that of the funnel."""
        if not table:
            return self.totals[column]
        if row != ALL or (table, ALL, column) in self.cells:
            return self.cells.get((table, row, column))
        rows = [cell for (name, _row, there), cell in self.cells.items() if (name, there) == (table, column)]
        return Noisy(sum(each.value for each in rows), sum(each.variance for each in rows))


def fit(
    drawn: Mapping[str, Mapping[tuple[str, str], int]], tables: tuple[Table, ...], level: Level, attempt: int
) -> Fitted:
    """Return what was drawn for some tables of a domain, with the funnel's tables made to agree."""
    cells: dict[tuple[str, str, str], Noisy] = {}
    funnels = {table.id: drawn[table.id] for table in tables if table.is_funnel}
    agreed = None
    if funnels:
        first = next(table for table in tables if table.is_funnel)
        agreed = agree(funnels, STAGES, float(variance_of(first, level, attempt)))
        for name, found in agreed.tables.items():
            for (row, stage), value in found.items():
                cells[name, row, stage] = Noisy(value, agreed.cell_variances[name, stage])
    for table in tables:
        if not table.is_funnel:
            variance = float(variance_of(table, level, attempt))
            cells |= {(table.id, *cell): Noisy(value, variance) for cell, value in drawn[table.id].items()}
    totals = {} if agreed is None else agreed.totals
    return Fitted(
        cells,
        {stage: Noisy(value, agreed.total_variances[stage]) for stage, value in totals.items() if agreed},
    )


def write(head: Head, fitted: Fitted, tables: tuple[Table, ...]) -> dict[str, Any]:
    """Return the document of a domain that is published."""
    spent = sum((cost_of(table, head.level, head.attempt) for table in tables), Fraction(0))
    return _begin(head, why=None) | {
        "totals": [_cell("", stage, cell) for stage, cell in fitted.totals.items()],
        "tables": [_table(table, fitted) for table in tables],
        "shares": [
            {"id": each.id, "table": table, "row": row} | _shown(share)
            for each, table, row, share in shares_in(tables, fitted.find)
        ],
        "privacy": {"rho": str(spent)},
    }


def write_withheld(head: Head, why: Withheld) -> dict[str, Any]:
    """Return the document of a domain that is not published: only that, and by which rule."""
    return _begin(head, why=why) | {"totals": [], "tables": [], "shares": [], "privacy": {"rho": "0"}}


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the bytes of a document as they are served and summed: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def checksum(document: Mapping[str, Any]) -> str:
    """Return SHA-256 of a document's bytes."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _begin(head: Head, why: Withheld | None) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "plan": PLAN,
        "period": {
            "kind": head.kind,
            "key": head.year,
            "begins": f"{head.year}-01-01",
            "ends": f"{head.year}-12-31",
        },
        "domain": {"level": head.level.value, "code": head.domain, "name": head.name},
        "attempt": head.attempt,
        "published_on": head.published_on.isoformat(),
        "state": "withheld" if why else "published",
        "why": why.value if why else None,
        "contributors": head.contributors,
    }


def _table(table: Table, fitted: Fitted) -> dict[str, Any]:
    every = ((row, column) for row in table.rows for column in table.columns)
    possible = [fitted.cells[table.id, *cell].variance for cell in table.cells]
    return {
        "id": table.id,
        "rows": list(table.rows),
        "columns": list(table.columns),
        "sd": round(sqrt(max(possible)), 1),
        "cells": [_cell(row, column, fitted.cells.get((table.id, row, column))) for row, column in every],
    }


def _cell(row: str, column: str, cell: Noisy | None) -> dict[str, Any]:
    if cell is None:
        return {"row": row, "column": column, "count": None, "mark": "z"}
    count = shown_count(round(cell.value))
    return {"row": row, "column": column, "count": count, "mark": "low" if count is None else ""}


def _shown(share: Share | None) -> dict[str, Any]:
    if share is None or not share.is_reliable:
        return {"part": None, "low": None, "high": None, "mark": "u"}
    # Outwards, so that the range that is shown still holds what the exact one holds.
    low, high = int(share.low * 100) / 100, min(-int(-share.high * 100 // 1) / 100, 1.0)
    return {"part": round(share.part, 2), "low": low, "high": high, "mark": ""}
