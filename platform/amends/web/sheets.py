"""Workbooks (XLSX) with plain values: no formula, no macro, no link, and no word about who made them."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

TITLE_LIMIT = 31
"""The longest name that a sheet may have."""


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """Return a workbook of some sheets, by their names; the first row of each is its headings.

    A value is a text, a number, a date or None. A text is a text, also one that begins like a formula.
    """
    book = Workbook(write_only=True)
    book.properties.creator = ""
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:TITLE_LIMIT])
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, is_heading=number == 0) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: Any, value: Any, *, is_heading: bool) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if is_heading:
        cell.font = Font(bold=True)
    return cell
