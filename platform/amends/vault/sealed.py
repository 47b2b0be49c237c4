"""What a row keeps in memory for a sealed column: the sealed bytes until read, or plain text until saved."""

from typing import Any
from uuid import UUID

from amends.vault import cipher
from amends.vault.errors import SealedFieldError

UNREAD: Any = object()


class Ciphertext(bytes):
    """Bytes that the vault made: the only thing besides NULL that a sealed column accepts."""


class Sealed:
    """A value as the database gave it, which remembers where it came from; `plain` once it has been read.

    Neither `repr` nor a pickle (a cache, a task) ever shows what is inside.
    """

    __slots__ = ("batch", "pk", "plain", "raw", "schema")

    def __init__(self, raw: bytes, schema: str | None, pk: Any = None):
        self.raw = raw
        self.schema = schema
        self.pk = pk
        self.batch: frozenset[UUID] = frozenset()
        self.plain = UNREAD

    def __repr__(self) -> str:
        return "<sealed>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Sealed, (self.raw, self.schema, self.pk)

    @property
    def key_id(self) -> UUID:
        """Return which key seals this value."""
        return cipher.key_id_of(self.raw)


class Unsealed:
    """A value that was assigned and is not saved yet."""

    __slots__ = ("plain",)

    def __init__(self, plain: Any):
        self.plain = plain

    def __repr__(self) -> str:
        return "<sealed>"

    def __deepcopy__(self, memo: dict[int, Any]) -> "Unsealed":
        return Unsealed(self.plain)

    def __reduce__(self) -> tuple[Any, ...]:
        raise SealedFieldError("An unsaved sealed value cannot be pickled: it would be stored in the open.")
