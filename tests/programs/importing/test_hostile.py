"""Spreadsheets as they come: each goes in right, or is refused with a sentence that says what to do."""

import csv
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from amends.files.kinds import Unfit
from amends.files.tables import rows_of
from programs.models import ImportBatch, ImportChunk, MediationCase
from programs.views.imports import UNFIT
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_world
from tests.programs.importing import hostile, rig


def read(content, name="file.xlsx"):
    return list(rows_of(SimpleUploadedFile(name, content)))


@pytest.mark.no_db
@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_days_are_days_and_numbers_are_numbers(epoch):
    rows = read(hostile.book(hostile.usual, epoch))
    assert rows[:3] == hostile.USUAL
    assert rows[3] == (5, ["", "", "1000000000000000", "l1\nl2"]), (
        "a formula says what was stored with it: nothing here"
    )


@pytest.mark.no_db
def test_the_first_sheet_that_is_not_hidden_is_read():
    assert read(hostile.book(hostile.hidden_first)) == [(1, ["No", "Name"])]


@pytest.mark.no_db
@pytest.mark.parametrize("said", hostile.TEXTS)
def test_text_of_every_usual_kind(said):
    assert [cells for _number, cells in read(hostile.TEXTS[said], "file.csv")] == hostile.LINES


@pytest.mark.no_db
def test_a_title_does_not_say_how_cells_are_parted():
    assert read(b"Cases of 2019\nNo;Name, first;Paid\n", "file.csv")[1] == (2, ["No", "Name, first", "Paid"])


@pytest.mark.no_db
def test_signs_that_no_file_could_hold_again_are_taken_out():
    assert read(b"No,Name\n1,\x1b[31mA\x07\n", "file.csv")[1] == (2, ["1", "[31mA"])


@pytest.mark.no_db
@pytest.mark.parametrize("name", hostile.REFUSED)
def test_what_is_no_spreadsheet_of_ours_is_refused(name):
    reason, make = hostile.REFUSED[name]
    with pytest.raises(Unfit) as caught:
        read(make(), name)
    assert caught.value.reason == reason
    assert UNFIT[reason]


def send(browser, content, name, kind="cases"):
    upload = SimpleUploadedFile(name, content)
    return browser.post("/import/", {"form_key": uuid.uuid4(), "kind": kind, "file": upload})


def test_each_refusal_is_told_on_the_page_and_nothing_is_kept(world, at_alpha):
    at_alpha.force_login(world.cora)
    for name in ("bomb.xlsx", "a-pdf.xlsx", "stray.xlsx", "wide.csv"):
        reason, make = hostile.REFUSED[name]
        page = send(at_alpha, make(), name)
        assert page.status_code == 400
        assert str(UNFIT[reason]) in page.content.decode()
    headings = send(at_alpha, b"Case No,Date\n", "headings.csv")
    assert str(UNFIT["empty"]) in headings.content.decode()
    large = send(at_alpha, b"x" * 20_000_001, "large.csv")
    assert str(UNFIT["large"]) in large.content.decode()
    assert not ImportBatch.objects.exists()
    assert not ImportChunk.objects.exists()


def test_a_title_above_the_headings_is_none(world, at_alpha):
    at_alpha.force_login(world.cora)
    assert send(at_alpha, hostile.book(hostile.titled), "titled.xlsx").status_code == 302
    batch = ImportBatch.objects.get()
    assert (batch.headings, batch.rows) == (["No", "Name", "Paid"], 2)


FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "'=1+1", '=HYPERLINK("http://x")')


def test_what_failed_comes_back_as_text_and_never_as_a_formula(alpha, at_alpha, worker):  # noqa: F811
    with at(alpha):
        world = make_world(alpha)
    rows = [rig.row(number, Date_referred=said, Offender=said) for number, said in enumerate(FORMULAS)]
    batch = rig.check(alpha, world, worker, [*rows, rig.row(99)])
    with at(alpha):
        at_alpha.force_login(world.cora)
    sent = at_alpha.get(f"/import/{batch.pk}/failed/").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(sent)))
    assert len(lines) == len(FORMULAS) + 2, "each row that was not imported yet, and the headings"
    assert not [cell for line in lines for cell in line if cell.strip()[:1] in tuple("=+-@")]
    # And taken in again, what was put before them is gone.
    again = [cells for _number, cells in read(sent.encode(), "again.csv")]
    assert again[1][6] == FORMULAS[0]


def test_a_workbook_becomes_cases(alpha, at_alpha, worker):  # noqa: F811
    """Over HTTP: days are cells of days, amounts are numbers, the own number keeps its zeros."""
    with at(alpha):
        world = make_world(alpha)

    def fill(_book, sheet):
        sheet.append(list(rig.HEAD))
        said = dict(zip(rig.HEAD, rig.row(1), strict=True)) | {
            "Case No": "0012",
            "Amount": 120,
            "Paid": 120.0,
        }
        for name in ("Date referred", "Closed"):
            said[name] = hostile.dt.date.fromisoformat(said[name])
        said["Session date"] = hostile.dt.datetime(2019, 2, 4)
        sheet.append([said[name] for name in rig.HEAD])

    with at(alpha):
        at_alpha.force_login(world.cora)
    page = send(at_alpha, hostile.book(fill), "cases.xlsx")
    columns = at_alpha.get(f"{page.url}columns/")
    form = columns.context["form"]
    answers = {name: form[name].value() or "" for name in form.fields}
    assert at_alpha.post(f"{page.url}columns/", answers).status_code == 302
    worker.drain()
    assert at_alpha.post(f"{page.url}begin/", {}).status_code == 302
    worker.drain()
    with at(alpha):
        case = MediationCase.objects.get(imported_in__isnull=False)
        assert case.own_number == "0012"
        assert case.closed_at.date().isoformat() == "2019-05-01"
        assert case.sessions.get().starts_at.date().isoformat() == "2019-02-04"
        assert case.agreements.get().state == "fulfilled"
