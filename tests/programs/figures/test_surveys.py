"""What surveys and follow-ups say stands in the report: on the page, in each file, beside the comparison group."""

import csv
import datetime as dt
import io
import uuid

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from programs.models import Survey

LAST_YEAR = dt.datetime.now(dt.UTC).year - 1
DAY = dt.date(LAST_YEAR, 3, 3)
QUERY = f"kind=annual&period={LAST_YEAR}"


def row(answers, **changes):
    told = {"side": "harmed", "moment": "after", "group": "mediated", "state": "answered", "counted_on": DAY}
    return Survey(id=uuid.uuid4(), answers=answers, **{"pair": uuid.uuid4()} | told | changes)


def later(new, **changes):
    answers = {"new_offence": new, "offence_source": 1}
    return row(answers, side="responsible", moment="follow_up", definition="charge", **changes)


@pytest.fixture
def told(world):
    """79 and 57 of 100 are satisfied, 18 and 27 of 100 have a new offense; two were less afraid, one more."""
    rows = []
    for group, satisfied, new in (("mediated", 79, 18), ("comparison", 57, 27)):
        rows += [row({"justice": 4 if n < satisfied else 2}, group=group) for n in range(100)]
        rows += [later(1 if n < new else 0, group=group) for n in range(100)]
    rows += [row({}, state="unreached", group="mediated"), later(4)]
    for before, after in ((5, 1), (4, 2), (1, 3)):
        pair = uuid.uuid4()
        rows += [row({"fear": before}, moment="before", pair=pair), row({"fear": after}, pair=pair)]
    Survey.objects.bulk_create(rows)
    return world


def test_it_works(told, at_alpha):
    """Each number stands in the CSV with the id of its definition, what it is a share of, and its source."""
    at_alpha.force_login(told.cora)
    sent = at_alpha.get(f"/figures/file/?{QUERY}&format=csv").content.decode("utf-8-sig")
    found = {(each["Definition"], each["Part"]): each for each in csv.DictReader(io.StringIO(sent))}

    def of(name, part):
        return tuple(found[name, part][each] for each in ("Number", "Of", "Percent"))

    assert of("survey_asked", "harmed:after:mediated") == ("104", "", "")
    assert of("survey_justice", "harmed:after:mediated") == ("79", "100", "79.0")
    assert of("survey_justice", "harmed:after:comparison") == ("57", "100", "57.0")
    assert of("survey_fear", "harmed:before:mediated") == ("2", "3", "66.7")
    assert of("survey_fear", "harmed:after:mediated") == ("0", "3", "0.0")
    assert [of("fear_change", f"{name}:mediated")[:2] for name in ("less", "same", "more")] == [
        ("2", "3"), ("0", "3"), ("1", "3"),
    ]  # fmt: skip
    assert of("new_offense_looked", "charge:mediated")[0] == "101"
    assert of("new_offense", "charge:mediated") == ("18", "100", "18.0")
    assert of("new_offense", "charge:comparison") == ("27", "100", "27.0")
    assert of("new_offense_severity", "less_serious:charge:mediated") == ("18", "18", "100.0")
    assert of("new_offense_source", "1:charge:comparison") == ("100", "100", "100.0")
    assert "not mediated" in found["survey_justice", "harmed:after:comparison"]["What"]
    book = load_workbook(io.BytesIO(at_alpha.get(f"/figures/file/?{QUERY}&format=xlsx").content))
    meanings = {line[0]: line for line in book["Definitions"].iter_rows(values_only=True)}
    assert "Umbreit 1994" in meanings["survey_justice"][3]
    assert {"fear_change", "new_offense", "new_offense_source"} <= meanings.keys()


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_page_and_paper_set_the_groups_beside_each_other(told, at_alpha, language):
    at_alpha.force_login(told.cora)
    page = at_alpha.get(f"/figures/?{QUERY}", headers={"Accept-Language": language}).content.decode()
    assert page.count("79") > 2
    assert 'id="survey_justice-harmed-after"' in page or "survey_justice-harmed-after-caption" in page
    if language == "en":
        assert "79 of 100" in page
        assert "27 of 100" in page
        assert "A new charge" in page
    sent = at_alpha.get(f"/figures/file/?{QUERY}&format=pdf", headers={"Accept-Language": language})
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(sent.content)).pages)
    assert "57" in text
    assert "survey_justice" in text


def test_nobody_asked_is_no_section(world, at_alpha):
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/figures/?{QUERY}").content.decode()
    assert "surveys_harmed" not in page
    assert "new_offenses" not in page


def test_a_form_that_nobody_answered_divides_by_nothing(world, at_alpha):
    Survey.objects.bulk_create([row({}, state="lapsed"), later(4), later(0, group="comparison")])
    at_alpha.force_login(world.cora)
    for wanted in ("csv", "xlsx", "pdf"):
        assert at_alpha.get(f"/figures/file/?{QUERY}&format={wanted}").status_code == 200
    assert at_alpha.get(f"/figures/?{QUERY}").status_code == 200
