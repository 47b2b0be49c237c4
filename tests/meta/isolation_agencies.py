"""What addresses of agencies' pages name: something on the platform, whatever program's place is entered."""

import uuid
from typing import Any

from network.agencies.links import sign_invitation
from network.agencies.models import Agency, AgencyInvitation
from tenants.context import platform
from tests.meta.isolation_rows import Scene

NOBODYS = uuid.UUID(int=7)


def agency(_scene: Scene) -> dict[str, Any]:
    with platform():
        return {"pk": Agency.objects.values_list("pk", flat=True).first() or NOBODYS}


def of_an_agency(_scene: Scene) -> dict[str, Any]:
    # Something of an agency's that nobody here belongs to.
    return {"pk": NOBODYS}


def way_into_an_agency(_scene: Scene) -> dict[str, Any]:
    with platform():
        invitation = AgencyInvitation.objects.first() or AgencyInvitation(pk=NOBODYS)
        return {"token": sign_invitation(invitation)}


SIGN_ON = {
    **dict.fromkeys(("agency-places", "agency-sign-on", "agency-sign-on-require", "agency-sign-on-remove")),
    "sign-in-agency": None,
    "sign-in-agency-go": agency,
    "sign-in-agency-back": agency,
}
"""Pages of an agency's own sign-in, and of the places that its people keep."""
