"""The root key, which wraps every tenant's key: from the environment, a file, or a KMS behind `RootKey`.

Several may be given: the first wraps, all of them unwrap. `manage vault rotate-root` moves everything to the first.
"""

import base64
import binascii
import hashlib
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.module_loading import import_string

from amends.vault import cipher
from amends.vault.errors import NoRootKey


class RootKey(Protocol):
    """What the vault asks of a root key; a KMS adapter keeps the key itself outside this process."""

    id: str

    def wrap(self, secret: bytes, bound: bytes) -> bytes:
        """Return `secret` (64 bytes) encrypted, with `bound` authenticated."""

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """Return what was wrapped; raise Unreadable when key or `bound` is another."""


class LocalRootKey:
    """A root key in this process's memory; its id is derived, so a key cannot be filed under another's name."""

    def __init__(self, key: bytes):
        self._cipher = AESGCM(key)
        self.id = "local-" + hashlib.sha256(b"amends root key id" + key).hexdigest()[:12]

    def __repr__(self) -> str:
        return f"<root key {self.id}>"

    def wrap(self, secret: bytes, bound: bytes) -> bytes:
        return cipher.wrap(self._cipher, secret, bound)

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        return cipher.unwrap(self._cipher, wrapped, bound)


def local_root_keys() -> list[RootKey]:
    """Return the keys of AMENDS_ROOT_KEY, or else of AMENDS_ROOT_KEY_FILE: base64, by commas or lines."""
    text: str = settings.VAULT_ROOT_KEY
    if not text and settings.VAULT_ROOT_KEY_FILE:
        text = Path(settings.VAULT_ROOT_KEY_FILE).read_text()
    return [LocalRootKey(_decoded(each)) for each in text.replace(",", " ").split()]


def _decoded(text: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_" if "-" in text or "_" in text else None, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != cipher.KEY_BYTES:
        # Never show the text: it may be a key with one character lost.
        raise NoRootKey("A root key must be 32 bytes in base64 (openssl rand -base64 32).")
    return key


@cache
def root_keys() -> dict[str, RootKey]:
    """Return the configured root keys by id, the current one first."""
    keys: list[RootKey] = import_string(settings.VAULT_ROOT_KEY_SOURCE)()
    if not keys:
        raise NoRootKey(
            "Set AMENDS_ROOT_KEY or AMENDS_ROOT_KEY_FILE; without it nothing sealed can be opened."
        )
    return {key.id: key for key in keys}


def current_root_key() -> RootKey:
    """Return the key that wraps what is new."""
    return next(iter(root_keys().values()))


def root_key(root_id: str) -> RootKey:
    """Return the key that wrapped something; raise NoRootKey when it is no longer configured."""
    try:
        return root_keys()[root_id]
    except KeyError:
        raise NoRootKey(f"The root key {root_id} is needed and not configured.") from None
