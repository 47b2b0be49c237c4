"""Whatever the owner of the database does to the audit is found."""

import hashlib
import json
import random
import threading
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from amends import audit
from amends.audit import verifying
from amends.audit.chain import GENESIS, link
from amends.audit.checkpoints import checkpoint_all, folder
from amends.audit.checkpoints.models import Checkpoint
from amends.audit.checkpoints.signing import is_genuine
from amends.audit.checkpoints.taking import chain_of, checkpoint
from amends.audit.models import AuditEntry
from amends.audit.verifying import check_since, verify
from amends.outbox.registry import find
from tenants.connections import IDLE
from tenants.context import as_owner, inside, platform

ENTRIES = 24


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.AMENDS_CHECKPOINT_FOLDER = tmp_path / "checkpoints"


@pytest.fixture(scope="module", autouse=True)
def as_worker(cast):
    """Checkpoints are the worker's: log in as it, before a transaction is opened, and leave no such connection."""
    before, settings.TENANCY_LOGIN = settings.TENANCY_LOGIN, "amends_worker"
    IDLE.forget_idle()
    yield
    settings.TENANCY_LOGIN = before
    IDLE.forget_idle()


def work(tenant, count=ENTRIES):
    with inside(tenant), audit.gathering():
        for number in range(count):
            audit.record("changed", ("programs.case", uuid4()), actor="command", number=number, state="open")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_it_works(alpha):
    assert verify(alpha.schema_name) == []
    work(alpha)
    assert verify(alpha.schema_name) == []
    assert checkpoint_all().signed >= 1
    assert verify(alpha.schema_name) == []
    work(alpha, 3)
    assert verify(alpha.schema_name) == []


# Each mutation is what an owner of the database could run; `chance` chooses where.


def edit(chance):
    column, value = chance.choice(
        [
            ("at", "at + interval '1 microsecond'"),
            ("kind", "CASE kind WHEN 'read' THEN 'change' ELSE 'read' END"),
            ("actor", "actor || 'x'"),
            ("verb", "'closed'"),
            ("object_type", "'programs.party'"),
            ("object_id", f"'{uuid4()}'"),
            ("facts", f"jsonb_set(facts, '{{number}}', '{chance.randrange(100, 200)}')"),
            ("facts", "facts || '{\"more\": 1}'"),
            ("facts", "facts - 'state'"),
            ("facts", "jsonb_set(facts, '{number}', '1.0')"),
            ("prev", "sha256(prev)"),
            ("hash", "sha256(hash)"),
            ("seq", "seq + 1000"),
            ("seq", "-seq"),
        ]
    )
    sql(f"UPDATE audit_auditentry SET {column} = {value} WHERE seq = %s", chance.randint(1, ENTRIES))


def delete(chance):
    sql("DELETE FROM audit_auditentry WHERE seq = %s", chance.randint(1, ENTRIES))


def delete_and_close_the_gap(chance):
    gone = chance.randint(1, ENTRIES)
    sql("DELETE FROM audit_auditentry WHERE seq = %s", gone)
    sql("UPDATE audit_auditentry SET seq = -seq WHERE seq > %s", gone)
    sql("UPDATE audit_auditentry SET seq = -seq - 1 WHERE seq < 0")
    sql("UPDATE audit_audithead SET seq = seq - 1")


def reorder(chance):
    one, two = chance.sample(range(1, ENTRIES + 1), 2)
    sql("UPDATE audit_auditentry SET seq = -1 WHERE seq = %s", one)
    sql("UPDATE audit_auditentry SET seq = %s WHERE seq = %s", one, two)
    sql("UPDATE audit_auditentry SET seq = %s WHERE seq = -1", two)


def insert(chance):
    seq = chance.choice([0, -5, ENTRIES + 1, ENTRIES + 7])
    sql(
        "INSERT INTO audit_auditentry SELECT %s, at, kind, actor, verb, object_type, object_id, facts, hash,"
        " sha256(hash) FROM audit_auditentry WHERE seq = %s",
        seq,
        chance.randint(1, ENTRIES),
    )
    if chance.random() < 0.5:
        sql(
            "UPDATE audit_audithead SET seq = e.seq, hash = e.hash FROM"
            " (SELECT seq, hash FROM audit_auditentry ORDER BY seq DESC LIMIT 1) e"
        )


def truncate(chance):
    kept = chance.randint(0, ENTRIES - 1)
    sql("DELETE FROM audit_auditentry WHERE seq > %s", kept)
    reset_head_to_the_end(chance)


