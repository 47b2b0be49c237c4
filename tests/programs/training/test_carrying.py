"""A mediator carries their training from Alpha to Beta, over real HTTP: made, handed in, noted, ended."""

import json
import re
import uuid

from django.db import connection
from django.utils import timezone

from network.keys.models import StatementKey
from programs.actions.mediators import record_qualification
from programs.actions.training import change_statement_key, end_training_statement, take_training
from programs.models import Mediator, Program
from tenants.context import as_owner, platform
from tests import databases
from tests.conftest import HostClient
from tests.programs.cast import at
from tests.programs.training.carrying import (
    ADDRESS,
    CANARY,
    as_file,
    checked,
    ids,
    made,
    mediator,
    somebody,
)


def browser_of(tenant, who):
    """Return a browser in which somebody is signed in; `who` is a name."""
    browser = HostClient(f"{tenant.slug}.localhost")
    with at(tenant):
        browser.force_login(somebody(who))
    databases.close()
    return browser


def text_in(page):
    """Return the statement that a page would send on."""
    found = re.search(r'<textarea name="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def test_it_works(two, online, worker):
    alpha, beta = two
    content = taken_along(alpha)
    worker.drain()
    brought(beta, content)


def taken_along(alpha):
    """Have the mediator make a statement on their own page and download it; return the file."""
    there = browser_of(alpha, CANARY)
    shown = there.get("/time/training/").content.decode()
    for said in (CANARY, ADDRESS, "Advanced", "64", "Alpha"):
        assert said in shown
    made_at = there.post("/time/training/", {"says_cases": "on"})
    assert made_at.status_code == 302
    assert "Statement of training" in there.get(made_at.url).content.decode()
    file = there.get(f"{made_at.url}file/")
    assert file["Content-Disposition"] == 'attachment; filename="training.json"'
    said = json.loads(file.content)
    assert said["holder"] == {"name": CANARY, "email": ADDRESS}
    assert (said["cases"], said["training"]["hours"], said["training"]["verified_by"]) == (
        0,
        64,
        "Alpha Mediation",
    )
    return file.content.decode()


def brought(beta, content):
    """Hand the file in at Beta, and have somebody who runs the program note it."""
    here = browser_of(beta, CANARY)
    looked = here.post("/time/training/bring/", {"file": as_file(content)})
    assert looked.status_code == 200
    assert "It was not ended" in looked.content.decode()
    handed = here.post("/time/training/bring/", {"text": text_in(looked.content.decode())})
    assert (handed.status_code, handed.url) == (302, "/time/training/")
    assert "Waits for an answer" in here.get("/time/training/").content.decode()
    with at(beta):
        assert mediator().training_hours == 0  # nobody of Beta has said anything yet
        address = f"/mediators/{mediator().pk}/training/"
    cora = browser_of(beta, "Cora")
    assert "Statement of Alpha Mediation" in cora.get(address).content.decode()
    looked = cora.post(address, {"waiting": json.loads(content)["id"]}).content.decode()
    assert cora.post(address, {"text": text_in(looked), "take": "1"}).status_code == 302
    with at(beta):
        now = mediator()
        assert (now.level, now.training_hours, now.supervised_on) == (
            "advanced",
            64,
            timezone.localdate(),
        )
        assert (now.carried[0]["state"], "text" in now.carried[0]) == ("taken", False)
    page = cora.get(f"/mediators/{now.pk}/").content.decode()
    assert "Statement of Alpha Mediation" in page
    assert "Checked and noted on" in page
    with at(beta):
        assert ids(checked(content)) == ["statement_is_new"]


def test_what_is_better_known_here_is_not_lowered(two, online, worker, statement):
    _alpha, beta = two
    with at(beta):
        known = {"supervised_on": None, "observed_on": None, "checked_until": timezone.localdate()}
        record_qualification(
            actor=somebody("Cora"), mediator=mediator(), level="intermediate", training_hours=99, **known
        )
        found = checked(statement["text"])
        assert found.holds
        take_training(actor=somebody("Cora"), mediator=mediator(), checked=found, now=timezone.now())
        now = mediator()
        assert (now.level, now.training_hours) == ("advanced", 99)
        assert (now.checked_until, now.observed_on) == (timezone.localdate(), timezone.localdate())


def test_one_that_was_ended_is_refused_at_once(two, online, statement):
    alpha, beta = two
    with at(beta):
        assert checked(statement["text"]).holds
    databases.close()
    own = browser_of(alpha, CANARY)
    assert own.post(f"/training/{statement['id']}/end/").status_code == 302
    with at(beta):
        assert ids(checked(statement["text"])) == ["statement_has_not_ended"]
    with at(alpha):
        assert list(Program.objects.get().ended_statements) == [statement["id"]]


def test_an_administrator_ends_one_and_another_mediator_cannot(two, statement):
    alpha, _beta = two
    assert browser_of(alpha, "Mia").post(f"/training/{statement['id']}/end/").status_code == 404
    with at(alpha):
        assert mediator().statements[0]["ended_at"] is None
    assert browser_of(alpha, "Alice").post(f"/training/{statement['id']}/end/").status_code == 302
    with at(alpha):
        assert mediator().statements[0]["ended_at"]


def test_a_key_that_was_ended_ends_all_that_it_signed(two, online, worker, statement):
    alpha, beta = two
    with at(alpha):
        change_statement_key(actor=somebody("Alice"), now=timezone.now())
    worker.drain()
    with at(beta):
        assert ids(checked(statement["text"])) == ["statement_key_holds"]
    with at(alpha):
        assert Program.objects.get().statement_keys[0]["ended_at"]
    again = made(alpha, worker)
    assert again["key"] == 2
    with at(beta):
        assert checked(again["text"]).holds


def test_public_addresses_tell_keys_and_random_ids_alone(two, statement):
    alpha, _beta = two
    anybody = HostClient("alpha.localhost")
    keys = anybody.get("/training/keys/").json()
    with platform():
        assert [each["public_key"] for each in keys["keys"]] == [StatementKey.objects.get().public_key]
    assert anybody.get("/training/ended/").json()["ended"] == []
    with at(alpha):
        holder = mediator()
        end_training_statement(
            actor=holder.user,
            mediator=holder,
            statement=uuid.UUID(statement["id"]),
            now=timezone.now(),
        )
    answer = anybody.get("/training/ended/")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer.json()["ended"] == [statement["id"]]
    assert CANARY not in answer.content.decode()


def test_nothing_about_the_holder_is_in_public(two, online, worker, statement):
    _alpha, beta = two
    with at(beta):
        found = checked(statement["text"])
        take_training(actor=somebody("Cora"), mediator=mediator(), checked=found, now=timezone.now())
    worker.drain()
    databases.close()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        assert {"keys_statementkey", "amends_outbox"} <= set(tables)
        for name in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM public.\"{name}\" t")
            content = cursor.fetchone()[0].lower()
            for word in ("zenobia", "quillfeather", statement["id"]):
                assert word not in content, name
    with at(beta):
        assert Mediator.objects.filter(carried__contains=[{"id": statement["id"]}]).count() == 1
