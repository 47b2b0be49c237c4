"""An agency's software sends referrals: a key at the platform, a hand-over for one referral, the program's own host."""

import json
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from amends.accounts.bearer import new_token
from amends.audit.models import AuditEntry
from network.agencies import software
from network.agencies.actions.keys import make_agency_key
from network.agencies.handover import LASTS
from network.agencies.models import Agency, AgencyKey, AgencyMember
from programs.models import Program, Referral, ReferralSource
from tenants.context import platform
from tenants.models import Tenant
from tests.api.rig import Software, assert_problem
from tests.network.agencies.made import PASSWORD, made_agency, made_member
from tests.programs.cast import at, make_world
from tests.programs.desk_rig import browser_of
from tests.programs.desk_rig import token_for as for_person
from tests.programs.test_desk import public_rows_with

ANSWERS = {
    "referrer_class": "judge",
    "referrer_name": "Clara Clerk",
    "referrer_email": "clara@court.example",
    "stage": "post_charge",
    "offences": ["theft"],
    "offender_name": "Oskar Offender",
}
WHERE = "/api/v1/agency/referrals/"


@pytest.fixture
def manager(cast, alpha, beta):
    """Mona, who manages a verified agency; Alpha and Beta are verified too."""
    with platform():
        Tenant.objects.filter(pk__in=(alpha.pk, beta.pk)).update(verified_at=timezone.now())
        found = made_member("Mona Manager", is_manager=True)
    for tenant in (alpha, beta):
        with at(tenant):
            make_world(tenant)
    return found


@pytest.fixture
def key(manager) -> str:
    with platform():
        return make_agency_key(actor=manager.user, name="Case system", now=timezone.now())[1]


def ask(key: str, program: Any = "alpha", **more: Any) -> Any:
    """Ask the platform for a hand-over."""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    sent = {"program": program} | more
    return Client(SERVER_NAME="localhost").post(
        "/api/agency/hand-over/", sent, "application/json", headers=headers
    )


def token_for(key: str, program: str = "alpha") -> str:
    answer = ask(key, program)
    assert answer.status_code == 201, answer.content
    return json.loads(answer.content)["token"]


def send(token: str, *, host: str = "alpha.localhost", key: str = "", **changes: Any) -> Any:
    return Software(token, host=host).send(WHERE, ANSWERS | changes, key=key)


def test_it_works(key, manager, alpha):
    answer = ask(key)
    told = json.loads(answer.content)
    assert (answer.status_code, told["expires_in"]) == (201, LASTS)
    assert told["send_to"] == f"http://alpha.localhost{WHERE}"
    assert "no-store" in answer.headers["Cache-Control"]
    sent = send(told["token"])
    assert sent.status_code == 201, sent.content
    received = json.loads(sent.content)
    assert received["receipt"] == sent.headers["Location"]
    page = Client(SERVER_NAME="alpha.localhost").get(received["receipt"]).content.decode()
    assert received["reference"] in page
    with at(alpha):
        referral = Referral.objects.get()
        assert (referral.agency_id, referral.agency_person_id) == (manager.agency_id, manager.pk)
        assert (referral.office.name, referral.is_sample) == ("Lakeview Court", False)
        entry = AuditEntry.objects.get(verb="software_sent")
        with platform():
            made = AgencyKey.objects.get()
        assert entry.actor == f"agency_software:{made.pk}"
        assert made.last_used_on == timezone.now().date()


def test_a_hand_over_is_good_for_one_referral(key, alpha):
    token = token_for(key)
    assert send(token).status_code == 201
    assert_problem(send(token), 401, "hand_over_used")
    with at(alpha):
        assert Referral.objects.count() == 1
        assert AuditEntry.objects.filter(kind="denied", facts__rule="used").exists()


def test_the_same_request_is_the_same_referral(key, alpha):
    """Sent again with the hand-over that it spent, or a later one, by software that heard no answer."""
    token, again, name = token_for(key), token_for(key), str(uuid.uuid4())
    first, second, third = (send(each, key=name) for each in (token, token, again))
    assert [each.status_code for each in (first, second, third)] == [201] * 3
    assert json.loads(first.content) == json.loads(second.content) == json.loads(third.content)
    assert third.headers["Idempotency-Replayed"] == "true"
    assert send(again).status_code == 201, "and nothing was spent by it"
    assert_problem(send(token_for(key), key=name, summary="Another"), 422, "key_reused")


def test_a_request_that_is_refused_spends_nothing(key, alpha):
    token = token_for(key)
    assert_problem(send(token, offences=[]), 400, "invalid")
    assert_problem(Software(token).post(WHERE, ANSWERS, "application/json"), 400, "invalid")
    assert send(token).status_code == 201


def test_the_key_of_somebody_whose_account_was_closed_opens_nothing(key, manager):
    token = token_for(key)
    with platform():
        type(manager.user).objects.filter(pk=manager.user.pk).update(is_active=False)
    assert_problem(send(token), 401, "hand_over_stopped")
    assert ask(key).status_code == 401


def test_it_is_refused_elsewhere_and_late_and_altered(key, manager, alpha, beta):
    token = token_for(key)
    assert_problem(send(token, host="beta.localhost"), 401, "hand_over_elsewhere")
    assert_problem(send(token[:-2] + "xx"), 401, "hand_over_altered")
    assert_problem(Software().send(WHERE, ANSWERS), 401, "not_authenticated")
    assert_problem(send(key), 401, "hand_over_altered")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        late = token_for(key)
        clock.shift(LASTS + 1)
        assert_problem(send(late), 401, "hand_over_expired")


