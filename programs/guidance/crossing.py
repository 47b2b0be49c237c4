"""Jobs between a program and what its networks publish."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from amends import outbox
from network.guidance.actions import hear_standards
from network.guidance.actions.templates import NOTICE
from network.guidance.models import Delivery, Kind, ResourceVersion
from network.oversight.models import Membership, Network
from programs.actions.guidance import hold_standards, take_standards
from programs.models import Program
from tenants.models import Tenant


@outbox.crossing("programs.standards_pushed", to="tenant", while_suspended=True)
class TakeStandards:
    """Bring what a network publishes into one of its members, or that it is none any more."""

    @staticmethod
    def read(*, delivery_id: uuid.UUID, number: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now, which may be newer than what queued this."""
        row = Delivery.objects.select_related("network").get(pk=delivery_id)
        member = Membership.objects.members().filter(network=row.network, tenant=row.tenant_id).first()
        return {
            "network": str(row.network_id),
            "name": row.network.name,
            "number": row.number,
            "is_member": member is not None,
            "template": _template(row.network, member) if member else None,
            "resources": _resources(row.network) if member else [],
        }

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:  # noqa: ARG004 - a crossing to a tenant is the platform's
        """Keep it as the program's copy."""
        take_standards(actor=None, word=payload, now=timezone.now())


def _template(network: Network, member: Membership) -> dict[str, Any] | None:
    row = network.template_versions.first()
    if row is None or not row.asked:
        return None
    return {
        "number": row.number,
        "settings": row.asked,
        "why": row.why,
        # Whoever joins has as much time as members had.
        "holds_from": max(row.holds_from, _joined(member) + NOTICE).isoformat(),
        "published_on": timezone.localtime(row.published_at).date().isoformat(),
    }


def _joined(member: Membership) -> dt.date:
    return timezone.localtime(member.joined_at).date()


def _resources(network: Network) -> list[dict[str, Any]]:
    rows = ResourceVersion.objects.filter(resource__network=network, resource__withdrawn_at=None)
    latest = rows.select_related("resource").order_by("resource", "-number").distinct("resource")
    return [
        {
            "id": str(each.resource_id),
            "version": str(each.pk),
            "number": each.number,
            "kind": each.resource.kind,
            "name": each.resource.name,
            "about": each.about,
            # Nothing of it is taken over into a policy, so that it is brought whole.
            **({"course": each.body} if each.resource.kind == Kind.COURSE else {}),
        }
        for each in latest
    ]


@outbox.crossing("programs.tell_standards")
class TellStandards:
    """Bring to the platform on which settings nothing meets all that the program's networks require."""

    @staticmethod
    def read(*, network_id: uuid.UUID, number: int) -> dict[str, Any]:  # noqa: ARG004 - it names the row's cause
        """Return what holds by now: names of settings, and nobody else's requirements."""
        raw = Program.objects.get().guidance[str(network_id)]
        return {"network": str(network_id), "number": raw["said"], "torn": raw["torn"]}

    @staticmethod
    def write(payload: dict[str, Any], *, origin: str) -> None:
        """Write it; whose it is says the wall."""
        hear_standards(
            actor=None, tenant=Tenant.objects.get(schema_name=origin), said=payload, now=timezone.now()
        )


@outbox.job("programs.hold_standards")
def hold() -> None:
    """Have what networks require by now hold; look again on the next day that something does."""
    hold_standards(actor=None, now=timezone.now())
