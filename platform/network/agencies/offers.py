"""Programs to which an agency can send something: verified, at work, and not suspended."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from amends.console.decisions import AT_WORK
from tenants.models import Domain, Tenant


def on_offer() -> QuerySet[Tenant]:
    """Return the programs that take referrals over the platform now."""
    return Tenant.objects.filter(
        state__in=AT_WORK, verified_at__isnull=False, suspended_at=None, maintenance=False
    )


def names_of(tenant_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what programs are called, also those that take nothing any more."""
    return dict(Tenant.objects.filter(pk__in=set(tenant_ids)).values_list("pk", "name"))


def host_of(tenant: Tenant) -> str:
    """Return the host at which a program is."""
    hosts = Domain.objects.filter(tenant=tenant).order_by("-is_primary", "pk")
    return str(hosts.values_list("domain", flat=True)[0])
