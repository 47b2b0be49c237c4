"""The way from a program's host to the pages of billing, which are the platform's: signed, once, for two minutes.

It holds ids alone, travels in the body of a form, and makes whoever comes a payer and nothing else.
"""

import secrets
import uuid
from dataclasses import dataclass

from tenants import signing
from tenants.context import platform

PURPOSE = "billing-arrival"
LASTS = 120
"""Seconds for which a way in can be used."""
PROGRAM = "program"
"""How billing calls an owner that is a tenant, whose key is the owner's."""


class NotLetIn(Exception):
    """A way in lets nobody in; `why` is "altered", "expired" or "used"."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Arrival:
    """Who comes from which program; `nonce` is what can be spent once."""

    tenant_id: uuid.UUID
    person_id: uuid.UUID
    nonce: str


def issue(*, tenant_id: uuid.UUID, person_id: uuid.UUID) -> str:
    """Return the way in of somebody who pays for a program; asked in the program, signed as the platform."""
    with platform():
        return signing.dumps([tenant_id.hex, person_id.hex, secrets.token_hex(16)], purpose=PURPOSE)


def read(token: str) -> Arrival:
    """Return what a way in says, on the platform's own hosts; raises NotLetIn."""
    try:
        tenant, person, nonce = signing.loads(token, purpose=PURPOSE, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise NotLetIn("expired") from error
    except signing.BadSignature as error:
        raise NotLetIn("altered") from error
    return Arrival(uuid.UUID(tenant), uuid.UUID(person), nonce)
