"""Who of a network looked at what the program told it: read from the program's own record, where each look is put."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.accounts.models import User
from amends.audit.models import AuditEntry
from programs.models import Program
from programs.networks.copies import copies_of
from programs.records.entries import Part, Wanted, part_of
from tenants.context import platform

LOOKED = "network_looked"
PAGES: dict[str, Promise] = {
    "network-roster": _("The list of its members"),
    "network-roster-file": _("The list of its members as a file"),
    "network-standards-members": _("How its members stand to what it asks"),
    "network-member": _("What this program shares"),
    "accreditation-evidence": _("A document for an accreditation"),
    **dict.fromkeys(("network-report", "network-report-file"), _("A report about its members")),
}
"""What the pages of a network are called, by the names of their addresses; another one is a page of the network."""


@dataclass(frozen=True)
class Look:
    """One look: when, of which network, who, at what."""

    at: str
    network: str
    who: str
    page: str


def looks_of(program: Program, *, before: int | None = None) -> tuple[list[Look], Part]:
    """Return the newest looks, of those whose entries come before the number `before`, and the part that they are."""
    about = Q(object_type=program._meta.label_lower, object_id=str(program.pk), verb=LOOKED)
    part = part_of(Wanted(about=about), before=before)
    names, networks = _names(part.entries), {each.network: each.name for each in copies_of(program)}
    return [_look(each.facts, names, networks) for each in part.entries], part


def _look(facts: dict[str, Any], names: dict[str, str], networks: dict[str, str]) -> Look:
    at = timezone.localtime(dt.datetime.fromisoformat(facts["at"]))
    return Look(
        at=date_format(at, "SHORT_DATETIME_FORMAT"),
        network=networks.get(facts["network"], ""),
        who=names.get(facts["officer"], "") or _now("Somebody whose account is closed"),
        page=str(PAGES.get(facts["page"], _("A page of the network"))),
    )


def _names(entries: Sequence[AuditEntry]) -> dict[str, str]:
    """Return how those are called who looked; their accounts are the platform's."""
    keys = {each.facts["officer"] for each in entries}
    if not keys:
        return {}
    with platform():
        return {str(key): name for key, name in User.objects.filter(pk__in=keys).values_list("pk", "name")}
