"""What everybody reads of figures across programs: numbers with ranges and letters, and the same bytes for ever."""

import csv
import hashlib
import io
import re
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from amends import audit
from amends.accounts.models import User
from network.reporting import ledger
from network.reporting.actions import withdraw_release
from network.reporting.document import canonical
from network.reporting.plan import HARD_CAP, PLANNED, TABLES, Level
from network.reporting.shares import BY_ID
from network.reporting.showing import Figures
from network.reporting.spending import advantage_of, years_spent
from network.reporting.words import LETTERS, SHARES
from network.reporting.words import TABLES as WORDS
from tenants.context import as_owner
from tests.conftest import HostClient
from tests.network.oversight.made import made_network
from tests.network.reporting.shown import made_figures

YEAR = 2025


@pytest.fixture
def made(committed):
    """A year of figures, as jobs published them."""
    with as_owner(), audit.gathering():
        network = made_network("State Network")
        figures = made_figures(network, YEAR)
    return SimpleNamespace(at=HostClient("localhost"), **figures)


def page(made, path, **headers):
    answer = made.at.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content.decode()


def of(release):
    return f"/figures/releases/{release.pk}/"


def pictures(text):
    return [
        ET.fromstring(each)
        for each in re.findall(r"<svg class=\"amends-chart.*?</svg>\s*(?=<p)", text, re.DOTALL)
    ]


def test_it_works(made):
    for path in ("/figures/", f"/figures/{YEAR}/"):
        text = page(made, path)
        assert "What came of mediation in 2025" in text
        assert "8 programs took part." in text
        assert "Minnesota" in text
        assert re.search(r"Wisconsin</a> <strong>\[c\]</strong><br>Fewer than 5 programs", text)
        assert "confidential: not published" in text


def test_every_number_of_the_document_is_on_its_page(made):
    text = page(made, of(made.region))
    figures = Figures(made.region.document)
    assert [table.id for table in figures.tables] == [
        table.id for table in TABLES if not table.is_late and Level.REGION in table.levels
    ]
    for table in figures.tables:
        grid = text.partition(f'id="{table.id}-counts-caption"')[2].partition("</table>")[0]
        told = re.findall(r"<td[^>]*>([^<]*)</td>", grid)
        assert told == [cell for row in table.rows for cell in row[1:]]
        heads = re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", grid)
        assert heads == [str(each) for each in table.head]
        assert str(table.words.defined) in text
    for share in figures.headlines:
        assert share.percent.text in text
        assert str(share.words.defined) in text


def test_letters_are_explained_beside_each_table_that_has_them(made):
    text = page(made, of(made.region))
    for part in re.findall(r"<section.*?</section>", text, re.DOTALL):
        for letter, meaning in LETTERS.values():
            stands = re.search(rf">{re.escape(str(letter))}</(td|span|strong)>", part)
            assert (str(meaning) in part) == bool(stands), letter


def test_pictures_are_plain_and_say_what_they_show(made):
    text = page(made, of(made.region))
    drawn = pictures(text)
    assert len(drawn) > 3
    for svg in drawn:
        assert svg.get("role") == "img"
        title, told = svg.find("title"), svg.find("desc")
        assert svg.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
        assert title.text
        rows = list(svg.iter("rect"))
        ranges = [each for each in svg.iter("line") if each.get("class") == "amends-ranges__whisker"]
        assert len(ranges) == 3 * len(rows) > 0, "each figure has a range with two ends"
    assert "<style" not in text
    assert not re.search(r"\sstyle=", text)
    assert text.index("<table") < text.index('<svg class="amends-chart'), "the table comes first"


def test_the_study_stands_beside_and_says_that_it_is_another(made):
    text = page(made, of(made.region))
    assert "Juvenile, four sites, not like for like." in text
    assert "3,142 cases were referred to four programs" in text
    for told in ("95\u00a0%", "81\u00a0%", "58\u00a0%", "79\u00a0%", "57\u00a0%"):
        assert told in text.partition("Beside a study: Umbreit 1994")[2]


def test_files_are_the_same_bytes_as_the_checksum(made):
    text = page(made, of(made.region))
    first, second = (made.at.get(f"/figures/releases/{made.region.pk}.json") for _ in range(2))
    assert first.content == second.content == canonical(made.region.document)
    assert hashlib.sha256(first.content).hexdigest() == made.region.checksum
    table = made.at.get(f"/figures/releases/{made.region.pk}.csv")
    for found in (made.region.checksum, hashlib.sha256(table.content).hexdigest()):
        assert f"<dd>{found}</dd>" in text
    assert f"curl -s http://localhost/figures/releases/{made.region.pk}.json | sha256sum" in text


