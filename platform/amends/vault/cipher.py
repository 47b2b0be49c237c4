"""The form of a sealed value: AES-256-GCM, bound to its tenant, table, column, row and key.

version (1 byte) | key id (16) | nonce (12) | ciphertext and tag (length of the plain text + 16)
"""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amends.vault.errors import Unreadable

VERSION = b"\x01"
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
_KEY_ID = slice(1, 17)
_HEADER = 17 + NONCE_BYTES


def new_key() -> bytes:
    """Return 256 random bits."""
    return os.urandom(KEY_BYTES)


def binding(schema: str, table: str, column: str, pk: object, key_id: UUID) -> bytes:
    """Return what is authenticated with a value: the one place where it may be opened."""
    return f"{schema}|{table}|{column}|{pk}|{key_id}".encode()


def seal(cipher: AESGCM, key_id: UUID, bound: bytes, plain: bytes) -> bytes:
    """Return `plain` sealed for the place that `bound` names."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + key_id.bytes + nonce + cipher.encrypt(nonce, plain, bound)


def key_id_bytes(sealed: bytes) -> bytes:
    """Return the id of the key that opens `sealed`, or nothing when it was not made by `seal`."""
    return sealed[_KEY_ID] if sealed[:1] == VERSION and len(sealed) >= _HEADER + TAG_BYTES else b""


def key_id_of(sealed: bytes) -> UUID:
    """Return which key opens `sealed`; raise Unreadable when it was not made by `seal`."""
    key_id = key_id_bytes(sealed)
    if not key_id:
        raise Unreadable("A sealed column holds something that is not a sealed value.")
    return UUID(bytes=key_id)


def open_sealed(cipher: AESGCM, bound: bytes, sealed: bytes) -> bytes:
    """Return the plain text; raise Unreadable when a bit was changed or the place is another."""
    try:
        return cipher.decrypt(sealed[17:_HEADER], sealed[_HEADER:], bound)
    except InvalidTag:
        raise Unreadable("A sealed value was changed, or moved from another place.") from None


def wrap(cipher: AESGCM, secret: bytes, bound: bytes) -> bytes:
    """Return `secret` (key material) encrypted: nonce, ciphertext and tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, secret, bound)


def unwrap(cipher: AESGCM, wrapped: bytes, bound: bytes) -> bytes:
    """Return the key material in `wrapped`; raise Unreadable when it is not for this key and place."""
    try:
        return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound)
    except InvalidTag:
        raise Unreadable("A wrapped key was changed, or belongs to another tenant or root key.") from None


def derive(secret: bytes, purpose: str) -> bytes:
    """Return a key for one purpose; keys of different purposes tell nothing about each other."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"amends v1 " + purpose.encode()).derive(secret)
