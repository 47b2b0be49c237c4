"""The ring of keys of the current visit: begun when a tenant is entered, gone when it is left."""

from collections.abc import Iterable
from contextvars import ContextVar, Token
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amends.vault.errors import Shredded, UnknownKey
from amends.vault.keys import load_data_keys, make_data_key, make_data_keys
from tenants.context import required_schema


class Ring:
    """The data keys that this visit has used so far; None stands for a shredded one."""

    def __init__(self, schema: str):
        self.schema = schema
        self.keys: dict[UUID, AESGCM | None] = {}

    def opener(self, key_id: UUID, batch: frozenset[UUID]) -> AESGCM:
        """Return the key that opens a value, and fetch those of its `batch` along with it, in one query."""
        if key_id not in self.keys:
            self.keys.update(load_data_keys(self.schema, (batch | {key_id}) - self.keys.keys()))
        return self._usable(key_id)

    def sealer(self, key_id: UUID) -> AESGCM:
        """Return the key that seals a value, made if it is new."""
        if key_id not in self.keys:
            self.keys.update(load_data_keys(self.schema, [key_id]))
        if key_id not in self.keys:
            made = make_data_key(self.schema, key_id)
            self.keys.update({key_id: made} if made else load_data_keys(self.schema, [key_id]))
        return self._usable(key_id)

    def make(self, key_ids: Iterable[UUID]) -> None:
        """Make the keys of rows that are about to be sealed for the first time, in one statement."""
        self.keys.update(make_data_keys(self.schema, [each for each in key_ids if each not in self.keys]))

    def _usable(self, key_id: UUID) -> AESGCM:
        try:
            key = self.keys[key_id]
        except KeyError:
            raise UnknownKey("The key store does not hold the key of a sealed value.") from None
        if key is None:
            raise Shredded("The key of this value was destroyed.")
        return key


_ring: ContextVar[Ring | None] = ContextVar("vault_ring", default=None)


def ring() -> Ring:
    """Return the ring of the schema that is entered; raise NotEntered when nowhere.

    Where the bootstrapper was not asked (a context copied to another thread), the ring lasts for this call.
    """
    schema = required_schema()
    kept = _ring.get()
    return kept if kept is not None and kept.schema == schema else Ring(schema)


def forget_data_key(key_id: UUID) -> None:
    """Drop a key that was just destroyed from the current visit, so that it is read no more."""
    kept = _ring.get()
    if kept is not None:
        kept.keys.pop(key_id, None)


def enter(schema: str) -> Token[Ring | None]:
    """Begin an empty ring for `schema`; the engine calls this."""
    return _ring.set(Ring(schema))


def leave(token: Token[Ring | None]) -> None:
    """Forget this visit's keys and go back to the ring of the visit around it."""
    _ring.reset(token)
