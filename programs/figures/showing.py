"""A report in words and numbers as people of this language write them: for pages and for the PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.figures.described import Unit
from programs.figures.report import Report
from programs.figures.survey_definitions import SURVEYS
from programs.figures.tables import Row, Table
from programs.models import Program

GROUPS = {
    "stage": gettext_lazy("By stage"),
    "from": gettext_lazy("By who referred"),
    "offence": gettext_lazy("By offense"),
    "grade": gettext_lazy("By how the law grades it"),
    "age": gettext_lazy("By age of the person responsible"),
}
IN_LINES = ("services",)
"""Tables whose parts are lines, because two numbers of each belong beside each other."""
CHARTED = (*(each.id for each in SURVEYS if each.id.startswith("survey_")), "new_offense")
"""Of groups beside each other: what has a chart where both groups have a number."""


@dataclass(frozen=True)
class Line:
    """One number in words: what, how many, which share, and the same of the period before."""

    label: str
    number: str
    share: str
    before: str


@dataclass(frozen=True)
class Chart:
    """Numbers that belong beside each other: label, value, and the value in words."""

    id: str
    title: str
    bars: tuple[tuple[str, float, str], ...]

    @property
    def items(self) -> list[dict[str, Any]]:
        """Return the bars as the component of the page wants them."""
        return [{"label": label, "value": value, "text": text} for label, value, text in self.bars]


@dataclass(frozen=True)
class Beside:
    """A number of each of some groups, in the order of the section's columns: the number, and out of how many."""

    label: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Section:
    """A table as it is shown: `lines`, or, where groups stand beside each other, their names and `beside`."""

    id: str
    title: str
    said: str
    lines: tuple[Line, ...]
    charts: tuple[Chart, ...]
    columns: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()


def shown(report: Report, program: Program) -> list[Section]:
    """Return the tables of a report as they are shown; parts that nothing was counted for are left out."""
    return [_section(table, report, program) for table in report.tables]


def figure(value: Decimal | int | None, unit: Unit, currency: str) -> str:
    """Return a number in words, or a dash where there was nothing to count from."""
    if value is None:
        return _("none")
    if unit == Unit.MONEY:
        return f"{number_format(value, 2, use_l10n=True, force_grouping=True)} {currency}"
    if unit == Unit.HOURS:
        amount = Decimal(value)
        told = number_format(amount, 1 if amount % 1 else 0, use_l10n=True, force_grouping=True)
        return ngettext("%s hour", "%s hours", 1 if amount == 1 else 2) % told
    told = number_format(value, 0, use_l10n=True, force_grouping=True)
    return ngettext("%s day", "%s days", int(value)) % told if unit == Unit.DAYS else told


def share(row: Row) -> str:
    """Return a share in words, such as 56 % (of 379); for days, of how many cases they are taken."""
    if row.unit == Unit.DAYS:
        return ngettext("%s case", "%s cases", row.of) % number_format(row.of) if row.of else ""
    percent = row.percent()
    if percent is None:
        return ""
    told = {"percent": number_format(percent, 0), "of": number_format(row.of or 0, force_grouping=True)}
    return _("%(percent)s %% of %(of)s") % told


def _section(table: Table, report: Report, program: Program) -> Section:
    currency = program.currency
    if table.columns:
        return _set_beside(table)
    lines = [_line(row, report.earlier.get(row.key), currency) for row in table.rows if _is_line(row, table)]
    return Section(table.id, str(table.title), str(table.said), tuple(lines), tuple(_charts(table, currency)))


def _set_beside(table: Table) -> Section:
    """Return a table of groups; what nobody answered is left out, and what both were asked has a chart."""
    lines: dict[tuple[str, str], dict[str, Row]] = {}
    for row in table.rows:
        place = (row.definition.id, row.part.rpartition(":")[0])
        lines.setdefault(place, {})[row.column] = row
    beside, charts = [], []
    for (name, part), found in lines.items():
        if not any(row.value if row.of is None else row.of for row in found.values()):
            continue
        label = str(next(iter(found.values())).label)
        beside.append(Beside(label, tuple(_beside(found.get(group)) for group, _label in table.columns)))
        if name in CHARTED and len(found) == len(table.columns) and all(row.of for row in found.values()):
            bars = [(str(said), *_bar_of_share(found[group])) for group, said in table.columns]
            charts.append(Chart(f"{name}-{part.replace(':', '-')}", label, tuple(bars)))
    columns = tuple(str(said) for _group, said in table.columns)
    return Section(table.id, str(table.title), str(table.said), (), tuple(charts), columns, tuple(beside))


def _beside(row: Row | None) -> tuple[str, str]:
    if row is None:
        return (_("not asked"), "")
    if row.of is None:
        return (figure(row.value, row.unit, ""), "")
    percent = row.percent()
    if percent is None:
        return (_("none"), "")
    told = {
        "value": number_format(row.value or 0, force_grouping=True),
        "of": number_format(row.of, force_grouping=True),
    }
    return (_("%s %%") % number_format(percent, 0), _("%(value)s of %(of)s") % told)


def _bar_of_share(row: Row) -> tuple[float, str]:
    return float(row.percent(1) or 0), _beside(row)[0]


def _is_line(row: Row, table: Table) -> bool:
    """Return whether a number is a line of the table; the parts of counts are in charts, with tables of their own."""
    if not row.is_part or row.unit == Unit.DAYS:
        return True
    return table.id in IN_LINES and bool(row.value)


def _line(row: Row, earlier: Row | None, currency: str) -> Line:
    before = figure(earlier.value, earlier.unit, currency) if earlier else ""
    if earlier and earlier.percent() is not None:
        before = f"{before} ({share(earlier)})"
    return Line(str(row.label), figure(row.value, row.unit, currency), share(row), before)


def _charts(table: Table, currency: str) -> Iterator[Chart]:
    parts = [row for row in table.rows if not _is_line(row, table) and row.value]
    for (name, group), found in groupby(parts, key=lambda row: (row.definition.id, _group(row))):
        rows = list(found)
        title = GROUPS.get(group, rows[0].definition.name)
        bars = tuple((str(row.label), float(row.value or 0), _bar(row, currency)) for row in rows)
        yield Chart(f"{name}-{group or 'parts'}", str(title), bars)


def _bar(row: Row, currency: str) -> str:
    said = figure(row.value, row.unit, currency)
    percent = row.percent()
    return said if percent is None else f"{said} ({number_format(percent, 0)} %)"


def _group(row: Row) -> str:
    return row.part.partition(":")[0] if ":" in row.part else ""


def years_of(report: Report, program: Program) -> list[dict[str, Any]]:
    """Return the years of a report with their numbers in words."""
    return [
        {
            "year": str(each.number),
            "ended": number_format(each.ended, force_grouping=True),
            "days": figure(each.days, Unit.DAYS, program.currency),
            "cost": figure(each.cost, Unit.MONEY, program.currency),
            "cost_per_case": figure(each.cost_per_case, Unit.MONEY, program.currency),
        }
        for each in report.years
    ]
