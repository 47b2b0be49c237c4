"""The directory for other software: what the specification demands, and what must never be told."""

import json
import os
import random
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from network.directory.actions import store_listing
from network.directory.facts import Facts
from network.directory.models import Listing
from network.hsds.documents import LISTS
from network.hsds.terms import by_token, taxonomies, terms
from network.places import look_up
from tenants.context import as_owner, platform
from tests import databases
from tests.conftest import HostClient
from tests.network.directory.listings import NOW, distance, fill
from tests.network.hsds.lakeview import FACTS, HIDDEN, NOBODYS
from tests.network.hsds.validating import SCHEMAS, faults_of

ROOT = "/api/hsds/v3"
SEED, LISTINGS = 11, 80
LATER = NOW + timedelta(days=1)


def store(facts, slug, now=NOW):
    return store_listing(actor=None, tenant_id=None, slug=slug, facts=facts, version=1, now=now)


@pytest.fixture(scope="module")
def stored(cast):
    """Listings at random and one that says everything, committed for all tests of this file; facts by id."""
    with as_owner():
        fill(random.Random(SEED), LISTINGS)
        lakeview = store(FACTS, "lakeview", now=LATER).pk
        listings = {str(each.pk): each.stated for each in Listing.objects.all()}
        hidden = store(Facts(name="Withdrawn Harmony"), "withdrawn").pk
        Listing.objects.filter(pk=hidden).update(is_published=False)
    yield {"all": listings, "lakeview": str(lakeview), "hidden": str(hidden)}
    connections.close_all()
    databases.clone(os.environ.get("PYTEST_XDIST_WORKER", "master"))


@pytest.fixture
def client(stored):
    return HostClient("localhost")