def test_a_token_that_a_program_made_is_none(key, manager, alpha):
    with platform():
        made = AgencyKey.objects.get()
    with at(alpha):
        forged = software.issue(made, tenant_id=alpha.pk)
    assert_problem(send(forged), 401, "hand_over_altered")


def test_it_opens_nothing_else(key, alpha):
    token = Software(token_for(key))
    for path in ("referrals/", "cases/", "program/"):
        assert_problem(token.ask(path), 401, "not_authenticated")
    assert_problem(token.send("referrals/", ANSWERS), 401, "not_authenticated")
    assert_problem(token.ask(WHERE), 405, "method_not_allowed")
    desk = Client(SERVER_NAME="alpha.localhost").post(
        "/desk/come/", {"token": token_for(key)}, headers={"origin": "http://localhost"}
    )
    assert 'data-why="altered"' in desk.content.decode(), "nor does anybody sit down with it"


def test_a_persons_hand_over_is_none_of_softwares(key, manager, alpha):
    assert_problem(send(for_person(browser_of(manager), alpha)), 401, "hand_over_altered")


STOPS = {
    "revoked": lambda: AgencyKey.objects.update(revoked_at=timezone.now()),
    "over": lambda: AgencyKey.objects.update(expires_at=timezone.now()),
    "closed": lambda: Agency.objects.update(state="closed"),
}


@pytest.mark.parametrize("stop", STOPS)
def test_it_ends_with_what_it_rests_on(stop, key, alpha):
    token = token_for(key)
    with platform():
        STOPS[stop]()
    assert_problem(send(token), 401, "hand_over_stopped")
    code = (403, "agency_not_verified") if stop == "closed" else (401, "key_needed")
    assert_problem(ask(key), *code)


def test_the_platform_says_what_is_wrong(key):
    assert_problem(ask(""), 401, "key_needed")
    assert_problem(ask(new_token()), 401, "key_needed")
    assert_problem(ask(key, "nowhere"), 404, "no_program")
    assert_problem(ask(key, 7), 400, "invalid")
    assert_problem(ask(key, "alpha", more="x"), 400, "invalid")
    got = Client(SERVER_NAME="localhost").get("/api/agency/hand-over/")
    assert_problem(got, 405, "method_not_allowed")


def test_one_key_asks_so_often(key, monkeypatch):
    monkeypatch.setattr(software, "MOST_A_MINUTE", 2)
    with time_machine.travel(timezone.now(), tick=False):
        assert [ask(key).status_code for _ in range(3)] == [201, 201, 429]
        assert int(ask(key).headers["Retry-After"]) <= 60


def test_at_the_program_too(key, settings):
    tokens = [token_for(key) for _ in range(2)]
    settings.API_REQUESTS_PER_MINUTE = 1
    with time_machine.travel(timezone.now(), tick=False):
        assert send(tokens[0]).status_code == 201
        assert_problem(send(tokens[1]), 429, "too_many_requests")


def test_what_was_agreed_with_the_source_holds(key, manager, alpha):
    with at(alpha):
        told = {"asks_for": ["case_number"], "answer_days": 2, "told_back": "received_only"}
        source = ReferralSource.objects.create(
            name="Lakeview", kind="judge", agency_id=manager.agency_id, **told
        )
    token = token_for(key)
    said = assert_problem(send(token), 400, "invalid")
    assert [each["pointer"] for each in said["errors"]] == ["#/case_number"]
    assert send(token, case_number="27-JV-26-1").status_code == 201
    with at(alpha):
        assert Referral.objects.get().source == source


def test_a_program_that_is_not_open_takes_nothing(key, alpha):
    token = token_for(key)
    with at(alpha):
        Program.objects.update(verified_at=None)
    assert_problem(send(token), 409, "refused")
    with at(alpha):
        assert not Session.objects.exists(), "and nothing was spent"


def test_who_refers_themselves_is_told_to_nobody(key, alpha):
    assert send(token_for(key), referrer_class="victim_self").status_code == 201
    with at(alpha):
        assert Referral.objects.get().agency_id is None


def test_nothing_about_a_party_gets_to_the_platform(key, alpha, caplog):
    canary = "Zebulon-Canary"
    assert send(token_for(key), offender_name=canary, victim_name=canary, summary=canary).status_code == 201
    send(token_for(key), offender_name=canary, offences=["?"])
    assert public_rows_with(canary) == []
    assert canary not in caplog.text


def test_a_manager_makes_a_key_and_sees_it_once(manager, alpha):
    browser = browser_of(manager)
    page = browser.post("/agency/software/", {"name": "Case system"})
    if page.status_code == 302:  # first who they are
        page = browser.post(page.url, {"password": PASSWORD})  # which takes up what was sent
    secret = re.search(r"data-key>([^<]+)<", page.content.decode())[1]
    assert secret not in browser.get("/agency/software/").content.decode()
    assert "Not used yet" in browser.get("/agency/software/").content.decode()
    with platform():
        made = AgencyKey.objects.get()
        assert secret not in str(vars(made))
    assert ask(secret).status_code == 201
    assert "Last used on" in browser.get("/agency/software/").content.decode()
    assert browser.post(f"/agency/software/{made.pk}/revoke/").url == "/agency/software/"
    assert_problem(ask(secret), 401, "key_needed")


def test_only_managers_make_keys_and_only_their_agencys(manager):
    with platform():
        clerk = made_member("Carl Clerk")
        other = made_member("Otto Other", is_manager=True, agency=made_agency(slug="other", name="Other"))
        made = make_agency_key(actor=other.user, name="Theirs", now=timezone.now())[0]
        assert AgencyMember.objects.count() == 3
    assert browser_of(clerk).get("/agency/software/").status_code == 403
    assert browser_of(manager).post(f"/agency/software/{made.pk}/revoke/").status_code == 404
