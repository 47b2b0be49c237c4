"""Draws the noise of one domain's figures, once, and writes what is published of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from network.reporting.contributors import Withheld
from network.reporting.document import PLAN, Head, checksum, fit, write, write_withheld
from network.reporting.domains import Place
from network.reporting.intake import Rollup
from network.reporting.models import Cell, Period, Release, ReleaseState
from network.reporting.noise import draw_gaussian
from network.reporting.plan import Level, Table, variance_of

OF_CELLS = 5000
"""Rows that are written by one statement."""


def prepare(
    period: Period,
    place: Place,
    tables: Sequence[Table],
    rollup: Rollup,
    now: datetime,
    *,
    why: Withheld | None = None,
    attempt: int = 1,
) -> tuple[Release, list[Cell]]:
    """Draw a domain's figures and return what is to be saved of them; only in the transaction that saves it."""
    mine = tuple(table for table in tables if place.level in table.levels)
    head = Head(
        period.kind,
        period.year,
        place.level,
        place.code,
        place.name,
        attempt,
        now.date(),
        len(place.members),
    )
    cells = []
    if why:
        document = write_withheld(head, why)
    else:
        fitted = fit(draw(rollup, place.members, mine, place.level, attempt), mine, place.level, attempt)
        document = write(head, fitted, mine)
        cells = [
            Cell(table=table, row=row, column=column, value=round(cell.value), deviation=cell.variance**0.5)
            for (table, row, column), cell in fitted.cells.items()
        ]
    release = Release(
        period=period,
        plan=PLAN,
        level=place.level.value,
        domain=place.code,
        name=place.name,
        attempt=attempt,
        state=ReleaseState.WITHHELD if why else ReleaseState.PUBLISHED,
        why=why.value if why else "",
        members=sorted(place.members),
        document=document,
        checksum=checksum(document),
        published_at=now,
    )
    for cell in cells:
        cell.release = release
    return release, cells


def draw(
    rollup: Rollup, members: Collection[UUID], tables: Collection[Table], level: Level, attempt: int
) -> dict[str, dict[tuple[str, str], int]]:
    """Return the noisy counts of some tables: what the members counted, and noise in every cell, also on nothing."""
    drawn = {}
    for table in tables:
        variance = variance_of(table, level, attempt)
        counts = [rollup.get(member, {}).get(table.id, {}) for member in members]
        drawn[table.id] = {
            cell: sum(each.get(cell, 0) for each in counts) + draw_gaussian(variance) for cell in table.cells
        }
    return drawn
