"""Write the standards of a network: taken over from ours, changed by a new version, closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import Refused, action
from network.accreditation import reasons
from network.accreditation.criteria import Document
from network.accreditation.models import Standard, StandardVersion
from network.accreditation.starters import STARTERS
from network.oversight.models import Network

LONGEST_RENEWAL = 120


@action
def adopt_standard(*, actor: Any, network: Network, slug: str, now: datetime) -> StandardVersion:
    """Publish one of our starter standards as the network's own; Refused when it has it, KeyError for none of ours."""
    starter = STARTERS[slug]
    if network.standards.filter(slug=slug).exists():
        raise Refused(reasons.KNOWN_STANDARD)
    version: StandardVersion = publish_standard(
        actor=actor,
        network=network,
        slug=slug,
        title=starter.title,
        document=starter.document.as_json(),
        renewal_months=starter.renewal_months,
        has_annual_return=starter.has_annual_return,
        now=now,
    )
    return version


@action
def publish_standard(
    *,
    actor: Any,
    network: Network,
    slug: str,
    title: Mapping[str, str],
    document: Mapping[str, Any],
    renewal_months: int,
    has_annual_return: bool,
    now: datetime,
) -> StandardVersion:
    """Publish a standard, or its next version, for whoever applies from now on; BadDocument for what is none."""
    if not 1 <= renewal_months <= LONGEST_RENEWAL:
        raise ValueError("A standard is renewed after one month to ten years.")
    content = Document.read(document)
    Network.objects.select_for_update().get(pk=network.pk)
    standard, _made = Standard.objects.get_or_create(network=network, slug=slug)
    latest = standard.versions.values_list("number", flat=True).first() or 0
    version = StandardVersion.objects.create(
        standard=standard,
        number=latest + 1,
        title=dict(title),
        document=content.as_json(),
        renewal_months=renewal_months,
        has_annual_return=has_annual_return,
        published_at=now,
    )
    audit.record("standard.published", standard, actor=actor, number=version.number)
    return version


@action
def close_standard(*, actor: Any, standard: Standard, now: datetime) -> None:
    """Let nobody apply for a standard any more; what stands goes on until its own end."""
    standard.closed_at = now
    standard.save(update_fields=["closed_at"])
    audit.record("standard.closed", standard, actor=actor)


@action
def reopen_standard(*, actor: Any, standard: Standard) -> None:
    """Let members apply for a closed standard again, by its latest version."""
    standard.closed_at = None
    standard.save(update_fields=["closed_at"])
    audit.record("standard.reopened", standard, actor=actor)
