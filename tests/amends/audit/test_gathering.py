"""Entries are gathered, appended last, and survive what they must."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from amends import audit
from amends.accounts import access
from amends.accounts.access import SYSTEM, Rule
from amends.actions import NotAudited, action
from amends.audit.middleware import AuditMiddleware
from amends.audit.models import AuditEntry, AuditHead
from amends.audit.verifying import verify
from tenants.context import NotEntered, inside
from tests.amends.vault.probe import counted

THING = ("programs.case", uuid4())


def verbs():
    return [entry.verb for entry in AuditEntry.objects.order_by("seq")]


class Refusal(Exception):
    pass


access.ACTIONS["change"] = Rule((SYSTEM,))
access.rules.cache_clear()


@action
def change(*, actor, fail=False, deny=False, silent=False):
    if not silent:
        audit.record("changed", THING, actor=actor, count=1)
    if deny:
        audit.denied("change", THING, actor=actor, rule="N1")
    if fail:
        raise Refusal


def test_it_works(alpha):
    with inside(alpha):
        with audit.gathering():
            audit.record("opened", THING, actor="command", state="open")
            audit.read([THING, ("programs.case", uuid4())], actor="command", purpose="list")
            audit.export(THING, actor="command", rows=2)
            audit.denied("close", THING, actor=None, rule="C2")
            assert verbs() == []
        entries = list(AuditEntry.objects.order_by("seq"))
        assert [(each.seq, each.kind, each.verb, each.actor) for each in entries] == [
            (1, "change", "opened", "command"),
            (2, "read", "read", "command"),
            (3, "export", "export", "command"),
            (4, "denied", "close", "anonymous"),
        ]
        assert entries[0].facts == {"state": "open"}
        assert entries[1].facts["count"] == 2
        assert entries[1].facts["ids"][0] == str(THING[1])
        assert AuditHead.objects.get().seq == 4
        assert verify(alpha.schema_name) == []


def test_chains_are_apart(alpha, beta):
    with inside(alpha):
        change(actor="command")
        with inside(beta):
            assert verbs() == []
            change(actor="command")
            change(actor="command")
        assert verbs() == ["changed"]
    assert verify(alpha.schema_name) == verify(beta.schema_name) == []


def test_outside_a_gathering_nothing_is_said(alpha):
    with inside(alpha), pytest.raises(audit.NotGathering):
        audit.record("opened", THING, actor="command")
    with audit.gathering(), pytest.raises(NotEntered):
        audit.record("opened", THING, actor="command")


def test_appending_costs_two_round_trips(alpha):
    with inside(alpha):
        change(actor="command")
        with transaction.atomic(), audit.gathering():
            for _ in range(20):
                audit.record("changed", THING, actor="command")
            with counted(connection) as queries:
                audit.flush()
        assert len(queries) == 2
        assert AuditEntry.objects.count() == 21


def test_an_action_that_says_nothing_fails(alpha):
    with inside(alpha):
        for silent_but in ({}, {"deny": True}):
            with pytest.raises(NotAudited):
                change(actor="command", silent=True, **silent_but)


def test_a_failed_action_leaves_only_what_was_refused(alpha):
    with inside(alpha):
        with audit.gathering():
            change(actor="command")
            with pytest.raises(Refusal):
                change(actor="command", fail=True, deny=True)
            change(actor="command")
        assert verbs() == ["changed", "change", "changed"]
        with pytest.raises(Refusal):
            change(actor="command", fail=True, deny=True)
        assert verbs() == ["changed", "change", "changed", "change"]
        assert verify(alpha.schema_name) == []


def test_refusals_survive_a_real_rollback(alpha, committed):
    with inside(alpha):
        with audit.gathering():
            with pytest.raises(Refusal), transaction.atomic():
                change(actor="command", deny=True)  # appended here, with the denial ...
                assert verbs() == ["changed", "change"]
                raise Refusal  # ... and rolled back
            assert verbs() == []
        assert [(each.kind, each.verb) for each in AuditEntry.objects.all()] == [("denied", "change")]
        with pytest.raises(Refusal):
            change(actor="command", fail=True, deny=True)
        with pytest.raises(Refusal), transaction.atomic():
            change(actor="command", fail=True, deny=True)
        assert [each.kind for each in AuditEntry.objects.all()] == ["denied"] * 2
        assert verify(alpha.schema_name) == []


def test_threads_append_to_one_chain(alpha, committed):
    failures = []

    def work(number):
        try:
            with inside(alpha):
                for _ in range(20):
                    change(actor="command")
                    with pytest.raises(Refusal):
                        change(actor="command", fail=True, deny=number % 2 == 0)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)
        finally:
            from django.db import connections

            connections["keys"].close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with inside(alpha):
        assert AuditEntry.objects.filter(kind="change").count() == 160
        assert AuditEntry.objects.filter(kind="denied").count() == 80
        assert verify(alpha.schema_name) == []


def test_the_tenants_role_can_only_append(alpha):
    with inside(alpha):
        change(actor="command")
        for statement in (
            "UPDATE audit_auditentry SET verb = 'x'",
            "DELETE FROM audit_auditentry",
            "TRUNCATE audit_auditentry",
            "DELETE FROM audit_audithead",
        ):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


def test_the_middleware_appends_before_the_answer(alpha, rf):
    def view(request):
        audit.read(THING, actor=None, purpose="page")
        return HttpResponse("shown")

    with inside(alpha):
        assert AuditMiddleware(view)(rf.get("/")).content == b"shown"
        assert verbs() == ["read"]
