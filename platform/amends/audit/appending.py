"""Appends entries to the chain: two round trips, last in the transaction, however many entries there are."""

import json
from typing import Any

from django.db import connection, transaction

from amends.audit.chain import GENESIS, Said, link
from amends.vault.keys import tenant_keys

KEY_PURPOSE = "audit chain"


def chain_key(schema: str) -> bytes:
    """Return the key of a tenant's chain; it survives rotation and is nowhere in the database."""
    return tenant_keys(schema).derive(KEY_PURPOSE)


def append(schema: str, said: list[Said]) -> None:
    """Append entries to the chain of `schema`, which is entered, in the transaction that is open (or its own).

    No savepoint: when the audit cannot be written, the transaction must not commit.
    """
    if not said:
        return
    key = chain_key(schema)
    with transaction.atomic(savepoint=False):
        seq, prev = _lock_head()
        rows: list[Any] = []
        for each in said:
            seq += 1
            mac = link(key, seq, each, prev)
            rows += [seq, each.at, each.kind, each.actor, each.verb, each.object_type, each.object_id]
            rows += [json.dumps(each.facts), prev, mac]
            prev = mac
        one = "(" + ", ".join(["%s"] * 7 + ["%s::jsonb", "%s", "%s"]) + ")"
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH appended AS (INSERT INTO audit_auditentry"
                " (seq, at, kind, actor, verb, object_type, object_id, facts, prev, hash) VALUES "
                + ", ".join([one] * len(said))
                + ") UPDATE audit_audithead SET seq = %s, hash = %s WHERE id = 1",
                [*rows, seq, prev],
            )


def _lock_head() -> tuple[int, bytes]:
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute("SELECT seq, hash FROM audit_audithead WHERE id = 1 FOR UPDATE")
            if row := cursor.fetchone():
                return row[0], bytes(row[1])
            # A new program's chain. Were the head deleted, the first entry would meet number 1 and be refused.
            cursor.execute(
                "INSERT INTO audit_audithead (id, seq, hash) VALUES (1, 0, %s) ON CONFLICT DO NOTHING",
                [GENESIS],
            )
        cursor.execute("SELECT seq, hash FROM audit_audithead WHERE id = 1 FOR UPDATE")
        seq, mac = cursor.fetchone()
        return seq, bytes(mac)
