"""A report: its tables for a period, beside the period before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.figures import counting
from programs.figures.ovc import quarter_tables
from programs.figures.periods import Period, quarter_of, year
from programs.figures.surveys import survey_tables
from programs.figures.tables import Row, Table
from programs.figures.workload import Load, loads
from programs.figures.years import Year, years_until
from programs.models import Program
from programs.retention.unseen import seeing_sealed


class Kind(models.TextChoices):
    """The reports there are."""

    FIGURES = "figures", _("Figures of a period")
    ANNUAL = "annual", _("Annual report")
    OVC = "ovc", _("Quarter for the OVC")


@dataclass(frozen=True)
class Report:
    """What a page, a file or a PDF of figures says."""

    kind: Kind
    period: Period
    made_at: datetime
    tables: tuple[Table, ...]
    earlier: Mapping[str, Row] = field(default_factory=dict)
    """The rows of the period before, by their keys."""
    years: tuple[Year, ...] = ()
    loads: tuple[Load, ...] = ()

    @property
    def definitions(self) -> list[Any]:
        """Return each definition once, in the order of the tables."""
        return list(dict.fromkeys(each for table in self.tables for each in table.definitions))


def _all(period: Period, zone: ZoneInfo) -> list[Table]:
    return [
        counting.referrals(period, zone),
        *counting.endings(period, zone),
        counting.sessions(period, zone),
        counting.making_good(period, zone),
        counting.time_taken(period, zone),
        counting.mediators(period, zone),
        *survey_tables(period),
    ]


TABLES: dict[Kind, Callable[[Period, ZoneInfo], list[Table]]] = {
    Kind.FIGURES: _all,
    Kind.ANNUAL: _all,
    Kind.OVC: quarter_tables,
}


def report_of(kind: Kind, period: Period, program: Program, now: datetime) -> Report:
    """Return a report about this program; its mediators' names are in `loads` only, and in no file."""
    zone = program.zone
    with seeing_sealed():
        earlier = {row.key: row for table in TABLES[kind](period.before, zone) for row in table.rows}
        return Report(
            kind=kind,
            period=period,
            made_at=now,
            tables=tuple(TABLES[kind](period, zone)),
            earlier=earlier,
            years=tuple(years_until(period.last.year, program, zone)) if kind == Kind.ANNUAL else (),
            loads=tuple(loads(period, zone)) if kind == Kind.FIGURES else (),
        )


def usual_period(kind: Kind, today: date) -> Period:
    """Return what is shown when nobody asked for days: this year, last year, or the last whole quarter."""
    if kind == Kind.OVC:
        return quarter_of(today).before
    return year(today.year - 1) if kind == Kind.ANNUAL else year(today.year)
