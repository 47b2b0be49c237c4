"""Have members brought what their network publishes, and write what they say of it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.actions import action
from network.guidance.models import Delivery
from network.oversight.models import Membership, Network
from tenants.models import Tenant

# A job of the layer above, named without importing it.
PUSH = "programs.standards_pushed"


@action(
    audited=False, because="publishing is in the audit, and each program's own audit gets what it was brought"
)
def spread_standards(*, actor: None, network_id: uuid.UUID) -> int:
    """Queue that every member gets what holds by now; return how many."""
    members = Membership.objects.members().filter(network=network_id).select_related("tenant", "network")
    rows = list(members.order_by("pk"))
    for row in rows:
        _send(row.network, row.tenant)
    return len(rows)


@action(
    audited=False,
    because="joining and leaving are in the audit, and the program's own gets what it was brought",
)
def follow_member(*, actor: None, membership_id: uuid.UUID) -> bool:
    """Queue that a program which joined or left is brought what it has to know; return whether there is anything."""
    row = Membership.objects.select_related("tenant", "network").get(pk=membership_id)
    has_news = (
        row.network.template_versions.exists()
        or row.network.resources.exists()
        or Delivery.objects.filter(network=row.network, tenant=row.tenant).exists()
    )
    if has_news:
        _send(row.network, row.tenant)
    return has_news


@action
def hear_standards(*, actor: None, tenant: Tenant, said: Mapping[str, Any], now: datetime) -> bool:
    """Keep on which settings a program says that nothing meets all that its networks require; a later word wins."""
    row = Delivery.objects.select_for_update().filter(network=said["network"], tenant=tenant).first()
    is_newer = row is not None and said["number"] > row.heard
    if row is not None and is_newer:
        row.torn, row.heard, row.heard_at = said["torn"], said["number"], now
        row.save(update_fields=["torn", "heard", "heard_at"])
    audit.record("network.standards_heard", tenant, actor=actor, settings=len(said["torn"]), kept=is_newer)
    return is_newer


def _send(network: Network, tenant: Tenant) -> None:
    Delivery.objects.get_or_create(network=network, tenant=tenant)
    row = Delivery.objects.select_for_update().get(network=network, tenant=tenant)
    row.number += 1
    row.save(update_fields=["number"])
    outbox.queue_for(tenant.schema_name, PUSH, delivery_id=row.pk, number=row.number)