def test_the_table_has_every_number_of_the_document(made):
    answer = made.at.get(f"/figures/releases/{made.region.pk}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    document = made.region.document
    counts = [(cell["count"], cell["mark"]) for table in document["tables"] for cell in table["cells"]]
    told = [
        (int(row["count"]) if row["count"] else None, row["mark"]) for row in rows if row["what"] == "count"
    ]
    assert told == counts
    shares = [round(each["part"] * 100) if each["part"] is not None else None for each in document["shares"]]
    assert [
        int(row["percent"]) if row["percent"] else None for row in rows if row["what"] == "percent"
    ] == shares
    withheld = made.at.get(f"/figures/releases/{made.withheld.pk}.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(withheld))
    assert (row["what"], row["row"], row["mark"], row["count"]) == ("withheld", "few", "c", "")


def test_an_address_that_names_no_file_or_nothing_is_not_there(made):
    for path in (f"/figures/releases/{made.region.pk}.xlsx", f"/figures/{YEAR - 1}/", of(made.network)):
        assert made.at.get(path).status_code == 404


def test_what_is_withheld_says_why(made):
    text = page(made, of(made.withheld))
    assert "<strong>[c]</strong> Not published. Fewer than 5 programs with cases took part" in text
    assert "<table" not in text


def test_what_is_withdrawn_says_why_and_has_no_number(made):
    with as_owner(), audit.gathering():
        operator = User.objects.create(email="op@example.org", name="Op", roles=["operator"])
        withdraw_release(
            actor=operator, release=made.region, words="Two programs counted twice.", now=timezone.now()
        )
    text = page(made, of(made.region))
    assert "<strong>[x]</strong> Withdrawn on" in text
    assert "Two programs counted twice." in text
    assert "<table" not in text
    assert made.region.checksum in text
    for form in ("json", "csv"):
        answer = made.at.get(f"/figures/releases/{made.region.pk}.{form}")
        assert answer.status_code == 410
        assert b"Two programs counted twice." in answer.content
    assert re.search(r"Minnesota</a> <strong>\[x\]</strong>", page(made, "/figures/"))


def test_anybody_may_keep_a_page_and_ask_whether_it_changed(made):
    for path in ("/figures/", of(made.region), "/figures/method/", "/figures/releases/"):
        answer = made.at.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
        assert not answer.cookies
        assert made.at.get(path, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304
        other = made.at.get(path, headers={"if-none-match": answer.headers["ETag"], "accept-language": "fr"})
        assert other.status_code == 200
        assert 'lang="fr"' in other.content.decode()


def test_before_the_first_there_is_none(committed):
    answer = HostClient("localhost").get("/figures/")
    assert answer.status_code == 200
    assert "There are none yet." in answer.content.decode()
    assert "nothing spent" in HostClient("localhost").get("/figures/method/").content.decode()


def test_the_archive_lists_all_but_a_networks(made):
    text = page(made, "/figures/releases/")
    for release in (made.nation, made.region, made.withheld):
        assert of(release) in text
        assert release.checksum in text
    assert str(made.network.pk) not in text


def test_the_demonstration_says_that_it_is_invented(made, settings):
    settings.AMENDS_DEMO = False
    assert "Invented." not in page(made, "/figures/")
    settings.AMENDS_DEMO = True
    for path in ("/figures/", of(made.region), "/figures/releases/"):
        assert "Invented." in page(made, path)
    answer = made.at.get(f"/figures/releases/{made.region.pk}.csv")
    assert 'filename="invented-figures-year-2025' in answer.headers["Content-Disposition"]


def test_the_method_names_the_noise_and_what_was_spent(made):
    with as_owner():
        ledger.spend_gate(made.region.period, timezone.now())
        mine = [table for table in TABLES if not table.is_late]
        ledger.spend(made.region.period, [(Level.REGION, "a"), (Level.REGION, "b")], mine, 1, timezone.now())
        (year,) = years_spent()
        assert year.whole == ledger.spent_on_a_case(YEAR) > 0
    text = page(made, "/figures/method/")
    spent = text.partition('id="spent-caption"')[2].partition("</table>")[0]
    assert f">{float(year.whole):.3f}<" in spent
    for table in made.region.document["tables"]:
        if table["id"] in ("restitution", "fear"):  # those that are not made to agree, which makes them less
            assert f">{table['sd']}<" in text.partition('id="noise-caption"')[2].partition("</table>")[0]
    assert "27.6 points of 100 (30.1" in text


def test_the_advantage_is_the_gaussian_one():
    assert round(advantage_of(PLANNED), 3) == 0.276
    assert round(advantage_of(HARD_CAP), 3) == 0.301


def test_every_table_share_and_letter_has_words():
    assert set(WORDS) == {table.id for table in TABLES}
    for table in TABLES:
        assert set(WORDS[table.id].rows) == set(table.rows)
        assert set(WORDS[table.id].columns) == set(table.columns)
    assert set(SHARES) == set(BY_ID)
