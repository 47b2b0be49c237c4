"""A parcel: what one program of the platform hands on to another, in the body of a form that a browser sends over.

The page of the sending program holds two fields. The **slip** is signed by the platform and says ids alone: to which
program, from which, which handing on, and when. The **parcel** is what was released, sealed under a key that is
derived for this slip: neither the browser nor another program opens it, and it fits no other slip. Both are good for
five minutes. What was inside is written in the receiving program's schema and nowhere else, under a key that the slip
leads to, which that schema holds once: a slip that comes again creates nothing, whatever became of Redis.
"""

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes

from tenants import signing
from tenants.context import platform

PURPOSE = "handed-on"
LASTS = 300
"""Seconds for which a parcel can be handed in."""
KEY_BYTES = 32


class NotTaken(Exception):
    """A parcel is not taken in.

    `why` is "altered", "expired", "elsewhere", "stopped", "over" (the release), "used" or "closed" (this program).
    """

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Slip:
    """Between which programs, and which handing on of the first."""

    sender_id: uuid.UUID
    receiver_id: uuid.UUID
    forward_id: uuid.UUID


def key_of(sender_id: uuid.UUID, forward_id: uuid.UUID) -> uuid.UUID:
    """Return the form key of the referral that a handing on becomes: there is one, however often it comes."""
    said = f"{sender_id.hex}/{forward_id.hex}"
    return uuid.UUID(salted_hmac(f"{PURPOSE}/key", said, algorithm="sha256").hexdigest()[:32])


def wrap(slip: Slip, told: Mapping[str, Any]) -> dict[str, str]:
    """Return the two fields of the form; `told` is JSON."""
    with platform():
        signed = signing.dumps(
            [slip.receiver_id.hex, slip.sender_id.hex, slip.forward_id.hex], purpose=PURPOSE
        )
    return {"slip": signed, "parcel": _box(slip).encrypt(json.dumps(told).encode()).decode()}


def read_slip(signed: str, *, receiver_id: uuid.UUID) -> Slip:
    """Return what a slip says, at the program that it is for; raise NotTaken for any other."""
    try:
        with platform():
            told = signing.loads(signed, purpose=PURPOSE, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise NotTaken("expired") from error
    except signing.BadSignature as error:
        raise NotTaken("altered") from error
    slip = Slip(*(uuid.UUID(told[place]) for place in (1, 0, 2)))
    if slip.receiver_id != receiver_id:
        raise NotTaken("elsewhere")
    return slip


def unwrap(slip: Slip, parcel: str) -> dict[str, Any]:
    """Return what is in the parcel of a slip that was read; raise NotTaken for one that is not its own."""
    try:
        return dict(json.loads(_box(slip).decrypt(parcel.encode(), ttl=LASTS)))
    except InvalidToken as error:
        raise NotTaken("altered") from error


def _box(slip: Slip) -> MultiFernet:
    """Return what seals and opens the parcel of one slip, under the secret in use and those before it."""
    said = f"{PURPOSE}/{slip.sender_id.hex}/{slip.receiver_id.hex}/{slip.forward_id.hex}".encode()
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = [
        HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=said).derive(force_bytes(each))
        for each in secrets
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
