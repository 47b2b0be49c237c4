"""The two secrets of a way to one's own page: six digits that are told, and the random value of a visit's cookie."""

import hashlib
import hmac
import secrets
import uuid
from typing import Any

from amends.vault.keys import tenant_keys
from tenants.place import required_schema

DIGITS = 6
PURPOSE = "codes of participants"


def new_code() -> str:
    """Return six random digits, "000000" to "999999"."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def mac_of(code: str, link: uuid.UUID) -> bytes:
    """Return what is stored of a code: without the program's key in the vault, nobody can try codes against it."""
    key = tenant_keys(required_schema()).derive(PURPOSE)
    return hmac.digest(key, f"{link.hex}/{code}".encode(), "sha256")


def is_code(code: str, link: uuid.UUID, stored: Any) -> bool:
    """Return whether this is the code of a link, of which `stored` is kept; in the same time for every wrong one."""
    return hmac.compare_digest(mac_of(code, link), bytes(stored))


def new_visit() -> str:
    """Return the random value of a new visit's cookie (256 bits)."""
    return secrets.token_urlsafe(32)


def visit_hash(value: str) -> bytes:
    """Return what is stored of it; a value this long needs no key."""
    return hashlib.sha256(value.encode()).digest()
