"""Every write to the engine's public tables that runs as the application (not as the owner)."""

import time
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from tenants.context import platform
from tenants.hosts import HOSTS
from tenants.models import FOLLOWING, Domain, Epoch, Release, State, Tenant
from tenants.place import current
from tenants.release import own_fingerprint


class NoneReady(RuntimeError):
    """No prepared schema is free: the provisioner is not running, or sign-ups come faster than it works."""


class ImpossibleState(ValueError):
    """A tenant cannot go from its state to the one asked for."""


def claim(
    *,
    slug: str,
    name: str,
    host: str,
    state: str = State.TRIAL,
    kind: str = "",
    verified_at: datetime | None = None,
    wait: timedelta = timedelta(seconds=10),
) -> Tenant:
    """Take a prepared schema for a new tenant, atomically, and return the tenant.

    `kind` is a token of the layers above; `verified_at` is for a tenant that needs nobody to vouch for it.
    `slug` and `host` must be free (IntegrityError otherwise). Waits up to `wait` for the provisioner when the
    pool is empty, then raises NoneReady. Several processes may claim at once: none gets another's schema.
    """
    give_up_at = time.monotonic() + wait.total_seconds()
    while True:
        tenant = _claim_now(slug=slug, name=name, host=host, state=state, kind=kind, verified_at=verified_at)
        if tenant is not None:
            return tenant
        if time.monotonic() > give_up_at:
            raise NoneReady("No prepared program is free; is the provisioner running?")
        time.sleep(0.05)


def _claim_now(*, host: str, **facts: Any) -> Tenant | None:
    with _public(), transaction.atomic():
        ready = _take_warm_schema()
        if ready is None:
            return None
        schema_name, release = ready
        tenant = Tenant.objects.create(schema_name=schema_name, release=release, **facts)
        Domain.objects.create(tenant=tenant, domain=host.lower(), is_primary=True)
        touch()
    return tenant


def _take_warm_schema() -> tuple[str, str] | None:
    serving = list(Release.objects.filter(serves__contains=[own_fingerprint()]).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM tenants_warmschema WHERE schema_name = (
                SELECT schema_name FROM tenants_warmschema WHERE release = ANY(%s)
                ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
            ) RETURNING schema_name, release
            """,
            [serving],
        )
        return cursor.fetchone()


def set_state(*, tenant: Tenant, state: str) -> None:
    """Move a tenant to `state`; raise ImpossibleState when that does not follow from the one it is in."""
    with _public(), transaction.atomic():
        locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if state not in FOLLOWING[State(locked.state)]:
            raise ImpossibleState(f"A program that is {locked.state} cannot become {state}.")
        Tenant.objects.filter(pk=tenant.pk).update(state=state)
        touch()
    tenant.state = state


def rename(*, tenant: Tenant, name: str) -> None:
    """Give a tenant another name; its address stays."""
    with _public(), transaction.atomic():
        Tenant.objects.filter(pk=tenant.pk).update(name=name)
        touch()
    tenant.name = name


def set_maintenance(*, tenant: Tenant, on: bool, reason: str = "") -> None:
    """Show the maintenance page instead of the tenant's pages, or its pages again."""
    with _public(), transaction.atomic():
        Tenant.objects.filter(pk=tenant.pk).update(maintenance=on, maintenance_reason=reason if on else "")
        touch()
    tenant.maintenance = on


def set_suspended(*, tenant: Tenant, at: datetime | None) -> None:
    """Close the tenant's pages for now, since `at`, or open them again; its state stays what it is."""
    with _public(), transaction.atomic():
        Tenant.objects.filter(pk=tenant.pk).update(suspended_at=at)
        touch()
    tenant.suspended_at = at


def set_verified(*, tenant: Tenant, at: datetime | None) -> int:
    """Vouch for a tenant since `at`, or no longer; return the number of this decision."""
    with _public(), transaction.atomic():
        locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
        locked.verified_at, locked.verification_version = at, locked.verification_version + 1
        locked.save(update_fields=["verified_at", "verification_version"])
    tenant.verified_at, tenant.verification_version = at, locked.verification_version
    return locked.verification_version


def add_domain(*, tenant: Tenant, host: str) -> Domain:
    """Give a tenant one more host; raise IntegrityError when somebody has or had it."""
    with _public(), transaction.atomic():
        domain = Domain.objects.create(tenant=tenant, domain=host.lower(), is_primary=False)
        touch()
    return domain


def touch() -> None:
    """Move the epoch inside the transaction that changed a tenant or host, so that caches follow its commit."""
    Epoch.objects.filter(pk=1).update(number=F("number") + 1)
    transaction.on_commit(HOSTS.clear)


def _public() -> AbstractContextManager[None]:
    """Return the way into the public schema: none when already in it (perhaps as the owner), else the login's."""
    place = current.get()
    return nullcontext() if place is not None and not place.is_tenant else platform()
