"""Three mistakes that the drill has to find, planted into this process and nowhere else, each taken back again.

- redrawn: figures that are released again are drawn again;
- zeros: where nobody was counted there is no noise;
- series: a year's figures count all years up to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

MISTAKES = ("redrawn", "zeros", "series")


@contextmanager
def planted(mistake: str) -> Iterator[None]:
    """Make a mistake in the release of figures for a while."""
    from network.reporting import intake, preparing
    from network.reporting.actions import releasing

    where: dict[str, tuple[Any, str, Any]] = {
        "redrawn": (releasing, "release_period", _drawing_again(releasing.release_period)),
        "zeros": (preparing, "draw", _without_zeros(preparing.draw)),
        "series": (intake, "read", _all_years(intake.read)),
    }
    module, name, instead = where[mistake]
    with patch.object(module, name, instead):
        yield


def _drawing_again(right: Any) -> Any:
    """Release a sealed period once more instead of refusing to, and replace its documents."""

    def release_period(*, actor: Any, period: Any, now: datetime) -> Any:
        from network.reporting import intake, preparing
        from network.reporting.domains import Place
        from network.reporting.models import Period, Release
        from network.reporting.plan import Level
        from tenants.context import as_owner

        row = Period.objects.get(pk=period.pk)
        if row.state != "sealed":
            return right(actor=actor, period=period, now=now)
        rollup, _digest = intake.read(row.pk)
        made = []
        for each in Release.objects.filter(period=row, state="published"):
            place = Place(Level(each.level), each.domain, each.name, frozenset(each.members))
            anew, _cells = preparing.prepare(
                row, place, intake.tables_of(row.kind), rollup, each.published_at
            )
            made.append((each.pk, anew))
        with as_owner():
            for pk, anew in made:
                Release.objects.filter(pk=pk).update(document=anew.document, checksum=anew.checksum)
        return [anew for _pk, anew in made]

    return release_period


def _without_zeros(right: Any) -> Any:
    """Draw noise where somebody was counted alone."""

    def draw(rollup: Any, members: Any, tables: Any, level: Any, attempt: int) -> Any:
        drawn = right(rollup, members, tables, level, attempt)
        for table, cells in drawn.items():
            for cell in cells:
                if not any(rollup.get(each, {}).get(table, {}).get(cell) for each in members):
                    cells[cell] = 0
        return drawn

    return draw


def _all_years(right: Any) -> Any:
    """Read what was handed in for a period and for all before it."""

    def read(period_id: UUID) -> Any:
        from network.reporting.models import Period

        period = Period.objects.get(pk=period_id)
        whole, digest = right(period_id)
        for earlier in Period.objects.filter(kind=period.kind, year__lt=period.year):
            for tenant, tables in right(earlier.pk)[0].items():
                for table, cells in tables.items():
                    mine = whole.setdefault(tenant, {}).setdefault(table, {})
                    for cell, n in cells.items():
                        mine[cell] = mine.get(cell, 0) + n
        return whole, digest

    return read
