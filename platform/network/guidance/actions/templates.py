"""Write what a network asks of its members' policies: setting by setting in a draft, then published as a version."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from amends import audit, outbox
from amends.actions import Refused, action
from network.guidance.catalogue import catalogue
from network.guidance.models import Demand, Template, TemplateVersion
from network.guidance.reasons import NO_MINIMUM, NOT_PUBLISHED, NOTHING_ASKED, NOTHING_NEW, TOO_SOON
from network.oversight.models import Network

NOTICE = dt.timedelta(days=14)
"""Between a new requirement and the day on which it holds, at least."""
FURTHEST = dt.timedelta(days=366)


@action
def ask_of_setting(*, actor: Any, network: Network, name: str, demand: str, value: Any) -> Template:
    """Put what is asked of one setting into the draft; with no demand it is left to the members.

    Raises ValueError for a value that is none, KeyError for a setting that there is not; Refused for a requirement of
    a setting without a stricter value.
    """
    known = {each.id: each for each in catalogue().settings()}[name]
    if demand == Demand.REQUIRED and not known.has_minimum:
        raise Refused(NO_MINIMUM)
    row = _draft_row(network)
    row.draft.pop(name, None)
    if demand:
        row.draft[name] = {"value": catalogue().fit(name, value), "demand": str(Demand(demand))}
    row.save(update_fields=["draft"])
    audit.record("network.template_drafted", network, actor=actor, setting=name, demand=demand or "none")
    return row


@action
def publish_template(
    *, actor: Any, network: Network, why: str, holds_from: dt.date, now: dt.datetime
) -> TemplateVersion:
    """Publish the draft, and have it brought to each member; Refused when it says nothing new, or holds too soon."""
    draft = _draft_row(network).draft
    latest = network.template_versions.first()
    before = latest.asked if latest else {}
    if not draft:
        raise Refused(NOTHING_ASKED)
    if draft == before:
        raise Refused(NOTHING_NEW)
    today = timezone.localtime(now).date()
    earliest = today + NOTICE if _required(draft).items() - _required(before).items() else today
    if not earliest <= holds_from <= today + FURTHEST:
        raise Refused(TOO_SOON)
    return _publish(network, draft, why, holds_from, actor, now)


@action
def withdraw_template(*, actor: Any, network: Network, why: str, now: dt.datetime) -> TemplateVersion:
    """Ask for nothing from today on; Refused where nothing was asked. The draft stays."""
    _draft_row(network)
    latest = network.template_versions.first()
    if latest is None or not latest.asked:
        raise Refused(NOT_PUBLISHED)
    return _publish(network, {}, why, timezone.localtime(now).date(), actor, now)


def _draft_row(network: Network) -> Template:
    """Return the row of the draft, locked: who publishes at the same time waits here."""
    Template.objects.get_or_create(network=network)
    return Template.objects.select_for_update().get(network=network)


def _required(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return what is required, each value as a text that can be compared."""
    return {name: repr(each["value"]) for name, each in settings.items() if each["demand"] == Demand.REQUIRED}


def _publish(
    network: Network, settings: dict[str, Any], why: str, day: dt.date, actor: Any, now: dt.datetime
) -> TemplateVersion:
    latest = network.template_versions.values_list("number", flat=True).first() or 0
    row = TemplateVersion.objects.create(
        network=network,
        number=latest + 1,
        asked=settings,
        why=why,
        holds_from=day,
        published_at=now,
        published_by=actor,
    )
    asked = sorted(settings)
    audit.record("network.template_published", network, actor=actor, number=row.number, settings=asked)
    outbox.queue("guidance.spread", network_id=network.pk)
    return row
