"""Tokens: made on a page, shown once, good as long as they and their owner are."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from amends.accounts.bearer import SHAPE, digest_of, is_well_formed, new_token
from amends.accounts.models import User
from amends.actions import Refused
from amends.audit.models import AuditEntry
from api.actions import make_token, revoke_token
from api.models import ApiToken
from programs.records.lines import lines_of
from tenants.context import inside
from tests.api.rig import Software, assert_problem, newest_entry, token_of
from tests.programs.cast import PASSWORD, make_case

ANSWERS = {"name": "The court", "scopes": ["cases:read", "program:read"], "days": "90"}


@pytest.fixture
def alice(world, at_alpha):
    """A browser in which the administrator has just signed in."""
    answer = {"username": world.alice.email, "password": PASSWORD}
    assert at_alpha.post("/sign-in/", answer).status_code == 302
    return at_alpha


def secret_in(page) -> str:
    return re.search(r"<code data-token>([^<]+)</code>", page.content.decode())[1]


def test_it_works(alice, alpha):
    assert alice.get("/api-tokens/").status_code == 200
    assert "Choose as little as it needs" in alice.get("/api-tokens/make/").content.decode()
    page = alice.post("/api-tokens/make/", ANSWERS)
    secret = secret_in(page)
    assert Software(secret).ask("program/").json()["name"] == "Alpha Mediation"
    listed = alice.get("/api-tokens/").content.decode()
    assert "The court" in listed
    assert secret not in listed
    token = ApiToken.objects.get()
    assert secret.startswith(token.beginning)
    assert token.expires_at - token.made_at == dt.timedelta(days=90)


def test_what_is_stored_is_no_token(world):
    token, secret = token_of(world.cora)
    stored = str(ApiToken.objects.values().get(pk=token.pk))
    assert secret not in stored
    assert secret[-12:] not in stored
    assert secret not in str(list(AuditEntry.objects.values()))


def test_a_token_is_known_for_what_it_is():
    secrets = {new_token() for _ in range(200)}
    assert len(secrets) == 200
    assert all(SHAPE.fullmatch(secret) and is_well_formed(secret) for secret in secrets)
    secret = secrets.pop()
    changed = secret[:20] + ("a" if secret[20] != "a" else "b") + secret[21:]
    for wrong in (
        changed,
        secret[:-1],
        f"{secret}x",
        secret.replace("amends", "others"),
        "",
        "ämends_" + secret[7:],
    ):
        assert not is_well_formed(wrong), wrong


def test_what_cannot_be_a_token_costs_no_query(world, django_assert_num_queries):
    wrong = new_token()[:-1] + "-"
    with django_assert_num_queries(0):
        assert_problem(Software(wrong).ask("program/"), 401, "not_authenticated")


def test_the_same_token_has_another_digest_in_another_place(alpha, beta):
    secret = new_token()
    with inside(alpha):
        ours = digest_of(secret)
    with inside(beta):
        assert digest_of(secret) != ours


def test_it_is_asked_again_who_one_is(world, at_alpha):
    at_alpha.force_login(world.alice)
    for answer in (at_alpha.get("/api-tokens/make/"), at_alpha.post("/api-tokens/make/", ANSWERS)):
        assert answer.url.startswith("/sign-in/again/")
    assert not ApiToken.objects.exists()


def test_nobody_without_a_second_step_makes_one(alice, settings):
    settings.AMENDS_REQUIRE_SECOND_FACTOR = True
    assert alice.get("/api-tokens/make/").url == "/account/"
    assert alice.post("/api-tokens/make/", ANSWERS).url == "/account/"
    assert not ApiToken.objects.exists()


def test_a_page_that_is_sent_again_makes_no_second_one(alice):
    alice.post("/api-tokens/make/", ANSWERS)
    again = alice.post("/api-tokens/make/", ANSWERS)
    assert again.status_code == 409
    assert "A token with this name is in use" in again.content.decode()
    assert ApiToken.objects.count() == 1


def test_what_is_missing_is_said(alice):
    page = alice.post("/api-tokens/make/", {"days": "5000", "scopes": ["everything"]}).content.decode()
    assert "Enter what the token is for" in page
    assert not ApiToken.objects.exists()


def test_a_revoked_one_is_worth_nothing(alice, world):
    token, secret = token_of(world.cora)
    assert Software(secret).ask("program/").status_code == 200
    assert alice.post(f"/api-tokens/{token.pk}/revoke/").url == "/api-tokens/"
    assert_problem(Software(secret).ask("program/"), 401, "not_authenticated")
    assert "Revoked on" in alice.get("/api-tokens/").content.decode()
    assert alice.post(f"/api-tokens/{token.pk}/revoke/").status_code == 302


def test_a_name_can_be_used_again_after_the_token_is_revoked(world):
    name = {
        "actor": world.alice,
        "now": timezone.now(),
        "name": "Court",
        "scopes": ["cases:read"],
        "days": 30,
    }
    token, _ = make_token(**name)
    with pytest.raises(Refused):
        make_token(**name)
    revoke_token(actor=world.alice, token=token, now=timezone.now())
    make_token(**name)


def test_one_that_ran_out_is_worth_nothing(world):
    _, secret = token_of(world.cora, days=30)
    with time_machine.travel(timezone.now() + dt.timedelta(days=29), tick=False):
        assert Software(secret).ask("program/").status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(days=30, seconds=1), tick=False):
        assert_problem(Software(secret).ask("program/"), 401, "not_authenticated")


@pytest.mark.parametrize("days", [366, 0, -1])
def test_none_lasts_longer_than_a_year(world, days):
    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        token_of(world.cora, days=days)


def test_that_of_a_disabled_person_is_worth_nothing(world):
    _, secret = token_of(world.cora)
    User.objects.filter(pk=world.cora.pk).update(is_active=False)
    assert_problem(Software(secret).ask("program/"), 401, "not_authenticated")
    User.objects.filter(pk=world.cora.pk).update(is_active=True)
    assert Software(secret).ask("program/").status_code == 200


def test_roles_that_are_lost_are_lost_at_once(world):
    case = make_case(world)
    _, secret = token_of(world.cora)
    assert Software(secret).ask(f"cases/{case.pk}/").status_code == 200
    User.objects.filter(pk=world.cora.pk).update(roles=["mediator"])
    assert_problem(Software(secret).ask(f"cases/{case.pk}/"), 404, "not_found")
    User.objects.filter(pk=world.cora.pk).update(roles=[])
    assert_problem(Software(secret).ask(f"cases/{case.pk}/"), 403, "not_allowed")


def test_a_cookie_counts_for_nothing(alice, world):
    case = make_case(world)
    assert alice.get(f"/cases/{case.pk}/").status_code == 200
    assert_problem(alice.get(f"/api/v1/cases/{case.pk}/"), 401, "not_authenticated")


def test_a_cookie_beside_a_token_counts_for_nothing(world):
    software = Software(token_of(world.mia)[1])
    software.force_login(world.cora)
    case = make_case(world)
    assert_problem(software.ask(f"cases/{case.pk}/"), 404, "not_found")


def test_a_token_counts_for_nothing_on_pages(world):
    answer = Software(token_of(world.cora)[1]).get("/cases/")
    assert answer.url.startswith("/sign-in/")


@pytest.mark.parametrize("header", ["Basic {}", "Token {}", "{}", "Bearer  {}", "Bearer {} x"])
def test_only_a_bearer_is_one(world, header):
    software = Software()
    software.defaults["HTTP_AUTHORIZATION"] = header.format(token_of(world.cora)[1])
    assert_problem(software.ask("program/"), 401, "not_authenticated")


def test_the_answer_says_what_is_asked_for(world):
    assert Software().ask("program/").headers["WWW-Authenticate"] == "Bearer"
    assert Software(new_token()).ask("program/").headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_its_use_is_noted_once_an_hour(world):
    token, secret = token_of(world.cora)
    began = timezone.now()
    noted = []
    for minutes in (0, 1, 59, 61, 62):
        with time_machine.travel(began + dt.timedelta(minutes=minutes), tick=False):
            Software(secret).ask("program/")
        noted.append(ApiToken.objects.get(pk=token.pk).last_used_at)
    assert noted[0] == noted[1] == noted[2] != noted[3] == noted[4]


def test_the_audit_says_by_which_token(world):
    case = make_case(world)
    token, secret = token_of(world.cora)
    Software(secret).ask(f"cases/{case.pk}/people/")
    entry = newest_entry()
    assert (entry.kind, entry.actor) == ("read", f"accounts.user:{world.cora.pk}")
    assert entry.facts["purpose"] == "api"
    assert entry.facts["token"] == str(token.pk)
    assert entry.facts["count"] == 2
    (line,) = lines_of([entry])
    assert (line.who, line.what, line.about) == ("Cora, by software", "Read by software", case.reference)


def test_whoever_uses_a_dead_one_is_noted(world):
    token, secret = token_of(world.cora)
    revoke_token(actor=world.alice, token=token, now=timezone.now())
    Software(secret).ask("program/")
    entry = newest_entry()
    assert (entry.kind, entry.verb, entry.facts["rule"]) == ("denied", "token.used", "revoked")
    assert entry.object_id == str(token.pk)
