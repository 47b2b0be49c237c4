"""What addresses of networks' own pages name: something on the platform, whatever program's place is entered."""

import uuid
from typing import Any

from network.guidance.models import Resource
from network.oversight.links import sign_invitation
from network.oversight.models import Membership, MembershipState, Network, NetworkInvitation, NetworkOfficer
from tenants.context import platform
from tests.meta.isolation_accreditation import ACCREDITATIONS
from tests.meta.isolation_published import FIGURES
from tests.meta.isolation_rows import Scene

NOBODYS = uuid.UUID(int=11)


def by_name(_scene: Scene) -> dict[str, Any]:
    with platform():
        return {"slug": Network.objects.values_list("slug", flat=True).first() or "nobodys"}


def membership(_scene: Scene) -> dict[str, Any]:
    with platform():
        rows = Membership.objects.filter(state=MembershipState.MEMBER)
        return {"pk": rows.values_list("pk", flat=True).first() or NOBODYS}


def request(_scene: Scene) -> dict[str, Any]:
    with platform():
        rows = Membership.objects.filter(state=MembershipState.ASKED)
        return {"pk": rows.values_list("pk", flat=True).first() or NOBODYS}


def officer(_scene: Scene) -> dict[str, Any]:
    with platform():
        return {"pk": NetworkOfficer.objects.values_list("pk", flat=True).order_by("-pk").first() or NOBODYS}


def invitation(_scene: Scene) -> dict[str, Any]:
    with platform():
        return {"pk": NetworkInvitation.objects.values_list("pk", flat=True).first() or NOBODYS}


def way_in(_scene: Scene) -> dict[str, Any]:
    with platform():
        row = NetworkInvitation.objects.first() or NetworkInvitation(pk=NOBODYS)
        return {"token": sign_invitation(row)}


def setting(_scene: Scene) -> dict[str, Any]:
    return {"name": "answer_days"}


def kind(_scene: Scene) -> dict[str, Any]:
    return {"kind": "survey"}


def resource(_scene: Scene) -> dict[str, Any]:
    with platform():
        rows = Resource.objects.filter(withdrawn_at=None)
        return {"pk": rows.values_list("pk", flat=True).first() or NOBODYS}


def file(_scene: Scene) -> dict[str, Any]:
    return {"form": "csv"}


NETWORKS = {
    **dict.fromkeys(("networks-public", "network-home", "network-roster", "network-invite", "network-terms")),
    **dict.fromkeys(("network-describe", "network-announcements", "network-people", "network-person-invite")),
    **dict.fromkeys(("network-gaps", "network-gaps-file", "network-report", "network-report-file")),
    **dict.fromkeys(("network-member", "network-member-end", "network-member-offer"), membership),
    **dict.fromkeys(("network-request", "network-transfer", "network-withdraw"), request),
    **dict.fromkeys(("network-person", "network-person-remove"), officer),
    **dict.fromkeys(("network-person-resend", "network-person-revoke"), invitation),
    **dict.fromkeys(("network-standards", "network-standards-publish", "network-standards-withdraw")),
    **dict.fromkeys(("network-standards-members", "network-resources", "network-resource-upload")),
    **dict.fromkeys(("network-resource", "network-resource-withdraw"), resource),
    "network-standards-setting": setting,
    "network-resource-new": kind,
    "network-public": by_name,
    **ACCREDITATIONS,
    **FIGURES,
    **dict.fromkeys(("network-public", "accreditation-register"), by_name),
    "network-join": way_in,
    "network-roster-file": file,
}
"""Pages of a network's own people, and what everybody may read of it."""
