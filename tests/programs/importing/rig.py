"""Files of the tests, and how one goes through every step."""

import csv
import io
import uuid
import zipfile
from html import escape

from django.utils import timezone

from programs.actions.imports import begin_import, name_columns, undo_import, upload_import
from programs.importing.judging import DAYS
from programs.importing.values import MONTH_FIRST
from programs.models import ImportBatch
from tests.programs.cast import at

HEAD = (
    "Case No", "Date referred", "Stage", "Source", "Offense", "Class", "Offender", "Victim", "Mode", "Held",
    "Session date", "Agreement", "Amount", "Paid", "Personal service", "Community service", "Apology only", "Completed",
    "Closed",
)  # fmt: skip
ROW = {
    "Case No": "2019-1", "Date referred": "2019-01-07", "Stage": "Pre charge", "Source": "Police", "Offense": "theft",
    "Class": "M", "Offender": "Tyler Brooks", "Victim": "Nadia Petrov", "Mode": "face to face", "Held": "yes",
    "Session date": "2/4/2019", "Agreement": "yes", "Amount": "$120.00", "Paid": "120", "Personal service": "",
    "Community service": "10", "Apology only": "", "Completed": "yes", "Closed": "2019-05-01",
}  # fmt: skip


def row(number, **changes):
    """Return the cells of a good row, with changes by heading (blanks as underscores)."""
    said = ROW | {"Case No": f"2019-{number}", "Offender": f"Tyler Brooks {number}"}
    said |= {name.replace("_", " "): value for name, value in changes.items()}
    return [said[name] for name in HEAD]


def csv_of(rows, head=HEAD, delimiter=",", encoding="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    return out.getvalue().encode(encoding)


def numbered(rows, head=HEAD):
    """Return rows as the reader gives them: each after the number that a spreadsheet shows."""
    return iter([(number, list(cells)) for number, cells in enumerate([head, *rows], start=1)])


def upload(world, rows, head=HEAD, kind="cases", **changes):
    told = {"form_key": uuid.uuid4(), "file_name": "cases.csv", "now": timezone.now()} | changes
    return upload_import(actor=world.cora, kind=kind, rows=numbered(rows, head), **told)


def check(tenant, world, worker, rows, head=HEAD, kind="cases", constants=None):
    """Return a file that is checked."""
    with at(tenant):
        batch = upload(world, rows, head, kind)
        told = batch.constants | {DAYS: MONTH_FIRST} | (constants or {})
        name_columns(actor=world.cora, batch=batch, columns=batch.columns, constants=told)
    return through(tenant, worker, batch)


def run(tenant, world, worker, rows, head=HEAD, kind="cases", **changes):
    """Return a file that is imported."""
    batch = check(tenant, world, worker, rows, head, kind)
    with at(tenant):
        begin_import(actor=world.cora, batch=batch, **changes)
    return through(tenant, worker, batch)


def undo(tenant, world, worker, batch):
    with at(tenant):
        undo_import(actor=world.cora, batch=batch)
    return through(tenant, worker, batch)


def through(tenant, worker, batch):
    """Return a file once no job works on it any more: one pass of the worker ends after some seconds."""
    worker.drain()
    while (found := fresh(tenant, batch)).is_at_work:
        worker.drain()
    return found


def fresh(tenant, batch):
    with at(tenant):
        found = ImportBatch.objects.get(pk=batch.pk)
        assert found.found is None or found.found is not False  # opened while the place is entered
        return found


def workbook(rows, head=HEAD, extra=()):
    """Return a workbook with one sheet, as plain as a spreadsheet writes it; `extra` are more parts by name."""
    lines = "".join(
        f'<row r="{number}">'
        + "".join(_cell(number, place, cell) for place, cell in enumerate(cells))
        + "</row>"
        for number, cells in enumerate([head, *rows], start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Cases" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
    } | dict(extra)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package_:
        for name, text in parts.items():
            package_.writestr(name, text)
    return out.getvalue()


def _cell(number, place, cell):
    where = f"{chr(65 + place)}{number}"
    if isinstance(cell, int | float):
        return f'<c r="{where}"><v>{cell}</v></c>'
    if str(cell).startswith("="):
        return f'<c r="{where}"><f>{escape(cell[1:])}</f><v>7</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'