@pytest.fixture
def ask(client):
    def asked(path, **parameters):
        response = client.get(f"{ROOT}{path}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return asked


@pytest.fixture
def ids(ask):
    """Return the ids that a list answers, read page by page."""

    def found(path, **parameters):
        contents, number = [], 1
        while not (page := ask(path, page=number, per_page=30, **parameters))["empty"]:
            contents += page["contents"]
            number += 1
        assert len(contents) == page["total_items"]
        return [each["id"] for each in contents]

    return found


def test_it_works(ask, stored):
    service = ask(f"/services/{stored['lakeview']}")
    assert faults_of(service, "service") == []
    assert service["name"] == "Lakeview Dialogue"
    assert service["organization"]["name"] == "Lakeview Center"
    assert service["status"] == "active"
    assert service["maximum_age"] == 17
    assert "minimum_age" not in service
    assert service["application_process"] == "Call us. https://lakeview.example/refer/"
    assert service["alert"] == "Has a waiting list. About 30 days."
    assert [area["name"] for area in service["service_areas"]] == [
        "Ramsey County, Minnesota",
        "Wisconsin",
        "Scotland",
    ]
    assert [language["code"] for language in service["languages"]] == ["en", "sgn"]
    assert service["interpretation_services"] == "Others, by an interpreter"
    [at] = service["service_at_locations"]
    assert at["location"]["addresses"][0]["postal_code"] == "55104"
    assert at["location"]["accessibility"][0]["description"] == "Without steps"


def test_the_first_page_says_what_this_is(ask, client):
    about = ask("/")
    assert about["version"] == "3.1"
    for key in ("profile", "openapi_url"):
        assert client.get(about[key].removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    "parameters", [{}, {"full": "true"}, {"full_service": "true"}, {"minimal": "true"}], ids=str
)
def test_every_answer_is_as_the_schemas_want_and_has_no_term_of_its_own(ask, kind, parameters):
    page = ask(f"/{kind}", per_page=500, **parameters)
    name = LISTS[kind][0]
    assert page["contents"]
    assert [fault for each in page["contents"] for fault in faults_of(each, name)] == []
    for each in page["contents"][:25]:
        assert faults_of(ask(f"/{kind}/{each['id']}"), name) == []


def test_the_oracle_of_schemas_sees_faults():
    whole = {"id": str(uuid.uuid4()), "name": "A", "status": "active"}
    assert faults_of(whole, "service") == []
    assert faults_of({**whole, "status": "open"}, "service")
    assert faults_of({**whole, "id": "7"}, "service")
    assert faults_of({**whole, "phones": [{"id": str(uuid.uuid4())}]}, "service")
    assert faults_of({**whole, "own": 1}, "service")
    assert {"service.json", "location.json", "taxonomy_term.json"} <= set(SCHEMAS)


def test_where_a_confidential_site_is_is_told_nowhere(client, stored):
    for kind in LISTS:
        for form in ({"format": "ndjson", "full": "true"}, {"per_page": 500, "full": "true"}):
            response = client.get(f"{ROOT}/{kind}", form)
            text = b"".join(response) if response.streaming else response.content
            assert HIDDEN.encode() not in text
    service = client.get(f"{ROOT}/services/{stored['lakeview']}").json()
    numbers = {phone["number"]: phone.get("description") for phone in service["phones"]}
    assert numbers == {"651 555 0101": None, "651 555 0199": "Near the river"}
    assert client.get(f"{ROOT}/service_at_locations/{HIDDEN}").status_code == 404
    secret = {site.id for facts in stored["all"].values() for site in facts.sites if site.is_confidential}
    assert len(secret) > 5
    for each in secret:
        assert client.get(f"{ROOT}/service_at_locations/{each}").status_code == 404


def test_what_was_withdrawn_is_gone(client, ids, stored):
    for kind in ("services", "organizations"):
        assert stored["hidden"] not in ids(f"/{kind}")
        assert client.get(f"{ROOT}/{kind}/{stored['hidden']}").status_code == 404
    assert ids("/services", search="withdrawn") == []


def test_pages_hold_every_member_once(ids, stored):
    assert sorted(ids("/services")) == sorted(stored["all"])
    assert sorted(ids("/organizations")) == sorted(stored["all"])
    told = [site.id for facts in stored["all"].values() for site in facts.sites if not site.is_confidential]
    assert sorted(ids("/service_at_locations")) == sorted(told)
    assert sorted(ids("/taxonomy_terms")) == sorted(map(str, terms()))


def test_a_page_tells_where_it_stands(ask):
    first = ask("/services", per_page=30)
    assert {key: value for key, value in first.items() if key != "contents"} == {
        "total_items": 81, "total_pages": 3, "page_number": 1, "size": 30, "first_page": True,
        "last_page": False, "empty": False,
    }  # fmt: skip
    last = ask("/services", per_page=30, page=3)
    assert (last["size"], last["last_page"], last["first_page"]) == (21, True, False)
    beyond = ask("/services", per_page=30, page=4)
    assert (beyond["size"], beyond["empty"], beyond["last_page"], beyond["contents"]) == (0, True, True, [])
    none = ask("/services", search="zzzzqqqq")
    assert (none["total_items"], none["empty"], none["first_page"], none["last_page"]) == (
        0,
        True,
        True,
        True,
    )


def test_a_term_finds_who_says_yes_or_looks_at_each_case_and_never_who_denies(ids, stored):
    for token in ("offence:sexual", "stage:pre_charge", "language:es"):
        facet, value = token.split(":")
        expected = [
            pk for pk, facts in stored["all"].items() if facts.answer(facet, value) in ("yes", "assess")
        ]
        assert sorted(ids("/services", taxonomy_term_id=by_token()[token].id)) == sorted(expected)
        assert 0 < len(expected) < len(stored["all"])


def test_a_taxonomy_finds_who_has_any_of_its_terms(ids, stored):
    for taxonomy in taxonomies():
        tokens = {term.token for term in taxonomy.terms()}
        expected = [pk for pk, facts in stored["all"].items() if tokens & _held(facts)]
        assert sorted(ids("/services", taxonomy_id=taxonomy.id)) == sorted(expected), taxonomy.key


def _held(facts):
    said = {
        f"{facet}:{value}"
        for facet, values in facts.answers.items()
        for value, given in values.items()
        if given in ("yes", "assess")
    }
    own = {
        f"{key}:{getattr(facts, key)}"
        for key in ("agency_type", "premise", "capacity")
        if getattr(facts, key)
    }
    return said | own | {"211:FN-1900.9000"}


def test_what_is_linked_is_what_a_filter_finds(ask, stored):
    service = ask(f"/services/{stored['lakeview']}")
    linked = {
        (each["link_type"], each["taxonomy_term"]["code"]): each["value"] for each in service["attributes"]
    }
    assert linked["offence", "severe"] == "assess"
    assert linked["capacity", "waitlist"] == "yes"
    assert ("offence", "sexual") not in linked
    assert service["eligibility_description"] == (
        "Age of the person responsible: Under 18. Not: 18 or older."
        " Offenses: Theft, damage, fraud. Each case is looked at: Severe violence, a death. Not: Sexual violence."
    )


def test_conditions_hold_together(ids, stored):
    term, taxonomy = by_token()["language:es"].id, by_token()["stage:pre_charge"].taxonomy.id
    both = ids("/services", taxonomy_term_id=term, taxonomy_id=taxonomy)
    assert set(both) == set(ids("/services", taxonomy_term_id=term)) & set(
        ids("/services", taxonomy_id=taxonomy)
    )
    assert ids("/services", search="Lakeview", organization_id=stored["lakeview"]) == [stored["lakeview"]]
    assert ids("/services", search="Harmony", organization_id=stored["lakeview"]) == []
    assert ids("/services", taxonomy_term_id=uuid.uuid4()) == []
    assert ids("/services", taxonomy_id=uuid.uuid4()) == []


@pytest.mark.parametrize(
    "moment", [LATER.isoformat(), LATER.isoformat().replace("+00:00", "Z"), LATER.date().isoformat()]
)
def test_modified_on_or_after(ids, stored, moment):
    assert ids("/services", modified_after=moment) == [stored["lakeview"]]
    assert len(ids("/services", modified_after=NOW.isoformat())) == LISTINGS + 1
    assert ids("/services", modified_after=datetime(2030, 1, 1, tzinfo=UTC).isoformat()) == []


@pytest.mark.parametrize("postcode", ["55104", "99546", "M5V 2T6", "96910", "99723"])
@pytest.mark.parametrize("proximity", [None, "30000", "400000", "20000000"])
def test_a_postcode_finds_who_serves_it_within_so_many_meters(ids, stored, postcode, proximity):
    [place] = look_up(postcode).places
    expected = [
        site.id
        for facts in stored["all"].values()
        if not facts.serves or set(facts.serves) & set(place.served_by)
        for site in facts.sites
        if not site.is_confidential and (proximity is None or _meters(place, site) <= float(proximity))
    ]
    asked = {"proximity": proximity} if proximity else {}
    assert sorted(ids("/service_at_locations", postcode=postcode, **asked)) == sorted(expected)


def _meters(place, site):
    if site.latitude is None:
        return float("inf")
    return 1000 * distance((place.latitude, place.longitude), (site.latitude, site.longitude))


@pytest.mark.parametrize("kind", LISTS)
def test_lines_are_all_members_without_pages(client, ids, kind):
    response = client.get(f"{ROOT}/{kind}", {"format": "ndjson", "per_page": 3})
    assert response.headers["Content-Type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in b"".join(response).decode().splitlines()]
    assert sorted(each["id"] for each in lines) == sorted(ids(f"/{kind}"))


def test_all_ids_and_dates_come_in_one_page(ask):
    page = ask("/services", minimal="true")
    assert page["size"] == page["total_items"] == LISTINGS + 1
    assert set(page["contents"][0]) == {"id", "name", "status", "last_modified"}


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
def test_a_post_asks_the_same_without_an_address_that_tells(client, ask, content_type):
    asked = {"postcode": "55104", "proximity": "30000"}
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    body = json.dumps(asked) if content_type.endswith("json") else "postcode=55104&proximity=30000"
    response = strict.post(f"{ROOT}/service_at_locations", body, content_type=content_type)
    assert response.json() == ask("/service_at_locations", **asked)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"page": "0"}, "page"),
        ({"page": "x"}, "page"),
        ({"per_page": "-1"}, "per_page"),
        ({"per_page": "9" * 30}, "per_page"),
        ({"full": "perhaps"}, "full"),
        ({"format": "xml"}, "format"),
        ({"modified_after": "yesterday"}, "modified_after"),
        ({"modified_after": "2026-13-45"}, "modified_after"),
        ({"taxonomy_id": "stage"}, "taxonomy_id"),
        ({"postcode": "00000"}, "postcode"),
        ({"postcode": "Minnesota"}, "postcode"),
        ({"proximity": "10"}, "proximity"),
        ({"postcode": "55104", "proximity": "nan"}, "proximity"),
        ({"postcode": "55104", "proximity": "-5"}, "proximity"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_name(client, parameters, field):
    response = client.get(f"{ROOT}/service_at_locations", parameters)
    assert response.status_code == (404 if field == "postcode" else 400)  # nobody knows that place
    assert response.headers["Content-Type"] == "application/problem+json"
    assert [each["field"] for each in response.json()["errors"]] == [field]


def test_conditions_that_nothing_meets_find_nothing(ask, client):
    """Django knows it beforehand and has no SQL for it."""
    nothing = {"taxonomy_term_id": str(uuid.uuid4())}
    assert all(ask(f"/{name}", **nothing)["empty"] for name in LISTS if name.startswith(("serv", "org")))


def test_so_many_a_minute_from_one_network(client, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"hsds": (2, 60)}
    address = {"REMOTE_ADDR": "203.0.113.77"}
    assert [client.get(f"{ROOT}/", **address).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get(f"{ROOT}/services", **address)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{ROOT}/", REMOTE_ADDR="203.0.113.78").status_code == 200


@pytest.mark.parametrize("body", ["[]", "{", '"x"', "[" * 9000, '{"search": "' + "x" * 20_000 + '"}'])
def test_a_body_that_is_none_is_refused(client, body):
    response = client.post(f"{ROOT}/services", body, content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/services/1", f"/services/{NOBODYS}", f"/taxonomies/{NOBODYS}", "/x"])
def test_what_is_not_there_is_a_problem_and_no_page(client, path):
    response = client.get(ROOT + path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"


def test_nothing_is_written(client, stored):
    for method in (client.put, client.patch, client.delete):
        assert method(f"{ROOT}/services").status_code == 405
    assert client.post(f"{ROOT}/services/{stored['lakeview']}").status_code == 405


def test_other_sites_may_read_it(client):
    response = client.get(f"{ROOT}/services")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_it_is_english_whatever_the_browser_prefers(client, stored):
    french = {"accept-language": "fr"}
    whole = client.get(f"{ROOT}/services/{stored['lakeview']}", headers=french).json()
    asked = {"format": "ndjson", "full": "true", "organization_id": stored["lakeview"]}
    line = json.loads(b"".join(client.get(f"{ROOT}/services", asked, headers=french)))
    assert whole == line
    assert "Has a waiting list." in whole["alert"]
    assert "Scotland" in [area["name"] for area in whole["service_areas"]]


def test_the_number_of_queries_does_not_grow_with_the_page(client):
    counts = []
    for size in (1, 80):
        with platform():
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{ROOT}/services", {"full": "true", "per_page": size})
            counts.append(len(captured))
    assert counts[0] == counts[1] > 0


def test_the_openapi_names_every_address_and_parameter(ask):
    document = ask("/openapi.json")
    assert set(document["paths"]) == {"/"} | {f"/{kind}" for kind in LISTS} | {
        f"/{kind}/{{id}}" for kind in LISTS
    }
    names = [
        operation["operationId"]
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in ("get", "post")
    ]
    assert len(names) == len(set(names))
    for path in document["paths"].values():
        for reference in path.get("get", {}).get("parameters", []):
            assert reference["$ref"].rsplit("/", 1)[1] in document["components"]["parameters"]


def test_the_profile_names_every_term(ask):
    named = {term["id"] for taxonomy in ask("/profile.json")["taxonomies"] for term in taxonomy["terms"]}
    assert named == set(map(str, terms()))
