"""Tenant keys and data keys: made on first use, fetched in one query, never stored unwrapped.

A tenant's bundle is 64 bytes: 32 that wrap data keys and change with each rotation, and 32 that stay and from
which lasting keys (the audit's MAC, the key that signs checkpoints) are derived.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

from amends.vault import cipher
from amends.vault.errors import Shredded, UnknownKey, WrongTenant
from amends.vault.root import current_root_key, root_key

ALIAS = "keys"
CACHE_SECONDS = 60
CACHE_SIZE = 512


@dataclass(frozen=True, repr=False)
class TenantKeys:
    """A tenant's unwrapped keys: `ciphers` by version, the newest of which wraps."""

    schema: str
    ciphers: dict[int, AESGCM]
    version: int
    lasting: bytes
    loaded_at: float = field(default_factory=time.monotonic)

    def wrap(self, key_id: UUID, key: bytes) -> bytes:
        return cipher.wrap(
            self.ciphers[self.version], key, data_key_binding(self.schema, key_id, self.version)
        )

    def unwrap(self, key_id: UUID, version: int, wrapped: bytes) -> bytes:
        return cipher.unwrap(self.ciphers[version], wrapped, data_key_binding(self.schema, key_id, version))

    def derive(self, purpose: str) -> bytes:
        """Return this tenant's 32-byte key for a purpose; it survives rotation."""
        return cipher.derive(self.lasting, f"{purpose}|{self.schema}")


def tenant_key_binding(schema: str, version: int) -> bytes:
    """Return what a wrapped tenant key is bound to."""
    return f"tenant key|{schema}|{version}".encode()


def data_key_binding(schema: str, key_id: UUID, version: int) -> bytes:
    """Return what a wrapped data key is bound to."""
    return f"data key|{schema}|{key_id}|{version}".encode()


class TenantKeyCache:
    """The tenant keys used last, each for a minute: bounded, so that memory never holds all of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, TenantKeys] = OrderedDict()

    def get(self, schema: str) -> TenantKeys | None:
        with self._lock:
            kept = self._kept.get(schema)
            if kept is None:
                return None
            if time.monotonic() - kept.loaded_at > CACHE_SECONDS:
                del self._kept[schema]
                return None
            self._kept.move_to_end(schema)
            return kept

    def put(self, keys: TenantKeys) -> None:
        with self._lock:
            self._kept[keys.schema] = keys
            self._kept.move_to_end(keys.schema)
            while len(self._kept) > CACHE_SIZE:
                self._kept.popitem(last=False)

    def forget(self, schema: str | None = None) -> None:
        """Drop one tenant's keys, or all."""
        with self._lock:
            if schema is None:
                self._kept.clear()
            else:
                self._kept.pop(schema, None)


CACHE = TenantKeyCache()


def tenant_keys(schema: str, *, fresh: bool = False) -> TenantKeys:
    """Return the keys of a schema, made if it has none; raise Shredded when they were destroyed."""
    kept = None if fresh else CACHE.get(schema)
    if kept is None:
        kept = _load_tenant_keys(schema) or _make_tenant_key(schema)
        CACHE.put(kept)
    return kept


def _load_tenant_keys(schema: str) -> TenantKeys | None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT version, root_id, wrapped, shredded_at IS NOT NULL FROM vault_tenantkey"
            " WHERE schema = %s ORDER BY version",
            [schema],
        )
        rows = cursor.fetchall()
    if any(shredded for *_, shredded in rows):
        raise Shredded("The keys of this tenant were destroyed.")
    bundles = {
        version: root_key(root_id).unwrap(bytes(wrapped), tenant_key_binding(schema, version))
        for version, root_id, wrapped, _ in rows
        if wrapped is not None
    }
    if not bundles:
        return None
    newest = max(bundles)
    ciphers = {version: AESGCM(bundle[: cipher.KEY_BYTES]) for version, bundle in bundles.items()}
    return TenantKeys(schema, ciphers, newest, bundles[newest][cipher.KEY_BYTES :])


def _make_tenant_key(schema: str) -> TenantKeys:
    insert_tenant_key(schema, 1, cipher.new_key() + cipher.new_key())
    made = _load_tenant_keys(schema)
    if made is None:
        raise UnknownKey("A tenant's key was made and is not there.")
    return made