def reset_head_to_the_end(chance):
    sql("DELETE FROM audit_audithead")
    sql(
        "INSERT INTO audit_audithead (id, seq, hash)"
        " SELECT 1, seq, hash FROM audit_auditentry ORDER BY seq DESC LIMIT 1"
    )


def reset_head(chance):
    how = chance.choice(
        [
            "DELETE FROM audit_audithead",
            "UPDATE audit_audithead SET seq = seq + 1",
            "UPDATE audit_audithead SET hash = sha256(hash)",
            "UPDATE audit_audithead SET seq = 0",
        ]
    )
    sql(how)


def plain(key, seq, said, prev):
    """What somebody without the key can compute: the same bytes under a plain hash, or a key of their own."""
    del key
    return hashlib.sha256(link(b"", seq, said, prev)).digest()


def rewrite(chance):
    """Change an entry and compute every hash from there on, as if the chain were not keyed."""
    start = chance.randint(1, ENTRIES)
    how = chance.choice([plain, lambda key, *rest: link(b"guessed key".ljust(32), *rest)])
    rows = list(AuditEntry.objects.filter(seq__gte=start).order_by("seq"))
    prev = bytes(rows[0].prev)
    rows[0].verb = "rewritten"
    for row in rows:
        mac = how(b"", row.seq, row.said, prev)
        sql(
            "UPDATE audit_auditentry SET verb = %s, prev = %s, hash = %s WHERE seq = %s",
            row.verb,
            prev,
            mac,
            row.seq,
        )
        prev = mac
    sql("UPDATE audit_audithead SET hash = %s", prev)


def replace_with_a_neighbours(chance):
    """A valid entry of another place in this chain, copied over this one."""
    one, two = chance.sample(range(1, ENTRIES + 1), 2)
    sql(
        "UPDATE audit_auditentry a SET (at, kind, actor, verb, object_type, object_id, facts, prev, hash) ="
        " (b.at, b.kind, b.actor, b.verb, b.object_type, b.object_id, b.facts, b.prev, b.hash)"
        " FROM audit_auditentry b WHERE a.seq = %s AND b.seq = %s",
        one,
        two,
    )


def start_anew(chance):
    sql("TRUNCATE audit_auditentry, audit_audithead")


MUTATIONS = [
    edit, edit, edit, edit, delete, delete_and_close_the_gap, reorder, insert, truncate, reset_head, rewrite, rewrite,
    replace_with_a_neighbours, start_anew,
]  # fmt: skip


def test_a_thousand_mutations_are_all_found(alpha, committed):
    work(alpha)
    assert checkpoint_all().problems == {}
    chance, missed = random.Random(13), []
    with as_owner(alpha.schema_name):
        for number in range(1000):
            mutation = MUTATIONS[number % len(MUTATIONS)]
            with transaction.atomic():
                mutation(chance)
                if not verify(alpha.schema_name):
                    missed.append(mutation.__name__)
                transaction.set_rollback(True)
    assert missed == []
    assert verify(alpha.schema_name) == []


def test_a_checkpoint_is_refused_when_the_new_entries_do_not_fit(alpha, committed):
    work(alpha)
    assert checkpoint_all().problems == {}
    work(alpha, 5)
    with as_owner(alpha.schema_name):
        sql("UPDATE audit_auditentry SET verb = 'x' WHERE seq = %s", ENTRIES + 2)
    outcome = checkpoint_all(everything=True)  # PostgreSQL may count some seconds later
    assert [str(each) for each in outcome.problems[alpha.schema_name]] == [f"changed at {ENTRIES + 2}"]
    with as_owner(alpha.schema_name):
        sql("DELETE FROM audit_auditentry WHERE seq >= %s", ENTRIES)
    assert "cut" in {each.what for each in checkpoint_all(everything=True).problems[alpha.schema_name]}
    with platform():
        assert Checkpoint.objects.filter(schema=alpha.schema_name).count() == 1


def test_chains_that_rest_are_not_visited(alpha, beta, committed):
    for tenant in (alpha, beta):
        work(tenant)
        _count_now(tenant)
    # The platform itself has a chain too, which is empty and was never signed.
    assert checkpoint_all().signed == 3
    assert checkpoint_all().signed == 0
    work(alpha, 1)
    _count_now(alpha)
    outcome = checkpoint_all()
    assert (outcome.chains, outcome.signed) == (3, 1)
    assert checkpoint_all(everything=True).signed == 3


def _count_now(tenant):
    with inside(tenant):
        sql("SELECT pg_stat_force_next_flush()")  # otherwise PostgreSQL counts some seconds later


