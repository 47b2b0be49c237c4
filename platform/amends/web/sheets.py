"""Tables as files: CSV and workbooks (XLSX), with plain values: no formula, no macro, no link, nobody's name."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

TITLE_LIMIT = 31
"""The longest name that a sheet may have."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


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


def table(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV, in UTF-8 with a mark at the beginning, without which spreadsheets read accents wrongly.

    A text that a spreadsheet would take for a formula is marked as a text.
    """
    written = io.StringIO()
    csv.writer(written).writerows([_harmless(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def _cell(sheet: Any, value: Any, *, is_heading: bool) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if is_heading:
        cell.font = Font(bold=True)
    return cell
