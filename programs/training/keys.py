"""The key pairs with which a program signs statements: numbered, one in use, none kept.

The private half of a number is derived from the secret of the program's key in the vault, so no row holds it, a dump of
the program's schema does not either, and it goes when the program's keys are destroyed. The row of the program says
which numbers there were and when. Ending a key ends everything that was signed with it: whoever got hold of one could
sign as of any day before.
"""

import datetime as dt
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from amends import outbox
from amends.vault.keys import tenant_keys
from programs.models import Program
from programs.training.saying import to_sign
from tenants.place import required_schema

PURPOSE = "statements of training"


def private_key(number: int) -> Ed25519PrivateKey:
    """Return the private key of a number, of the program that is entered."""
    derived = tenant_keys(required_schema()).derive(f"{PURPOSE} {number}")
    return Ed25519PrivateKey.from_private_bytes(derived)


def public_key(number: int) -> str:
    """Return the public half as 64 hexadecimal digits."""
    return private_key(number).public_key().public_bytes_raw().hex()


def current(program: Program) -> int:
    """Return the number of the key in use; 0 before the first."""
    last = program.statement_keys[-1] if program.statement_keys else None
    return last["number"] if last and last["ended_at"] is None else 0


def begin_key(program: Program, now: dt.datetime) -> int:
    """Begin the next key of the program, whose row is locked by the caller, and have the platform told."""
    number = len(program.statement_keys) + 1
    program.statement_keys.append({"number": number, "began_at": now.isoformat(), "ended_at": None})
    outbox.queue("programs.tell_statement_keys", number=number)
    return number


def told(program: Program) -> list[dict[str, Any]]:
    """Return every key as the public may know it: number, public_key, began_at, ended_at (None while it signs)."""
    return [
        {
            "number": each["number"],
            "public_key": public_key(each["number"]),
            "began_at": dt.datetime.fromisoformat(each["began_at"]),
            "ended_at": dt.datetime.fromisoformat(each["ended_at"]) if each["ended_at"] else None,
        }
        for each in program.statement_keys
    ]


def sign(said: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a document with its signature."""
    return said | {"signature": private_key(number).sign(to_sign(said)).hex()}


def is_signed_by(key: str, signature: bytes, signed: bytes) -> bool:
    """Return whether a signature over some bytes was made with the private half of a key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True
