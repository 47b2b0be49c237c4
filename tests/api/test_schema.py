"""The OpenAPI document: as it was agreed to, true to the addresses both ways, and what the answers look like."""

import datetime as dt
import json
import re
import uuid

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from api.v1.about.views import document
from api.v1.steps.ways import WAYS
from programs.actions.releases import Leave, record_release
from programs.models import AgreementItem
from tests.api.rig import Software, assert_problem
from tests.api.surface import AGREED, surface
from tests.api.test_steps import BELOW
from tests.programs.cast import make_case, make_referral, parties, pay
from tests.programs.releases.conftest import SERVICE

DOCUMENT = json.loads(document())
KEY = re.compile(r"<uuid:pk>")


def endpoints(patterns, before=""):
    """Yield the path and the view of each address below /api/."""
    for each in patterns:
        path = f"{before}{each.pattern}"
        if isinstance(each, URLPattern):
            if path.startswith("api/"):
                yield f"/{KEY.sub('{id}', path)}", each.callback
        else:
            yield from endpoints(each.url_patterns, path)


def test_the_surface_is_as_agreed():
    agreed, found = set(AGREED.read_text().splitlines()), set(surface(DOCUMENT).splitlines())
    assert sorted(agreed - found) == [], "software relies on this; a line that goes needs a new version"
    assert sorted(found - agreed) == [], "new: look at it, and agree to it as tests/api/surface.py says"


def test_it_is_in_english_whoever_asks_first(alpha):
    document.cache_clear()
    french = Software().get("/api/v1/openapi.json", headers={"accept-language": "fr"})
    assert french.json() == DOCUMENT


def test_every_address_is_in_the_document_and_every_path_is_an_address():
    found = dict(endpoints(get_resolver("amends.urls_tenant").url_patterns))
    assert found.keys() == DOCUMENT["paths"].keys()
    for path, view in found.items():
        methods = {
            name for name in ("get", "post", "put", "patch", "delete") if hasattr(view.view_class, name)
        }
        assert methods == DOCUMENT["paths"][path].keys(), path
        assert {method.upper() for method in methods} == set(view.view_class.scopes), path


def test_it_is_openapi_3_1_with_names_and_problems_for_everything():
    assert DOCUMENT["openapi"].startswith("3.1")
    operations = [each for path in DOCUMENT["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(set(names)) == len(names)
    for each in operations:
        assert each["summary"]
        assert "application/problem+json" in each["responses"]["default"]["content"]
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_step_has_a_schema_of_its_own():
    for step_id, way in WAYS.items():
        post = DOCUMENT["paths"][f"/api/v1/{BELOW[way.step.about]}/{{id}}/steps/{step_id}/"]["post"]
        assert post["operationId"] == step_id
        reference = post["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        assert reference.rpartition("/")[2] in DOCUMENT["components"]["schemas"]


def test_what_is_served_is_the_document(alpha):
    answer = Software().ask("openapi.json")
    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json"
    assert answer.json() == DOCUMENT


def assert_fits(schema, value):
    validator = Draft202012Validator(schema | {"components": DOCUMENT["components"]})
    problems = [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(value)]
    assert problems == []


@pytest.fixture
def things(world):
    """One of everything that an address can name, and what else makes an answer long."""
    waiting, case = make_referral(), make_case(world, "monitoring")
    make_case(world, "closed")
    item = AgreementItem.objects.get(agreement__case=case)
    return {
        "cases": case.pk,
        "people": parties(case)[0].pk,
        "items": item.pk,
        "payments": pay(world, case, item).pk,
        "referrals": waiting.pk,
        "releases": _release(world, parties(case)[0]).pk,
    }


def _release(world, person):
    now, leave = timezone.now(), Leave(**SERVICE, last_day=timezone.now().date() + dt.timedelta(days=30))
    return record_release(actor=world.cora, participant=person, now=now, form_key=uuid.uuid4(), leave=leave)


def path_of(template, things):
    return template.replace("{id}", str(things.get(template.split("/")[3])))


GETS = [path for path, operations in DOCUMENT["paths"].items() if "get" in operations]
POSTS = [path for path, operations in DOCUMENT["paths"].items() if "post" in operations]


def test_every_answer_is_as_the_document_says(things, software):
    everybody = [software("cora"), software("sol")]
    for template in GETS:
        (content,) = DOCUMENT["paths"][template]["get"]["responses"]["200"]["content"].values()
        answers = [asking.get(path_of(template, things)) for asking in everybody]
        good = [answer for answer in answers if answer.status_code == 200]
        assert good, template
        for answer in good:
            assert_fits(content["schema"], answer.json())


def answers_to(template):
    """Return a strategy for bodies: the members that are asked for, filled with anything, and sometimes others."""
    reference = DOCUMENT["paths"][template]["post"]["requestBody"]["content"]["application/json"]["schema"][
        "$ref"
    ]
    schema = DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]
    text = st.text(max_size=30)
    anything = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), text,
        st.lists(text, max_size=3), st.dictionaries(text, text, max_size=2),
    )  # fmt: skip
    fitting = {
        name: st.one_of(_fitting(each), anything) for name, each in schema.get("properties", {}).items()
    }
    return st.one_of(st.fixed_dictionaries({}, optional=fitting), st.dictionaries(text, anything, max_size=3))


OF_TYPE = {"boolean": st.booleans(), "integer": st.integers(-10, 10**9), "string": st.text(max_size=20)}


def _fitting(schema):
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "array":
        return st.lists(_fitting(schema["items"]), max_size=3)
    if "pattern" in schema:
        return st.from_regex(schema["pattern"])
    return OF_TYPE[schema["type"]]


def test_whatever_is_sent_is_answered_as_the_document_says(things, software):
    """Never with a failure of ours: each answer is the schema's, or a problem that names what is wrong."""
    asking = software("cora")
    asking.raise_request_exception = True

    @settings(
        max_examples=200,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(data=st.data())
    def send(data):
        template = data.draw(st.sampled_from(POSTS))
        body = data.draw(answers_to(template))
        with transaction.atomic():
            answer = asking.send(path_of(template, things), body)
            transaction.set_rollback(True)
        operation = DOCUMENT["paths"][template]["post"]
        if answer.status_code in (200, 201):
            (content,) = operation["responses"][str(answer.status_code)]["content"].values()
            assert_fits(content["schema"], answer.json())
            return
        # An agency's software brings a token of its own, which this one is not.
        refusals = (401,) if template == "/api/v1/agency/referrals/" else (400, 403, 409)
        assert answer.status_code in refusals, answer.content
        code = answer.json()["type"].rpartition(":")[2]
        assert_problem(answer, answer.status_code, code)
        assert_fits(DOCUMENT["components"]["schemas"]["Problem"], answer.json())

    send()
