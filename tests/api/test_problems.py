"""Everything that goes wrong under /api/ is one shape, RFC 9457, in the reader's language."""

import json

import pytest
from django.db import connection

from amends.accounts.bearer import new_token
from amends.web import errors
from tenants import actions
from tenants.context import platform
from tenants.models import State, Tenant
from tests.amends.web.urls import ERROR_PAGES
from tests.api.rig import Software, assert_problem, at
from tests.programs.cast import make_case, make_referral

SENT = {"content_type": "application/json", "headers": {"Idempotency-Key": "k"}}


def test_what_is_nowhere(software):
    for asking in (software(), Software(), Software(new_token())):
        for path in ("nothing/", "/api/", "/api/v2/cases/", "cases/not-a-key/", "cases/%00/"):
            assert_problem(asking.ask(path), 404, "not_found")


def test_what_is_none_of_ones_own(software, world):
    case = make_case(world)
    assert_problem(software("max").ask(f"cases/{case.pk}/"), 404, "not_found")
    assert_problem(software("max").send(f"cases/{case.pk}/steps/mark_ready/"), 404, "not_found")


def test_an_address_without_its_slash(software):
    assert_problem(software().ask("cases"), 404, "not_found")
    assert_problem(software().send("referrals"), 404, "not_found")


def test_no_token():
    assert_problem(Software().ask("cases/"), 401, "not_authenticated")


def test_no_role(software, world):
    said = software("mia").ask("referrals/")
    assert_problem(said, 403, "not_allowed")


def test_no_scope(software):
    answer = software("cora", "cases:read").ask("referrals/")
    assert assert_problem(answer, 403, "scope_missing")["scopes"] == ["referrals:read"]
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="referrals:read"'


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_no_such_method(method, software):
    answer = getattr(software(), method)(at("cases/"))
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_no_post_where_nothing_is_posted(software):
    assert_problem(software().send("cases/"), 405, "method_not_allowed")


BODIES = {
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "not a number": b'{"summary": NaN}',
    "nothing": b" ",
    "another encoding": '{"summary": "é"}'.encode("latin-1"),
    "nests without end": b"[" * 100_000,
    "a number without end": b'{"a": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_no_object(name, software):
    assert_problem(software().post(at("referrals/"), BODIES[name], **SENT), 400, "not_json")


def test_what_is_no_answer_to_what_is_asked(software):
    sent = {
        "referrer_name": 7,
        "referrer_email": ["a@b.example"],
        "offender_name": "\ud800",
        "offences": "theft",
        "stage": None,
        "is_sample": "yes",
        "form_key": "x",
        "website": "",
    }
    found = assert_problem(software().send("referrals/", sent), 400, "invalid")["errors"]
    assert {each["pointer"] for each in found} == {f"#/{name}" for name in sent if name != "stage"}
    assert all(each["detail"] for each in found)


def test_what_the_form_refuses(software):
    found = assert_problem(software().send("referrals/", {"stage": "never"}), 400, "invalid")["errors"]
    said = {each["pointer"]: each["detail"] for each in found}
    assert said["#/offender_name"] == "Offender: enter the name, as far as you know it"
    assert said.keys() >= {"#/referrer_class", "#/referrer_name", "#/stage", "#/offences"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "ten"),
        ("limit", "٣"),
        ("limit", "9" * 5000),
        ("cursor", "nowhere"),
        ("cursor", "ü"),
        ("cursor", ""),
        ("state", "lost"),
        ("mediator", "mia"),
        ("updated_since", "yesterday"),
        ("updated_since", "2026-03-27T14:30:00"),
        ("updated_since", "2026-13-27T14:30:00Z"),
    ],
)
def test_a_parameter_that_makes_no_sense(name, value, software):
    (found,) = assert_problem(software().ask("cases/", **{name: value}), 400, "invalid")["errors"]
    assert found["parameter"] == name


