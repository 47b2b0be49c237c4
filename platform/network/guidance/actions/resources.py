"""Write what a network lends its members."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.actions import Refused, action
from network.guidance.bodies import fit_body
from network.guidance.models import Resource, ResourceVersion
from network.guidance.reading import Found
from network.guidance.reasons import TOO_MANY, WITHDRAWN
from network.oversight.models import Network

MOST = 50


@action
def publish_resource(
    *,
    actor: Any,
    network: Network,
    kind: str,
    name: str,
    about: str,
    body: Mapping[str, Any],
    now: datetime,
    resource: Resource | None = None,
) -> ResourceVersion:
    """Offer something to the members, or a later version of it.

    Raises ValueError for a body that is none of this kind; Refused for what was taken back, and beyond the bounds.
    """
    Network.objects.select_for_update().get(pk=network.pk)
    fit = fit_body(kind, body)
    if resource is None:
        if network.resources.filter(withdrawn_at=None).count() >= MOST:
            raise Refused(TOO_MANY)
        resource = Resource.objects.create(network=network, kind=kind, name=name)
    elif Resource.objects.select_for_update().get(pk=resource.pk, network=network).withdrawn_at:
        raise Refused(WITHDRAWN)
    else:
        resource.name = name
        resource.save(update_fields=["name"])
    latest = resource.versions.values_list("number", flat=True).first() or 0
    row = ResourceVersion.objects.create(
        resource=resource, number=latest + 1, about=about, body=fit, published_at=now, published_by=actor
    )
    audit.record("network.resource_published", resource, actor=actor, number=row.number, kind=resource.kind)
    outbox.queue("guidance.spread", network_id=network.pk)
    return row


@action
def publish_resources(
    *, actor: Any, network: Network, found: Sequence[Found], now: datetime
) -> list[ResourceVersion]:
    """Offer all of a list, or nothing of it; Refused beyond the bounds."""
    audit.record("network.resources_brought", network, actor=actor, count=len(found))
    return [
        publish_resource(
            actor=actor,
            network=network,
            kind=each.kind,
            name=each.name,
            about=each.about,
            body=each.body,
            now=now,
        )
        for each in found
    ]


@action
def withdraw_resource(*, actor: Any, resource: Resource, now: datetime) -> Resource:
    """Offer it no more; what members took over stays theirs."""
    row = Resource.objects.select_for_update().get(pk=resource.pk)
    if row.withdrawn_at:
        raise Refused(WITHDRAWN)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    audit.record("network.resource_withdrawn", row, actor=actor)
    outbox.queue("guidance.spread", network_id=row.network_id)
    return row
