"""A report as a file: one row a number, with the id of its definition, for whoever reckons on."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from amends.web.sheets import workbook
from programs.figures.report import Report
from programs.figures.tables import Row, Table
from programs.models import Program


def rows_of(report: Report, program: Program) -> Iterator[list[Any]]:
    """Yield the headings, then each number of a report; what there was nothing to count from is empty."""
    yield [
        _("Table"), _("Definition"), _("Part"), _("What"), _("Number"), _("Of"), _("Percent"), _("Unit"),
        _("Before"), _("From"), _("To"),
    ]  # fmt: skip
    for table in report.tables:
        for row in table.rows:
            yield [
                str(table.title),
                row.definition.id,
                row.part,
                _said(row, table),
                *_numbers(row, report, program),
            ]
    for each in report.years:
        told = (("ended", each.ended, ""), ("days", each.days, "days"), ("cost", each.cost, program.currency))
        for name, value, unit in told:
            yield [
                _("Year by year"), f"year_{name}", str(each.number), str(each.number), value, None, None, unit, None,
                f"{each.number}-01-01", f"{each.number}-12-31",
            ]  # fmt: skip


def _said(row: Row, table: Table) -> str:
    group = dict(table.columns).get(row.column)
    return str(row.label) if group is None else f"{row.label}, {str(group).lower()}"


def _numbers(row: Row, report: Report, program: Program) -> list[Any]:
    before = report.earlier.get(row.key)
    unit = program.currency if row.unit == "money" else str(row.unit)
    return [
        row.value, row.of, row.percent(1), unit, before.value if before else None,
        report.period.first.isoformat(), report.period.last.isoformat(),
    ]  # fmt: skip


def as_csv(report: Report, program: Program) -> bytes:
    """Return it as CSV, in UTF-8 with a mark at the beginning, without which spreadsheets read accents wrongly."""
    written = io.StringIO()
    csv.writer(written).writerows(rows_of(report, program))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_xlsx(report: Report, program: Program) -> bytes:
    """Return it as a workbook of two sheets: the numbers, and what they mean."""
    meanings: list[list[Any]] = [[_("Definition"), _("What"), _("Meaning"), _("Source")]]
    meanings += [[each.id, str(each.name), str(each.said), str(each.source)] for each in report.definitions]
    return workbook({_("Figures"): list(rows_of(report, program)), _("Definitions"): meanings})