@pytest.mark.parametrize("key", ["", "a b", "ü", "x" * 256, "a\x00"])
def test_a_key_that_is_none(key, software):
    answer = software().post(at("referrals/"), {}, "application/json", headers={"Idempotency-Key": key})
    (found,) = assert_problem(answer, 400, "invalid")["errors"]
    assert found["header"] == "Idempotency-Key"


def test_what_is_refused(software, world):
    case = make_case(world, "preparing")
    said = assert_problem(software().send(f"cases/{case.pk}/steps/mark_ready/"), 409, "refused")
    assert "consents_live" in {each["id"] for each in said["unmet"]}
    for each in said["unmet"]:
        assert each.keys() == {"id", "rule", "sentence", "source", "remedy"}
        assert all(each.values())


def test_too_much_at_once(software, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert_problem(software().send("referrals/", {"summary": "x" * 2000}), 413, "too_large")


def test_another_form_of_body(software):
    answer = software().post(at("referrals/"), {"stage": "x"}, headers={"Idempotency-Key": "k"})
    assert_problem(answer, 415, "unsupported_media_type")


def test_another_form_of_answer(software):
    answer = software().get(at("cases/"), headers={"accept": "text/html"})
    assert_problem(answer, 406, "not_acceptable")


def test_the_same_key_for_something_else(software, world):
    asking, case = software(), make_case(world)
    answers = {"coordinator": str(world.cora.pk)}
    assert asking.send(f"cases/{case.pk}/steps/begin_screening/", answers, key="k").status_code == 200
    other = {"coordinator": str(world.alice.pk)}
    assert_problem(asking.send(f"cases/{case.pk}/steps/begin_screening/", other, key="k"), 422, "key_reused")


def test_our_own_fault(software, world):
    """A row whose sealed text was changed behind our back cannot be read; nothing of it is told."""
    referral = make_referral()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_referral SET summary = '\\x0102' WHERE id = %s", [referral.pk])
    asking = software()
    asking.raise_request_exception = False
    said = assert_problem(asking.ask(f"referrals/{referral.pk}/"), 500, "server_error")
    assert "Unreadable" not in json.dumps(said)


def test_a_program_in_maintenance(alpha):
    actions.set_maintenance(tenant=alpha, on=True, reason="moving")
    answer = Software().ask("cases/")
    assert_problem(answer, 503, "in_maintenance")
    assert answer.headers["Retry-After"]


def test_a_program_that_is_closed(alpha):
    with platform():
        actions.set_state(tenant=Tenant.objects.get(pk=alpha.pk), state=State.ARCHIVED)
    assert_problem(Software().ask("cases/"), 410, "program_closed")


def test_no_program_at_all(alpha):
    assert_problem(Software(host="gamma.localhost").ask("cases/"), 404, "unknown_host")


def test_the_platform_has_no_api(software):
    token = software().defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert_problem(Software(token, "localhost").ask("cases/"), 404, "not_found")
    assert_problem(Software(token, "localhost").ask("health/"), 404, "not_found")


@pytest.mark.no_db
@pytest.mark.parametrize(("name", "status"), ERROR_PAGES.items())
def test_every_page_of_an_error_has_its_problem(name, status, rf):
    answer = getattr(errors, name)(rf.get("/api/v1/cases/"))
    code = json.loads(answer.content)["type"].rpartition(":")[2]
    assert_problem(answer, status, code)


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("fr", "Il faut un jeton", "La personne"),
        ("es", "Hace falta una clave", "La persona"),
    ],
)
def test_it_is_said_in_the_readers_language(language, title, sentence, software, world):
    said = assert_problem(
        Software().get(at("cases/"), headers={"accept-language": language}), 401, "not_authenticated"
    )
    assert said["title"] == title
    case = make_case(world)
    answer = software("cora").post(
        at(f"cases/{case.pk}/steps/begin_screening/"),
        {},
        "application/json",
        headers={"Idempotency-Key": "k", "accept-language": language},
    )
    (found,) = assert_problem(answer, 400, "invalid")["errors"]
    assert "Choose" not in found["detail"]


def test_no_answer_is_kept_by_anybody(software):
    assert "no-store" in software().ask("cases/").headers["Cache-Control"]