def insert_tenant_key(schema: str, version: int, bundle: bytes) -> None:
    """Store a version of a tenant's key; when somebody else was first, theirs stays."""
    root = current_root_key()
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "INSERT INTO vault_tenantkey (schema, version, root_id, wrapped) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (schema, version) DO NOTHING",
            [schema, version, root.id, root.wrap(bundle, tenant_key_binding(schema, version))],
        )


def load_data_keys(schema: str, key_ids: Iterable[UUID]) -> dict[UUID, AESGCM | None]:
    """Return the data keys that exist, in one query; None stands for a shredded one.

    Raises WrongTenant when one of them is another tenant's.
    """
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT id, schema, version, wrapped FROM vault_datakey WHERE id = ANY(%s)", [list(key_ids)]
        )
        rows = cursor.fetchall()
    found: dict[UUID, AESGCM | None] = {}
    keys: TenantKeys | None = None
    for key_id, owner, version, wrapped in rows:
        if owner != schema:
            raise WrongTenant("A key of another tenant was asked for.")
        if wrapped is None:
            found[key_id] = None
            continue
        if keys is None or version not in keys.ciphers:
            # A version that the cache does not know was made by a rotation since.
            keys = tenant_keys(schema, fresh=keys is not None)
            keys = keys if version in keys.ciphers else tenant_keys(schema, fresh=True)
        found[key_id] = AESGCM(keys.unwrap(key_id, version, bytes(wrapped)))
    return found


def make_data_key(schema: str, key_id: UUID) -> AESGCM | None:
    """Store a new data key under `key_id` and return it; None when there is one already, or a tombstone.

    It is committed before the row that it seals: a key without a row is harmless, the reverse would not be.
    The share lock holds a rotation back until the insert is visible to it; a retired version inserts nothing.
    """
    key = cipher.new_key()
    for is_fresh in (False, True):
        keys = tenant_keys(schema, fresh=is_fresh)
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "INSERT INTO vault_datakey (id, schema, version, wrapped)"
                " SELECT %s, schema, version, %s FROM vault_tenantkey"
                " WHERE schema = %s AND version = %s AND retired_at IS NULL AND wrapped IS NOT NULL FOR SHARE"
                " ON CONFLICT (id) DO NOTHING",
                [key_id, keys.wrap(key_id, key), schema, keys.version],
            )
            if cursor.rowcount:
                return AESGCM(key)
            cursor.execute("SELECT 1 FROM vault_datakey WHERE id = %s", [key_id])
            if cursor.fetchone():
                return None
    raise UnknownKey("No current key of this tenant could wrap a new data key.")


def make_data_keys(schema: str, key_ids: Iterable[UUID]) -> dict[UUID, AESGCM]:
    """Store new data keys in one statement and return those that were made; an id that has a key is left out.

    For rows that come by the thousand; everything else is as with `make_data_key`.
    """
    fresh = {key_id: cipher.new_key() for key_id in key_ids}
    for is_fresh in (False, True):
        if not fresh:
            return {}
        keys = tenant_keys(schema, fresh=is_fresh)
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "WITH current AS (SELECT schema, version FROM vault_tenantkey"
                " WHERE schema = %s AND version = %s AND retired_at IS NULL AND wrapped IS NOT NULL FOR SHARE)"
                " INSERT INTO vault_datakey (id, schema, version, wrapped)"
                " SELECT made.id, current.schema, current.version, made.wrapped"
                " FROM current, unnest(%s::uuid[], %s::bytea[]) AS made (id, wrapped)"
                " ON CONFLICT (id) DO NOTHING RETURNING id",
                [
                    schema,
                    keys.version,
                    list(fresh),
                    [keys.wrap(key_id, key) for key_id, key in fresh.items()],
                ],
            )
            made = [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT count(*) FROM vault_datakey WHERE id = ANY(%s)", [list(fresh)])
            are_all_there = cursor.fetchall() == [(len(fresh),)]
        if made or are_all_there:
            return {key_id: AESGCM(fresh[key_id]) for key_id in made}
    raise UnknownKey("No current key of this tenant could wrap new data keys.")
