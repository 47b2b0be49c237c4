"""Which case or colleague an entry is about: references and names of people who work here, never of a party."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.audit.models import AuditEntry
from programs.models import (
    AgreementItem,
    Complaint,
    MediationCase,
    MediatorAssignment,
    Participant,
    ParticipantLink,
    Referral,
    Session,
    StoredFile,
)

REFERENCES: dict[Any, Any] = {
    MediationCase: "reference",
    Referral: "reference",
    Participant: Coalesce("case__reference", "referral__reference"),
    ParticipantLink: "participant__case__reference",
    Complaint: "participant__case__reference",
    Session: "case__reference",
    MediatorAssignment: "case__reference",
    AgreementItem: "agreement__case__reference",
    StoredFile: Coalesce("referral__reference", "case__reference"),
}
"""Where each kind of row has the reference of its case, which is that of its referral too."""

MOST_NAMED = 3


def actors_of(entries: Iterable[AuditEntry]) -> set[str]:
    """Return who acted or was acted upon, as the audit calls people with an account."""
    prefix = f"{get_user_model()._meta.label_lower}:"
    return {entry.actor for entry in entries if entry.actor.startswith(prefix)} | {
        f"{entry.object_type}:{entry.object_id}"
        for entry in entries
        if f"{entry.object_type}:" == prefix and entry.object_id
    }


def names_of(actors: set[str]) -> dict[str, str]:
    """Return the names of people with an account, by what the audit calls them."""
    people = get_user_model()
    prefix = f"{people._meta.label_lower}:"
    keys = [uuid.UUID(actor.removeprefix(prefix)) for actor in actors]
    return {f"{prefix}{user.pk}": str(user) for user in people._default_manager.filter(pk__in=keys)}


def references_of(entries: Sequence[AuditEntry]) -> dict[int, list[str]]:
    """Return the references of the cases that each entry is about, by its number; one query for each kind of row."""
    found: dict[int, list[str]] = {}
    for model, path in REFERENCES.items():
        mine = [entry for entry in entries if entry.object_type == model._meta.label_lower]
        keys = {key for entry in mine for key in _keys(entry)}
        known = {str(pk): name for pk, name in model.objects.filter(pk__in=keys).values_list("pk", path)}
        for entry in mine:
            found[entry.seq] = sorted({known[key] for key in _keys(entry) if key in known})
    return found


def _keys(entry: AuditEntry) -> list[str]:
    return [entry.object_id] if entry.object_id else entry.facts.get("ids", [])


def shown(references: Sequence[str]) -> str:
    """Return references for a cell of a table: the first, and how many more there are."""
    more = len(references) - MOST_NAMED
    if more <= 0:
        return ", ".join(references)
    rest = ngettext("and %(count)s more case", "and %(count)s more cases", more) % {"count": more}
    return _("%(some)s %(rest)s") % {"some": ", ".join(references[:MOST_NAMED]), "rest": rest}