def test_checkpoints_cannot_be_forged(alpha):
    work(alpha)
    checkpoint(chain_of(alpha.schema_name))
    assert is_genuine(folder.read(alpha.schema_name)[0])

    path = folder.file_of(alpha.schema_name)
    line = json.loads(path.read_text())
    path.write_text(json.dumps({**line, "seq": 3}) + "\nnonsense\n")
    assert [each.what for each in verify(alpha.schema_name)] == ["forged", "forged"]

    path.write_text(json.dumps(line) + "\n")
    assert verify(alpha.schema_name) == []


def test_either_place_of_the_checkpoints_is_enough(alpha, committed):
    work(alpha)
    checkpoint(chain_of(alpha.schema_name))
    path = folder.file_of(alpha.schema_name)
    line = path.read_text()
    with as_owner(alpha.schema_name):
        truncate(random.Random(1))
    path.unlink()
    assert {each.what for each in verify(alpha.schema_name)} == {"cut"}
    path.write_text(line)
    with as_owner():
        sql("UPDATE checkpoints_checkpoint SET seq = 3")
        assert {each.what for each in verify(alpha.schema_name)} == {"cut", "forged"}
        sql("TRUNCATE checkpoints_checkpoint")
    assert {each.what for each in verify(alpha.schema_name)} == {"cut"}


def test_the_hourly_job_does_it(alpha):
    work(alpha)
    with platform():
        find("audit.checkpoint").run()
    assert len(folder.read(alpha.schema_name)) == 1


def test_one_tenants_checkpoint_says_nothing_of_another(alpha, beta):
    work(alpha)
    work(beta)
    checkpoint(chain_of(alpha.schema_name))
    folder.file_of(alpha.schema_name).rename(folder.file_of(beta.schema_name))
    assert "forged" in {each.what for each in verify(beta.schema_name)}


def test_a_key_of_our_own_may_sign(alpha, settings):
    work(alpha)
    checkpoint(chain_of(alpha.schema_name))
    settings.AMENDS_CHECKPOINT_KEY = "b25seSBmb3IgdGVzdHMsIDMyIGJ5dGVzIGxvbmcuLi4="
    checkpoint(chain_of(alpha.schema_name))
    signers = [each.signer for each in folder.read(alpha.schema_name)]
    assert len(set(signers)) == 2
    assert verify(alpha.schema_name) == []


def test_the_worker_may_add_checkpoints_and_nobody_may_change_them(alpha):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT grantee, string_agg(privilege_type, ',' ORDER BY privilege_type)"
            " FROM information_schema.role_table_grants WHERE table_name = 'checkpoints_checkpoint'"
            " AND grantee LIKE 'amends_%' AND grantee <> grantor GROUP BY 1 ORDER BY 1"
        )
        assert dict(cursor.fetchall()) == {"amends_web": "SELECT", "amends_worker": "INSERT,SELECT"}


def test_the_command_says_what_is_wrong(alpha, capsys, committed):
    work(alpha)
    call_command("audit", "checkpoint")
    call_command("audit", "verify", "--all")
    call_command("audit", "key")
    assert "0 with problems" in capsys.readouterr().out
    with as_owner(alpha.schema_name):
        sql("DELETE FROM audit_auditentry WHERE seq = 7")
    with pytest.raises(SystemExit):
        call_command("audit", "verify", "alpha")
    assert "alpha: Entries are missing before this one. (entry 8)" in capsys.readouterr().out


def test_what_is_written_during_the_check_is_no_fault(alpha, committed):
    """The hourly job runs in a transaction that sees what others commit meanwhile."""
    work(alpha, 3)
    left = [3, 1, 0]  # the second time the head is read nothing has come since the walk

    def write_meanwhile(execute, statement, *rest):
        if "audit_audithead" in statement and left and (count := left.pop(0)):
            thread = threading.Thread(target=work, args=(alpha, count))
            thread.start()
            thread.join()
        return execute(statement, *rest)

    with inside(alpha), transaction.atomic(), connection.execute_wrapper(write_meanwhile):
        problems, seq, _mac = check_since(0, None)
    assert (problems, seq, left) == ([], 7, [])


def test_a_long_chain_is_read_in_batches(alpha, monkeypatch):
    monkeypatch.setattr(verifying, "BATCH", 10)
    work(alpha, 20)
    assert verify(alpha.schema_name) == []
    work(alpha, 5)
    assert verify(alpha.schema_name) == []


def test_genesis_is_no_hash_of_an_entry():
    assert bytes(32) == GENESIS


def test_the_platform_has_a_chain_of_its_own():
    with platform(), audit.gathering():
        audit.record("tenant.verified", ("tenants.tenant", 1), actor="command")
    assert verify("public") == []
