"""New keys in place of old ones, in small batches: each may be stopped and run again, and goes on where it was."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections, transaction

from amends.vault import cipher
from amends.vault.errors import UnknownKey
from amends.vault.keys import (
    ALIAS,
    CACHE,
    TenantKeys,
    insert_tenant_key,
    tenant_key_binding,
    tenant_keys,
)
from amends.vault.root import current_root_key, root_key

BATCH = 500


@dataclass(frozen=True)
class Progress:
    """How many keys were wrapped anew so far, and how many still wait."""

    done: int
    left: int


def rotate_root() -> Iterator[Progress]:
    """Wrap every tenant key with the current root key; the others must stay configured until this has ended."""
    current, done = current_root_key(), 0
    while True:
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT id, schema, version, root_id, wrapped FROM vault_tenantkey"
                " WHERE root_id <> %s AND wrapped IS NOT NULL ORDER BY id LIMIT %s FOR UPDATE",
                [current.id, BATCH],
            )
            rows = cursor.fetchall()
            for row_id, schema, version, root_id, wrapped in rows:
                bound = tenant_key_binding(schema, version)
                bundle = root_key(root_id).unwrap(bytes(wrapped), bound)
                cursor.execute(
                    "UPDATE vault_tenantkey SET root_id = %s, wrapped = %s WHERE id = %s",
                    [current.id, current.wrap(bundle, bound), row_id],
                )
            done += len(rows)
            yield Progress(
                done, _count("vault_tenantkey WHERE root_id <> %s AND wrapped IS NOT NULL", [current.id])
            )
        if not rows:
            return


def rotate_tenant(schema: str) -> Iterator[Progress]:
    """Give a tenant a new key, wrap its data keys with it, then destroy the old versions.

    Nothing sealed changes: data keys stay what they are. The tenant works on throughout.
    """
    version = _begin(schema)
    keys, done = tenant_keys(schema, fresh=True), 0
    while moved := _rewrap(keys, version):
        done += moved
        yield Progress(
            done,
            _count(
                "vault_datakey WHERE schema = %s AND version < %s AND wrapped IS NOT NULL", [schema, version]
            ),
        )
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "UPDATE vault_tenantkey SET wrapped = NULL WHERE schema = %s AND version < %s"
            " AND NOT EXISTS (SELECT 1 FROM vault_datakey AS d WHERE d.schema = vault_tenantkey.schema"
            " AND d.version = vault_tenantkey.version AND d.wrapped IS NOT NULL)",
            [schema, version],
        )
    CACHE.forget(schema)
    yield Progress(done, 0)


def _begin(schema: str) -> int:
    """Return the version to rotate to: the one of an unfinished rotation, or a new one."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT version, retired_at IS NOT NULL FROM vault_tenantkey"
            " WHERE schema = %s AND wrapped IS NOT NULL ORDER BY version FOR UPDATE",
            [schema],
        )
        rows = cursor.fetchall()
        if not rows:
            raise UnknownKey(f"{schema} has no key to rotate.")
        newest = rows[-1][0]
        if any(retired for _, retired in rows):
            return newest
        keys = tenant_keys(schema, fresh=True)
        insert_tenant_key(schema, newest + 1, cipher.new_key() + keys.lasting)
        # From here on nothing new is wrapped with the old version: see make_data_key.
        cursor.execute(
            "UPDATE vault_tenantkey SET retired_at = now() WHERE schema = %s AND version <= %s",
            [schema, newest],
        )
        return newest + 1


def _rewrap(keys: TenantKeys, version: int) -> int:
    """Wrap one batch of data keys with the newest version; return how many."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT id, version, wrapped FROM vault_datakey"
            " WHERE schema = %s AND version < %s AND wrapped IS NOT NULL LIMIT %s FOR UPDATE",
            [keys.schema, version, BATCH],
        )
        rows = cursor.fetchall()
        cursor.executemany(
            "UPDATE vault_datakey SET version = %s, wrapped = %s WHERE id = %s",
            [
                (version, keys.wrap(key_id, keys.unwrap(key_id, old, bytes(wrapped))), key_id)
                for key_id, old, wrapped in rows
            ],
        )
        return len(rows)


def _count(what: str, values: list[str | int]) -> int:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {what}", values)
        return cursor.fetchone()[0]
