"""Workbooks and text files as people and attackers make them, each from its own small recipe."""

import datetime as dt
import io
import zipfile
from functools import cache

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
TEXT = "Nom;Montant;Ville\r\nÉmile;1 200,50 €;Zoë\r\n"
LINES = [["Nom", "Montant", "Ville"], ["Émile", "1 200,50 €", "Zoë"]]


def book(fill, epoch=None):
    """Return a workbook as openpyxl writes it, once `fill(book, sheet)` is through."""
    made = Workbook()
    if epoch:
        made.epoch = epoch
    fill(made, made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def usual(_book, sheet):
    """Days, moments, numbers, formulas without a stored value, leading zeros as text, yes and no, an empty row."""
    sheet.append(["No", "Date", "Amount", "Text", "Flag"])
    sheet.append([7, dt.date(2019, 1, 7), 120.5, "007", True])
    moment = dt.datetime(2019, 1, 7, 13, 30)  # noqa: DTZ001 - a sheet has no zones
    sheet.append([8.0, moment, 1 / 3, " b ", False])
    sheet.append([])
    sheet.append(["=1+1", "#N/A", 1e15, "l1\nl2", None])


USUAL = [
    (1, ["No", "Date", "Amount", "Text", "Flag"]),
    (2, ["7", "2019-01-07", "120.5", "007", "true"]),
    (3, ["8", "2019-01-07 13:30", "0.333333", "b", "false"]),
]


def hidden_first(made, sheet):
    sheet.sheet_state = "hidden"
    sheet.append(["Notes"])
    made.create_sheet("Empty")
    for name, cells in (("Cases", ["No", "Name"]), ("Other", ["a", "b"])):
        made.create_sheet(name).append(cells)
    made.active = 2


def titled(_book, sheet):
    """A merged title above the headings, and cells that are merged across rows."""
    sheet.append(["Cases of 2019"])
    sheet.merge_cells("A1:C1")
    for cells in (["No", "Name", "Paid"], [1, "A", 2], [None, "B", 3]):
        sheet.append(cells)
    sheet.merge_cells("A3:A4")


def stray(_book, sheet):
    sheet.append(["No", "Name"])
    sheet.cell(row=1_048_576, column=16_384, value="x")


def replaced(content, name=SHEET, more=()):
    """Return a plain workbook with other content for one part, and more parts."""
    source, out = zipfile.ZipFile(io.BytesIO(book(usual))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for each in source.infolist():
            package.writestr(each.filename, content if each.filename == name else source.read(each))
        for other, told in more:
            package.writestr(other, told)
    return out.getvalue()


@cache
def bomb():
    return replaced(HEAD + b" " * 450_000_000)


def many_cells():
    """Return a sheet of more than 50 MB of text, in a package of far less than one."""
    cell = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>' + b"x" * 4_900 + b"</t></is></c></row>"
    return replaced(HEAD + b"".join(cell % (number, number) for number in range(1, 11_001)) + TAIL)


def smaller_than_it_is():
    """Return a bomb whose list of contents says that it unpacks to 100 bytes."""
    content = bytearray(replaced(HEAD + b" " * 50_000_000))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        length = int.from_bytes(content[place + 28 : place + 30], "little")
        if content[place + 46 : place + 46 + length] == SHEET.encode():
            content[place + 24 : place + 28] = (100).to_bytes(4, "little")
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


REFUSED = {
    "bomb.xlsx": ("huge", bomb),
    "many-cells.xlsx": ("huge", many_cells),
    "lies.xlsx": ("broken", smaller_than_it_is),
    "entities.xlsx": ("active", lambda: replaced(b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + HEAD + TAIL)),
    "macros.xlsx": ("active", lambda: replaced(HEAD + TAIL, more=[("xl/vbaProject.bin", b"x")])),
    "cut-off.xlsx": ("broken", lambda: book(usual)[:-200]),
    "stray.xlsx": ("far", lambda: book(stray)),
    "wide.xlsx": ("wide", lambda: book(lambda _book, sheet: sheet.append(list(range(1, 10_001))))),
    "fat.xlsx": ("cell", lambda: book(lambda _book, sheet: sheet.append(["No", "x" * 32_767]))),
    "empty.xlsx": ("empty", lambda: book(lambda _book, _sheet: None)),
    "older.xlsx": ("xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "a-pdf.xlsx": ("kind", lambda: b"%PDF-1.7\n1 0 obj\n"),
    "a-document.xlsx": ("kind", lambda: _package("word/document.xml")),
    "a-picture.csv": ("kind", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
    "a-program.csv": ("kind", lambda: b"\x7fELF" + b"\0\1\2\3" * 400),
    "a-page.csv": ("kind", lambda: b"<html><table><tr><td>a</td></tr></table>"),
    "nothing.csv": ("kind", lambda: b"No,Name\n1,A\x00B\n"),
    "wide.csv": ("wide", lambda: ",".join(map(str, range(10_000))).encode()),
    "fat.csv": ("cell", lambda: b"No,Name\n1," + b"x" * 1_000_000 + b"\n"),
    "quote.csv": ("quote", lambda: b'No,Name\n1,"A\n2,B\n'),
    "long.csv": ("rows", lambda: b"a\n" + b"1\n" * 50_001),
    "commas.csv": ("empty", lambda: b",,,,\n,,,,\n"),
}


def _package(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, "<x/>")
    return out.getvalue()


TEXTS = {
    "UTF-16 with its mark": TEXT.encode("utf-16"),
    "UTF-16 the other way round": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "UTF-16 without a mark": TEXT.encode("utf-16-le"),
    "Windows-1252": TEXT.encode("cp1252"),
    "UTF-8 with its mark": TEXT.encode("utf-8-sig"),
    "line ends of old Macs": TEXT.replace("\r\n", "\r").encode(),
    "the separator said first": f"sep=;\r\n{TEXT}".encode(),
    "two lines that are empty": f"\n\n{TEXT}".encode(),
    "tabs": TEXT.replace(";", "\t").encode("utf-16"),
}
