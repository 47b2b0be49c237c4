"""Referrals from a file: each row judged as the form judges, nothing lost, each sent once, nothing kept in between."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from programs import bulk
from programs.models import Participant, Referral
from tenants.context import inside, platform
from tenants.models import Tenant
from tests.programs.cast import at, make_world
from tests.programs.desk_rig import come_over
from tests.programs.test_desk import public_rows_with

HEAD = "stage,offences,offender_name,offender_phone,summary"
GOOD = "post_charge,theft;assault,Oskar Offender,+1 555 0100,A bicycle"
OTHER = "Before any charge,Theft,Otto Other,,"
BAD = "tomorrow,theft,,,"


@pytest.fixture
def desk(alpha):
    with platform():
        Tenant.objects.filter(pk=alpha.pk).update(verified_at=timezone.now())
    with at(alpha):
        make_world(alpha)
    return come_over(alpha)


def look(client, *rows, head=HEAD, encoding="utf-8"):
    content = "\r\n".join([head, *rows]).encode(encoding)
    return client.post("/desk/rows/", {"file": SimpleUploadedFile("rows.csv", content)})


def content_of(page):
    import html

    return html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.content.decode(), re.DOTALL)[1])


def rows_of(page, heading):
    return [int(each) for each in re.findall(r'data-row="(\d+)"', page.content.decode())]


def test_it_works(desk, alpha):
    asked = desk.get("/desk/rows/").content.decode()
    assert "stage,offences,offender_name" in asked
    page = look(desk, GOOD, BAD, OTHER)
    text = page.content.decode()
    assert "1 row cannot be sent" in text
    assert "2 rows can be sent" in text
    assert "Row 3" in text
    assert "stage: “tomorrow” is no stage at which this program takes referrals" in text
    assert "offender_name: Offender: enter the name" in text
    with inside(alpha):
        assert not Referral.objects.exists(), "nothing is sent before it was looked at"
    sent = desk.post("/desk/rows/", {"content": content_of(page), "send": "1"})
    assert "2 rows are referrals now" in sent.content.decode()
    with inside(alpha):
        first, second = Referral.objects.order_by("submitted_at", "id")
        assert {first.stage, second.stage} == {"post_charge", "pre_charge"}
        assert {each.agency_person_id for each in (first, second)} != {None}
        assert {str(each.office) for each in (first, second)} == {"Lakeview Court"}
        phones = {person.name: person.phone for person in Participant.objects.all()}
        assert phones["Oskar Offender"] == "+1 555 0100"
        for each in (first, second):
            assert each.reference in sent.content.decode()


def test_made_twice_is_once(desk, alpha):
    for _time in range(2):
        page = look(desk, GOOD, OTHER)
        sent = desk.post("/desk/rows/", {"content": content_of(page), "send": "1"})
    assert "sent before" in sent.content.decode()
    with inside(alpha):
        assert Referral.objects.count() == 2


def test_the_same_row_twice_in_a_file_is_named(desk, alpha):
    text = look(desk, GOOD, GOOD).content.decode()
    assert "It says the same as row 2." in text
    assert "1 row can be sent" in text


def test_bad_rows_are_handed_back_and_can_come_again(desk, alpha):
    page = look(desk, GOOD, BAD, 'post_charge,theft,"=cmd()|x",-5550100,')
    answer = desk.post("/desk/rows/", {"content": content_of(page), "mend": "1"})
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    table = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["stage"] for row in table] == ["tomorrow"]
    assert table[0]["to_mend"].startswith("stage: “tomorrow” is no stage")
    mended = answer.content.decode().replace("tomorrow", "post_charge").replace("theft,,", "theft,Nina New,")
    again = desk.post("/desk/rows/", {"file": SimpleUploadedFile("mended.csv", mended.encode())})
    assert "1 row can be sent" in again.content.decode()


def test_a_cell_that_a_spreadsheet_would_run_is_marked(desk, alpha):
    page = look(desk, 'tomorrow,theft,"=cmd()",+1 555 0100,')
    answer = desk.post("/desk/rows/", {"content": content_of(page), "mend": "1"})
    row = next(csv.DictReader(io.StringIO(answer.content.decode())))
    assert (row["offender_name"], row["offender_phone"]) == ("'=cmd()", "'+1 555 0100")
    assert bulk._plain(row["offender_phone"]) == "+1 555 0100"


@pytest.mark.parametrize(
    ("head", "rows", "says"),
    [
        ("stage,offences", [GOOD], "These columns are missing: offender_name"),
        (f"{HEAD},birthday", [GOOD], "no column with this name: birthday"),
        (HEAD, [], "no row below the headings"),
        (HEAD, ['"open'], "not closed"),
        (HEAD, [GOOD.replace("Oskar", f"O{number}") for number in range(201)], "more than 200 rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_why(head, rows, says, desk):
    answer = look(desk, *rows, head=head)
    assert answer.status_code == 400
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02", b"PK\x03\x04" + b"\x00" * 20, b"x" * (bulk.LARGEST + 1)]
)
def test_what_is_no_text_is_refused(content, desk):
    answer = desk.post("/desk/rows/", {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 400


def test_other_spreadsheets_files_are_read(desk):
    semicolons = ["post_charge;theft;Zoé Müller;;", "post_charge;fraud;Ana Núñez;;"]
    page = look(desk, *semicolons, head=HEAD.replace(",", ";"), encoding="cp1252")
    assert "2 rows can be sent" in page.content.decode()
    assert "Zoé Müller" in page.content.decode()


def test_many_rows_cost_no_more_questions_to_look_at(desk, alpha, django_assert_max_num_queries):
    rows = [GOOD.replace("Oskar", f"Oskar{number}") for number in range(50)]
    with inside(alpha), django_assert_max_num_queries(12):
        assert "50 rows can be sent" in look(desk, *rows).content.decode()


def test_an_agency_that_sent_many_is_told_to_wait_and_loses_nothing(desk, alpha, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"bulk": (1, 86_400)}
    page = look(desk, GOOD, OTHER)
    sent = desk.post("/desk/rows/", {"content": content_of(page), "send": "1"}).content.decode()
    assert "Send this one tomorrow" in sent
    with inside(alpha):
        assert Referral.objects.count() == 1


def test_nothing_of_a_file_gets_to_the_platform_or_is_kept(desk, alpha, caplog):
    page = look(desk, GOOD.replace("Oskar", "Zebulon-Canary"), BAD)
    with inside(alpha):
        assert not Participant.objects.exists()
    sent = desk.post("/desk/rows/", {"content": content_of(page), "send": "1"})
    assert "Zebulon-Canary" in sent.content.decode()
    assert public_rows_with("Zebulon-Canary") == []
    assert "Zebulon" not in caplog.text
