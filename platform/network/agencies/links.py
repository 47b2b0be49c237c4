"""The signed links with which somebody comes into an agency."""

import uuid

from network.agencies.models import AgencyInvitation
from tenants import signing

INVITATION = "agencies.invitation"
READABLE = 8 * 24 * 60 * 60
"""Seconds for which a signature is looked at; the row says when the invitation ends."""


def sign_invitation(invitation: AgencyInvitation) -> str:
    """Return the token of an invitation's newest link."""
    return signing.dumps([invitation.pk.hex, invitation.link_number], purpose=INVITATION)


def read_invitation(token: str) -> tuple[AgencyInvitation, int] | None:
    """Return the invitation that a token names and the number of its link; None for any other token."""
    try:
        key, number = signing.loads(token, purpose=INVITATION, max_age=READABLE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = AgencyInvitation.objects.select_related("invited_by", "agency")
    found = rows.filter(pk=uuid.UUID(key)).first()
    return (found, int(number)) if found else None
