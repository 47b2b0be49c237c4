"""Documents that prove something: their bytes sealed in the storage of the place that is entered, each under its key.

The same on both sides: in the program until the platform has them, and then in the platform's own store. The key of a
content is sealed by a key that the vault derives for this purpose, in that place, for that document alone.
"""

import hashlib
import io
from typing import Any, BinaryIO, cast
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files import File
from django.core.files.storage import default_storage

from amends.vault import cipher
from amends.vault.keys import tenant_keys
from amends.vault.streams import SealedContent, SealingStream, content_binding
from tenants.place import required_schema

LARGEST = 5_000_000
PURPOSE = "evidence of accreditation"


def put(key: UUID, content: bytes) -> bytes:
    """Store a document, instead of what was there under this key; return the sealed key of its content."""
    sealing = SealingStream(io.BytesIO(content), _bound(key))
    drop(key)
    default_storage.save(_path(key), File(cast("Any", sealing)))
    return cipher.wrap(_cipher(), sealing.key, _bound(key))


def get(key: UUID, content_key: bytes, size: int) -> bytes:
    """Return a document; Unreadable when it, or its key, is another's or was changed."""
    opened = cipher.unwrap(_cipher(), bytes(content_key), _bound(key))
    source = cast("BinaryIO", default_storage.open(_path(key)))
    return b"".join(SealedContent(source, opened, _bound(key), size).chunks())


def drop(key: UUID) -> None:
    """Take a document away, if it is there."""
    default_storage.delete(_path(key))


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a content, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _path(key: UUID) -> str:
    return f"evidence/{key.hex[-2:]}/{key.hex}"


def _bound(key: UUID) -> bytes:
    return content_binding(required_schema(), "accreditation_evidence", key)


def _cipher() -> AESGCM:
    return AESGCM(tenant_keys(required_schema()).derive(PURPOSE))
