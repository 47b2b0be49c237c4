"""Destruction of keys: what they sealed is gone for good, in every backup of the tenant too.

The wrapped bytes are overwritten by a tombstone. The server's dead row goes with the next VACUUM and write-ahead
log with its retention: the key store's own backups must be kept no longer than erasure was promised to take.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connections, transaction

from amends.vault.bootstrapper import forget_data_key
from amends.vault.keys import ALIAS, CACHE


def destroy_data_key(schema: str, key_id: UUID) -> bool:
    """Destroy the key of a case or person; return False when that was done before.

    A key that was never used gets a tombstone as well, so that nothing can be sealed under it later.
    """
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "INSERT INTO vault_datakey (id, schema, version, wrapped, shredded_at) VALUES (%s, %s, 0, NULL, now())"
            " ON CONFLICT (id) DO UPDATE SET wrapped = NULL, shredded_at = now()"
            " WHERE vault_datakey.schema = excluded.schema AND vault_datakey.shredded_at IS NULL",
            [key_id, schema],
        )
        destroyed = cursor.rowcount > 0
    forget_data_key(key_id)
    return destroyed


def destroy_data_keys(schema: str, key_ids: Sequence[UUID]) -> int:
    """Destroy the keys of many cases or people in one statement; return how many that were. As `destroy_data_key`."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "INSERT INTO vault_datakey (id, schema, version, wrapped, shredded_at)"
            " SELECT made.id, %s, 0, NULL, now() FROM unnest(%s::uuid[]) AS made (id)"
            " ON CONFLICT (id) DO UPDATE SET wrapped = NULL, shredded_at = now()"
            " WHERE vault_datakey.schema = excluded.schema AND vault_datakey.shredded_at IS NULL",
            [schema, list(key_ids)],
        )
        destroyed = cursor.rowcount
    for key_id in key_ids:
        forget_data_key(key_id)
    return destroyed


def destroy_tenant_keys(schema: str) -> int:
    """Destroy every key of a tenant that is being erased; return how many data keys that were."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "UPDATE vault_tenantkey SET wrapped = NULL, shredded_at = now()"
            " WHERE schema = %s AND shredded_at IS NULL",
            [schema],
        )
        cursor.execute(
            "UPDATE vault_datakey SET wrapped = NULL, shredded_at = now()"
            " WHERE schema = %s AND shredded_at IS NULL",
            [schema],
        )
        destroyed = cursor.rowcount
    CACHE.forget(schema)
    return destroyed
