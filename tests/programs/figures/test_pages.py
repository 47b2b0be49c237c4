"""The pages of figures and their files, over HTTP."""

import csv
import datetime as dt
import io
import uuid
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from amends import audit
from amends.audit.models import AuditEntry
from programs.figures.definitions import DEFINITIONS
from programs.figures.report import Kind
from programs.models import Contact, Participant, Program
from tests.programs.figures.rows import Promise, Told, make

LAST_YEAR = dt.datetime.now(dt.UTC).year - 1
MARCH = dt.date(LAST_YEAR, 3, 3)


@pytest.fixture
def past(world):
    """Ten cases of last year: four met, two wrote, one refused, one is without a person harmed, two were declined."""
    met = Told(
        MARCH, reached=MARCH, mode="face_to_face", held=dt.date(LAST_YEAR, 4, 1), closed=dt.date(LAST_YEAR, 6, 1),
        reason="completed_with_agreement_fulfilled", signed=dt.date(LAST_YEAR, 4, 1), is_fulfilled=True,
        promises=(Promise("money", Decimal(250), Decimal(250), dt.date(LAST_YEAR, 5, 1)),),
    )  # fmt: skip
    wrote = Told(
        MARCH, reached=MARCH, mode="message", held=dt.date(LAST_YEAR, 4, 1), closed=dt.date(LAST_YEAR, 5, 1),
        reason="completed_dialogue_no_agreement",
    )  # fmt: skip
    refused = Told(MARCH, closed=dt.date(LAST_YEAR, 4, 1), reason="victim_declined")
    alone = Told(MARCH, has_victim=False, closed=dt.date(LAST_YEAR, 4, 1), reason="other")
    declined = Told(MARCH, answer="declined", answered=MARCH)
    for told in [met] * 4 + [wrote] * 2 + [refused, alone] + [declined] * 2:
        make(told, world.cora)
    return world


@pytest.fixture
def signed_in(at_alpha):
    def browser(user):
        at_alpha.force_login(user)
        return at_alpha

    return browser


def test_the_page_says_the_numbers(past, signed_in):
    page = signed_in(past.cora).get(f"/figures/?kind=figures&period={LAST_YEAR}").content.decode()
    assert "57 % of 7" not in page
    assert "86 % of 7" in page  # six of seven with a person harmed met or wrote
    assert "67 % of 6" in page  # four agreements of six
    assert "1,000.00 USD" in page


def test_each_report_opens_in_each_language_and_says_what_is_wrong(past, signed_in):
    browser = signed_in(past.alice)
    for kind in Kind.values:
        for language in ("fr", "es", "en"):
            assert browser.get(f"/figures/?kind={kind}&language={language}", follow=True).status_code == 200
    wrong = browser.get("/figures/?kind=figures&period=own&last_day=1&last_month=2&last_year=2025")
    assert wrong.status_code == 400
    assert "Enter the first day" in wrong.content.decode()
    turned = browser.get(
        "/figures/?kind=figures&period=own&first_day=2&first_month=2&first_year=2025&last_day=1&last_month=2&last_year=2025"
    )
    assert "The last day is before the first" in turned.content.decode()
    assert browser.get("/figures/?kind=nonsense").status_code == 400
    assert browser.get("/figures/file/?kind=figures&format=exe").status_code == 400


def test_a_file_has_every_number_with_its_definition(past, signed_in):
    browser = signed_in(past.cora)
    sent = browser.get(f"/figures/file/?kind=annual&period={LAST_YEAR}&format=csv")
    rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
    told = {(row["Definition"], row["Part"]): row for row in rows}
    assert {row["Definition"] for row in rows} <= {*DEFINITIONS, "year_ended", "year_days", "year_cost"}
    assert told["participation", "direct"]["Number"] == "4"
    assert told["participation", "direct"]["Percent"] == "57.1"
    assert told["money_paid", ""]["Number"] == "1000.00"
    assert told["year_ended", str(LAST_YEAR)]["Number"] == "8"
    book = load_workbook(
        io.BytesIO(browser.get(f"/figures/file/?kind=annual&period={LAST_YEAR}&format=xlsx").content)
    )
    assert book["Figures"].max_row == len(rows) + 1
    assert not book.properties.creator
    audit.flush()  # a request on its own does so itself; this one is made inside the test's
    assert AuditEntry.objects.filter(kind="export", facts__purpose="figures").count() == 2


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_pdf_can_be_read_out_and_names_nobody(past, signed_in, language):
    sent = signed_in(past.cora).get(
        f"/figures/file/?kind=figures&period={LAST_YEAR}&format=pdf", headers={"Accept-Language": language}
    )
    assert sent.headers["Content-Type"] == "application/pdf"
    document = PdfReader(io.BytesIO(sent.content))
    text = " ".join(page.extract_text() for page in document.pages)
    assert "57" in text
    assert Program.objects.get().name in text
    assert not any(person.name in text for person in past.people.values())
    assert document.trailer["/Root"]["/Lang"] == language


def test_a_year_beside_what_it_cost(past, signed_in):
    browser = signed_in(past.cora)
    assert browser.post("/figures/cost/", {"year": LAST_YEAR, "cost": "20,000.00"}).status_code == 302
    page = browser.get(f"/figures/?kind=annual&period={LAST_YEAR}").content.decode()
    assert "20,000.00 USD" in page
    assert "2,500.00 USD" in page
    assert browser.post("/figures/cost/", {"year": LAST_YEAR, "cost": ""}).status_code == 302
    assert Program.objects.get().yearly_costs == {}
    assert signed_in(past.mia).get("/figures/").status_code == 403


def numbers(browser, query):
    """Return the numbers of a report by definition and part, from its CSV."""
    sent = browser.get(f"/figures/file/?{query}&format=csv").content.decode("utf-8-sig")
    return {(row["Definition"], row["Part"]): row["Number"] for row in csv.DictReader(io.StringIO(sent))}


def test_the_quarter_counts_people_once_and_services_each_time(past, signed_in):
    victim = Participant.objects.filter(role="victim", case__sessions__isnull=False).first()
    early = dt.datetime(LAST_YEAR, 2, 1, tzinfo=dt.UTC)
    told = {
        "channel": "phone",
        "result": "reached",
        "made_at": early,
        "recorded_at": early,
        "recorded_by": past.cora,
    }
    for _number in range(2):
        Contact.objects.create(participant=victim, form_key=uuid.uuid4(), purpose="preparation", **told)
    browser = signed_in(past.cora)
    first = numbers(browser, f"kind=ovc&period={LAST_YEAR}-q1")
    assert first["victims_served", ""] == first["victims_new", ""] == "6"
    assert first["services", "preparation"] == "1"
    assert first["services", "preparation_times"] == "2"
    assert first["services", "information"] == first["victimization", "other"] == "6"
    second = numbers(browser, f"kind=ovc&period={LAST_YEAR}-q2")
    assert second["victims_new", ""] == "0"
    assert second["services", "session"] == second["services", "restitution"] == "4"
