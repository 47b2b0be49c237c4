"""Signatures by Standard Webhooks 1.0 (symmetric, `v1`): HMAC-SHA256 of `id.timestamp.body`.

The specification: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from amends.webhooks.messages import Message

PREFIX = "whsec_"
# "Between 24 bytes and 64 bytes."
BYTES, LEAST, MOST = 32, 24, 64
MOST_SECRETS = 2
"""While one is exchanged for another; a third would mean that an exchange never ended."""


class UnfitSecret(ValueError):
    """A secret that is not of the standard's form, or too many or none of them. Never quotes it."""


def new_secret() -> str:
    """Return a new secret in the form that libraries of the standard take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(message: Message, keys: Sequence[str], *, now: datetime) -> dict[str, str]:
    """Return the three headers of an attempt at `now`; one signature for each secret, the newest first.

    Raises UnfitSecret.
    """
    if not 1 <= len(keys) <= MOST_SECRETS:
        raise UnfitSecret(f"A message is signed with one to {MOST_SECRETS} secrets.")
    moment = str(int(now.timestamp()))
    signed = b".".join((message.id.encode(), moment.encode(), message.body))
    return {
        "webhook-id": message.id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{_signature(key, signed)}" for key in keys),
    }


def _signature(key: str, signed: bytes) -> str:
    return base64.b64encode(hmac.digest(_bytes_of(key), signed, hashlib.sha256)).decode()


def _bytes_of(key: str) -> bytes:
    try:
        found = base64.b64decode(key.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not key.startswith(PREFIX) or not LEAST <= len(found) <= MOST:
        raise UnfitSecret(f"A secret is {PREFIX} and {LEAST} to {MOST} bytes in base64.")
    return found
