"""What the pages of the directory answer: found, asked back, or said that there is none; and files for machines."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest

from network.directory.models import Listing
from tenants.context import as_owner
from tests.conftest import HostClient


@pytest.fixture
def client():
    return HostClient("localhost")


def text_of(answer):
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def search(client, **asked):
    answer = client.get("/directory/", asked)
    assert answer.status_code == 200
    return text_of(answer)


def test_it_works(listed, client):
    page = search(client, where="55104", stage="pre_charge")
    assert "1 program" in page
    assert "Lakeview Mediation" in page
    assert "Serves Ramsey County, Minnesota" in page
    assert "+1 651 555 0100" in page


def test_what_is_not_stated_is_said_and_not_dropped(listed, client):
    page = search(client, where="55104", mode="video_live", offence="sexual")
    assert "Lakeview Mediation" in page
    assert "By video: not stated" in page
    assert "Sexual violence: each case is looked at" in page


def test_a_no_excludes_and_says_what_to_let_go_of(listed, client):
    page = search(client, where="55104", offence="severe")
    assert "0 programs" in page
    assert "Without “Offenses”: 1 program" in page


def test_the_page_has_a_language_of_its_own_beside_the_one_that_is_wished(listed, client):
    page = search(client, where="55104", speaks="es")
    assert (
        "What you asked for" in client.get("/directory/", {"where": "55104", "speaks": "es"}).content.decode()
    )
    assert "Spanish" in page


def test_a_place_of_many_is_asked_back(listed, client):
    page = search(client, where="Springfield")
    assert "Which place do you mean?" in page
    assert page.count("Springfield, ") > 3


def test_smaller_places_of_the_same_name_are_offered(listed, client):
    page = search(client, where="Ramsey County")
    assert "Lakeview Mediation" in page
    assert "Other places of this name: Ramsey County, North Dakota" in page


def test_a_place_that_nobody_knows_is_an_error_that_helps(listed, client):
    page = search(client, where="Qqxxyyzzqq")
    assert "We know no place of this name" in page
    assert 'value="Qqxxyyzzqq"' in client.get("/directory/?where=Qqxxyyzzqq").content.decode()


def test_a_misspelt_place_is_suggested(listed, client):
    assert "Did you mean one of these?" in search(client, where="Ramsy County MN")


def test_nobody_serves_a_place_and_the_nearest_are_shown(listed, client):
    page = search(client, where="Guam")
    assert "No program in this directory serves Guam" in page
    assert "The nearest ones" in page
    assert "Lakeview Mediation" in page
    assert "Does not say that it serves Guam" in page


@pytest.mark.parametrize(
    "query",
    [
        "where=%00", "where=" + "a" * 101, "page=99999999999999999999", "page=-1", "stage=nonsense", "place=zip:999999",
        "place=%27%3B--", "words=%26%7C%21", "where=55104&page=2", "place=us-county:27123", "where=%F0%9F%98%80",
    ],
)  # fmt: skip
def test_strange_questions_are_answered_or_refused_but_never_break(listed, client, query):
    assert client.get(f"/directory/?{query}").status_code in (200, 400)


def test_the_page_of_a_program_says_all_of_it_and_no_secret(listed, client):
    answer = client.get(f"/directory/{listed}/")
    page = text_of(answer)
    for told in (
        "Waiting",
        "waiting list",
        "1 Lake Street",
        "North of the river",
        "The address is not public",
    ):
        assert told.lower() in page.lower()
    assert "not confirmed for more than half a year" in page
    assert "The court’s list of programs" in page
    assert 'rel="canonical"' in answer.content.decode()
    assert answer.content.decode().count('<link rel="alternate"') == 4


def test_search_engines_read_what_the_page_says(listed, client):
    html = client.get(f"/directory/{listed}/").content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    told = json.loads(block)
    assert told["@type"] == "Service"
    assert told["provider"]["name"] == "Lakeview Community Trust"
    assert {area["name"] for area in told["areaServed"]} == {
        "Ramsey County, Minnesota", "Hennepin County, Minnesota"
    }  # fmt: skip
    assert len(told["availableChannel"]) == 1
    assert "North of the river" not in block


def test_a_name_cannot_end_the_block_for_search_engines(listed, client):
    with as_owner():
        listing = Listing.objects.get(slug=listed)
        listing.facts["description"] = "</script><script>alert(1)</script> & <!--"
        listing.save(update_fields=["facts"])
    html = client.get(f"/directory/{listed}/").content.decode()
    assert "<script>alert" not in html
    assert "\\u003c/script\\u003e" in html


def test_an_address_can_name_its_language(listed, client):
    assert 'lang="es"' in client.get(f"/directory/{listed}/es/").content.decode()
    assert client.get(f"/directory/{listed}/de/").status_code == 404


def test_a_program_that_is_not_there_is_not_found(listed, client):
    assert client.get("/directory/nowhere/").status_code == 404
    assert client.get("/directory/in/zz/").status_code == 404
    assert client.get("/directory/in/mn/").status_code == 200


def test_machines_get_a_sitemap_and_rules(listed, client):
    tree = ET.fromstring(client.get("/sitemap.xml").content)
    addresses = [each.text for each in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"http://localhost/directory/{listed}/" in addresses
    assert "http://localhost/directory/in/mn/" in addresses
    assert "Disallow: /directory/?" in client.get("/robots.txt").content.decode()


def test_everything_can_be_taken_as_open_data(listed, client):
    lines = b"".join(client.get("/directory/open-data.jsonl").streaming_content).decode().splitlines()
    [row] = [json.loads(line) for line in lines]
    assert row["name"] == "Lakeview Mediation"
    assert row["sites"][1]["latitude"] is None
    table = b"".join(client.get("/directory/open-data.csv").streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(table))
    assert row["offence:sexual"] == "assess"
    assert row["mode:video_live"] == ""
    assert row["telephone"] == "'+1 651 555 0100"


def test_answers_are_kept_by_nobody(listed, client):
    answer = client.get("/directory/?where=55104")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.content.decode()
    assert "noindex" not in client.get("/directory/").content.decode()
    assert not answer.cookies
