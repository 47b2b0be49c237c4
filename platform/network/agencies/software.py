"""An agency's software: a key of the agency at the platform, and for each referral a hand-over to one program.

The key never leaves the platform's host. What a program sees is signed by the platform, for it alone, good for two
minutes and for one referral, which the program spends in its own database as it does a person's hand-over.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest

from amends.accounts.bearer import digest_of, is_well_formed, key_of
from network.agencies.handover import LASTS, NotLetIn, Visitor
from network.agencies.models import AgencyKey, AgencyState
from tenants import signing
from tenants.context import platform

PURPOSE = "agency-software"
SCHEME = "bearer"
A_MINUTE = 60
MOST_A_MINUTE = 60
"""Hand-overs that one key may ask for."""


@dataclass(frozen=True)
class SoftwareArrival:
    """What a hand-over of software says: with which key of which agency, and whether it was used before (`nonce`)."""

    agency_id: uuid.UUID
    key_id: uuid.UUID
    nonce: str


def bearer_of(request: HttpRequest) -> str:
    """Return what the request shows as its token; "" when it shows none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret if scheme.lower() == SCHEME else ""


def find_key(request: HttpRequest, now: datetime) -> AgencyKey | None:
    """Return the key that a request shows, if it is good; the public schema must be entered."""
    secret = bearer_of(request)
    if not is_well_formed(secret):
        return None
    digest = digest_of(secret)
    found = (
        AgencyKey.objects.select_related("agency", "made_by").filter(pk=key_of(digest), digest=digest).first()
    )
    return found if found is not None and found.is_good(now) else None


def seconds_to_wait(key: AgencyKey, now: datetime) -> int:
    """Count one request; return 0, or how many seconds are left of a minute in which there were too many."""
    minute, second = divmod(int(now.timestamp()), A_MINUTE)
    name = f"agency-key/{key.pk}/{minute}"
    cache.add(name, 0, 2 * A_MINUTE)
    try:
        count = cache.incr(name)
    except ValueError:  # Redis went away, or came back, between the two
        return 0
    return A_MINUTE - second if count > MOST_A_MINUTE else 0


def issue(key: AgencyKey, *, tenant_id: uuid.UUID) -> str:
    """Return the token with which an agency's software sends one referral to one program."""
    told = [tenant_id.hex, key.agency_id.hex, key.pk.hex, secrets.token_hex(16)]
    return signing.dumps(told, purpose=PURPOSE)


def read(token: str, *, tenant_id: uuid.UUID) -> SoftwareArrival:
    """Return what a token says, at the program that it is for; raise NotLetIn for any other."""
    try:
        with platform():
            told = signing.loads(token, purpose=PURPOSE, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise NotLetIn("expired") from error
    except signing.BadSignature as error:
        raise NotLetIn("altered") from error
    audience, agency, key, nonce = told
    if audience != tenant_id.hex:
        raise NotLetIn("elsewhere")
    return SoftwareArrival(uuid.UUID(agency), uuid.UUID(key), nonce)


def known(arrival: SoftwareArrival, now: datetime) -> Visitor:
    """Return for whom software comes, as the agency itself; raise NotLetIn("stopped") when its key is good no more.

    The person is whoever made the key: the one of the agency who answers for it.
    """
    with platform():
        rows = AgencyKey.objects.select_related("agency", "made_by")
        key = rows.filter(pk=arrival.key_id, agency=arrival.agency_id).first()
        if key is None or not key.is_good(now) or key.agency.state != AgencyState.VERIFIED:
            raise NotLetIn("stopped")
        agency = key.agency
        return Visitor(agency.pk, key.made_by_id, agency.name, agency.kind, key.name, "", sees_all=True)
