"""The form of a token: a word that names us, 256 random bits and a checksum, such as `amends_4f...`.

The word and the checksum let a scanner of secrets know a lost token without asking us, and let us refuse what cannot
be one without asking the database: /amends_[0-9A-Za-z]{49}/, whose last six are the CRC-32 of the 43 before in base 62.
"""

import hashlib
import re
import secrets
import string
import zlib
from uuid import UUID

from tenants.place import required_schema

PREFIX = "amends_"
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
RANDOM_BYTES, RANDOM_LENGTH, CHECK_LENGTH = 32, 43, 6
SHAPE = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{RANDOM_LENGTH}}})([0-9A-Za-z]{{{CHECK_LENGTH}}})")
# What is kept of it in the open: 36 of its 256 bits.
SHOWN = len(PREFIX) + 6


def new_token() -> str:
    """Return a fresh token."""
    random = _in_base_62(int.from_bytes(secrets.token_bytes(RANDOM_BYTES)), RANDOM_LENGTH)
    return f"{PREFIX}{random}{_checksum(random)}"


def is_well_formed(text: str) -> bool:
    """Return whether this can be one of our tokens."""
    parts = SHAPE.fullmatch(text)
    return parts is not None and parts[2] == _checksum(parts[1])


def digest_of(token: str) -> str:
    """Return what is stored of a token; the place is in it, so that a row copied elsewhere is worth nothing."""
    return hashlib.sha256(f"{required_schema()}/{token}".encode()).hexdigest()


def key_of(digest: str) -> UUID:
    """Return the key of a row that belongs to a digest: its first half, which is enough to find it by."""
    return UUID(digest[:32])


def _checksum(random: str) -> str:
    return _in_base_62(zlib.crc32(random.encode()), CHECK_LENGTH)


def _in_base_62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
