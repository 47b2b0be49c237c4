"""Write what a network tells its members."""

import uuid
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.actions import Refused, action
from network.oversight.models import Announcement, Network
from network.oversight.reasons import NO_MEMBERS

# A job of the layer above, named without importing it.
BRING = "programs.bring_announcement"


@action
def announce_to_members(
    *, actor: Any, network: Network, title: str, text: str, now: datetime
) -> Announcement:
    """Tell something to everybody who is a member now; Refused where nobody is."""
    members = network.memberships.members().count()
    if not members:
        raise Refused(NO_MEMBERS)
    row = Announcement.objects.create(
        network=network, title=title, text=text, written_by=actor, announced_at=now, members=members
    )
    audit.record("network.announced", row, actor=actor, members=members)
    outbox.queue("oversight.spread_announcement", announcement_id=row.pk)
    return row


@action(audited=False, because="the announcement is in the audit, and each program's own audit gets it")
def spread_announcement(*, actor: None, announcement_id: uuid.UUID) -> int:
    """Queue that each member gets an announcement; return how many."""
    row = Announcement.objects.select_related("network").get(pk=announcement_id)
    members = row.network.memberships.members().filter(joined_at__lte=row.announced_at)
    told = list(members.select_related("tenant").order_by("pk"))
    for membership in told:
        schema = membership.tenant.schema_name
        outbox.queue_for(schema, BRING, membership_id=membership.pk, announcement_id=row.pk)
    return len(told)
