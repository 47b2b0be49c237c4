"""The hand-over: how somebody of an agency, signed in on the platform, comes to a program's host as that somebody.

The platform signs a token: for one program, one person of one agency, two minutes. It travels in the body of a form
that the browser sends to the program's host, never in an address, and holds ids alone. The program's host reads it
here, asks the platform whether it still holds, and spends it in its own database (`programs.desk`): a row that can be
made once, whatever becomes of Redis, and in the same commit that lets the person in.
"""

import secrets
import uuid
from dataclasses import dataclass

from amends.accounts.models import Role
from network.agencies.models import AgencyMember, AgencyState
from tenants import signing
from tenants.context import platform

PURPOSE = "agency-hand-over"
LASTS = 120
"""Seconds for which a token can be used."""


class NotLetIn(Exception):
    """A hand-over lets nobody in; `why` is "altered", "expired", "elsewhere", "stopped" or "used"."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Arrival:
    """What a token says: who comes, whether it was used before (`nonce`), and to which of their referrals."""

    agency_id: uuid.UUID
    person_id: uuid.UUID
    nonce: str
    reference: str


@dataclass(frozen=True)
class Visitor:
    """Somebody of a verified agency as the platform knows them now."""

    agency_id: uuid.UUID
    person_id: uuid.UUID
    agency: str
    kind: str
    name: str
    email: str
    sees_all: bool
    """Do they see all that their agency sent, or only what they sent themselves?"""


def issue(member: AgencyMember, *, tenant_id: uuid.UUID, reference: str = "") -> str:
    """Return the token with which somebody goes to one program; on the platform's own hosts."""
    nonce = secrets.token_hex(16)
    told = [tenant_id.hex, member.agency_id.hex, member.pk.hex, nonce, reference]
    return signing.dumps(told, purpose=PURPOSE)


def read(token: str, *, tenant_id: uuid.UUID) -> Arrival:
    """Return what a token says, at the program that it is for; raise NotLetIn for any other."""
    try:
        with platform():
            told = signing.loads(token, purpose=PURPOSE, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise NotLetIn("expired") from error
    except signing.BadSignature as error:
        raise NotLetIn("altered") from error
    audience, agency, person, nonce, reference = told
    if audience != tenant_id.hex:
        raise NotLetIn("elsewhere")
    return Arrival(uuid.UUID(agency), uuid.UUID(person), nonce, reference)


def known(arrival: Arrival) -> Visitor:
    """Return who comes; raise NotLetIn("stopped") when what the token rests on is so no more."""
    visitor = visitor_of(arrival.agency_id, arrival.person_id)
    if visitor is None:
        raise NotLetIn("stopped")
    return visitor


def visitor_of(agency_id: uuid.UUID, person_id: uuid.UUID) -> Visitor | None:
    """Return who this is now; None when the agency is not verified any more, or the person has left it."""
    with platform():
        members = AgencyMember.objects.select_related("agency", "user")
        member = members.filter(
            pk=person_id, agency_id=agency_id, agency__state=AgencyState.VERIFIED, user__is_active=True
        ).first()
        if member is None or not member.user.has_role(Role.AGENCY_USER):
            return None
        agency, user = member.agency, member.user
        return Visitor(
            agency_id=agency.pk,
            person_id=user.pk,
            agency=agency.name,
            kind=agency.kind,
            name=user.name,
            email=user.email,
            sees_all=agency.shares_receipts or user.has_role(Role.AGENCY_MANAGER),
        )
