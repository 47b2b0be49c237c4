"""The signed links with which somebody comes to act for a network."""

import uuid

from network.oversight.models import NetworkInvitation
from tenants import signing

INVITATION = "oversight.invitation"
READABLE = 8 * 24 * 60 * 60
"""Seconds for which a signature is looked at; the row says when the invitation ends."""


def sign_invitation(invitation: NetworkInvitation) -> str:
    """Return the token of an invitation's newest link."""
    return signing.dumps([invitation.pk.hex, invitation.link_number], purpose=INVITATION)


def read_invitation(token: str) -> tuple[NetworkInvitation, int] | None:
    """Return the invitation that a token names and the number of its link; None for any other token."""
    try:
        key, number = signing.loads(token, purpose=INVITATION, max_age=READABLE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = NetworkInvitation.objects.select_related("network", "invited_by")
    found = rows.filter(pk=uuid.UUID(key)).first()
    return (found, int(number)) if found else None
