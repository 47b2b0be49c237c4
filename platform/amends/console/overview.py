"""What the console shows of programs, from the public schema and PostgreSQL's catalogue; no program is entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from amends.audit.models import AuditEntry, Kind
from amends.console.decisions import BY_VERB
from amends.console.models import Introduction
from tenants.models import Release, State, Tenant
from tenants.release import own_fingerprint

# Counts of whole schemas: how many rows there are of one table would be told about cases. PostgreSQL counts as it
# writes, and reports some seconds late; the catalogue is open to every login, the tables behind it are not.
_SIZES = """
SELECT n.nspname, sum(greatest(pg_stat_get_live_tuples(c.oid), c.reltuples::bigint, 0))::bigint,
       sum(pg_total_relation_size(c.oid))::bigint
  FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
 WHERE n.nspname = ANY(%s) GROUP BY n.nspname
"""


@dataclass(frozen=True)
class Size:
    """How much a program holds, about: rows of all its tables, and bytes with their indexes."""

    rows: int = 0
    bytes: int = 0


def sizes(tenants: Sequence[Tenant]) -> dict[str, Size]:
    """Return the size of each program by its schema, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES, [[tenant.schema_name for tenant in tenants]])
        return {schema: Size(rows, size) for schema, rows, size in cursor.fetchall()}


def listed(*, which: str = "", words: str = "") -> QuerySet[Tenant]:
    """Return the programs of one kind of list: first those that wait to be verified, then those that came last."""
    asked = Exists(Introduction.objects.waiting().filter(pk=OuterRef("pk"))) & Q(verified_at=None)
    tenants = (
        Tenant.objects.annotate(has_asked=Case(When(asked, then=Value(True)), default=Value(False)))
        .order_by("-has_asked", "-created_at", "-id")
        .prefetch_related("domains")
    )
    if words:
        tenants = tenants.filter(Q(name__icontains=words) | Q(slug__icontains=words))
    wanted = {
        "asked": Q(has_asked=True),
        "unverified": Q(verified_at=None) & ~Q(state__in=(State.ARCHIVED, State.ERASED)),
        "trial": Q(state=State.TRIAL),
        "suspended": Q(suspended_at__isnull=False),
        "maintenance": Q(maintenance=True),
        "outdated": ~Q(release__in=known_releases()[:1]),
    }
    return tenants.filter(wanted.get(which, Q()))


def known_releases() -> list[str]:
    """Return the release that this code was made for, and after it the others that it works with."""
    own = own_fingerprint()
    others = Release.objects.filter(serves__contains=[own]).exclude(pk=own)
    return [own, *others.values_list("pk", flat=True)]


def kinds() -> dict[str, Any]:
    """Return what the layers above call each kind of program."""
    return dict(import_string(settings.CONSOLE_KINDS).choices)


def history(tenant: Tenant, *, limit: int = 100) -> list[dict[str, Any]]:
    """Return what operators decided about a program, the newest first, as the timeline draws it."""
    entries = list(
        AuditEntry.objects.filter(
            object_type=tenant._meta.label_lower, object_id=str(tenant.pk), kind=Kind.CHANGE, verb__in=BY_VERB
        ).order_by("-seq")[:limit]
    )
    names = _names({entry.actor for entry in entries})
    return [
        {
            "label": BY_VERB[entry.verb].told,
            "byline": names.get(entry.actor, _("the system")),
            "at": entry.at,
            "text": _why(entry),
        }
        for entry in entries
    ]


def _why(entry: AuditEntry) -> str:
    reason = str(BY_VERB[entry.verb].reasons.get(entry.facts.get("reason"), ""))
    ticket = entry.facts.get("ticket")
    return _("{reason} (ticket {ticket})").format(reason=reason, ticket=ticket) if ticket else reason


def _names(actors: set[str]) -> dict[str, str]:
    users = get_user_model()
    prefix = f"{users._meta.label_lower}:"
    keys = [actor.removeprefix(prefix) for actor in actors if actor.startswith(prefix)]
    return {f"{prefix}{user.pk}": user.name for user in users._default_manager.filter(pk__in=keys)}
