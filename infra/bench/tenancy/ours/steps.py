"""What the benchmark does with Amends, each in a process of its own that holds the owner's login."""

import time
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from infra.bench.tenancy.names import host_of
from tenants import provisioning
from tenants.actions import claim as claim_warm
from tenants.connections import IDLE
from tenants.context import as_owner, inside
from tenants.fleet import running
from tenants.models import Domain, State, Tenant


def prepare() -> dict[str, Any]:
    """Make roles, databases' tables, template and warm pool, as `./amends manage prepare` does."""
    call_command("prepare", verbosity=0, stdout=StringIO())
    return {"tables": _tables(), "middleware": settings.MIDDLEWARE}


def _tables() -> int:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 't_template'")
        return int(cursor.fetchone()[0])


def create(start: int, stop: int) -> dict[str, Any]:
    """Make tenants with their schemas, hosts and rows in public; return their schemas and the milliseconds of each."""
    schemas, times = [], []
    for number in range(start, stop):
        begun = time.perf_counter()
        name, release = provisioning.create_schema()
        with as_owner():
            slug = f"t{number:05}"
            tenant = Tenant.objects.create(
                schema_name=name, release=release, slug=slug, name=slug, state=State.ACTIVE
            )
            Domain.objects.create(tenant=tenant, domain=host_of(number), is_primary=True)
        times.append(1000 * (time.perf_counter() - begun))
        schemas.append(name)
    return {"schemas": schemas, "milliseconds": times}


def migrate() -> dict[str, Any]:
    """Bring the whole fleet to this process's release; return the seconds, with all that `fleet migrate` does."""
    begun = time.perf_counter()
    outcome = running.migrate(say=str)
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "migrated": outcome.migrated, "complete": outcome.is_complete}


def claim(count: int) -> list[float]:
    """Return the milliseconds of each of `count` claims of a warm schema, as the process's login in public."""
    provisioning.refill_pool(count + 1)
    times = []
    for number in range(count):
        begun = time.perf_counter()
        claim_warm(slug=f"claimed-{number}", name="Claimed", host=f"claimed-{number}.bench.localhost")
        times.append(1000 * (time.perf_counter() - begun))
    # The first one connects; a running web process has its connection.
    return times[1:]


def miss(schemas: list[str]) -> dict[str, list[float]]:
    """Return the milliseconds of a visit with one query: first with a new connection, then with a pooled one."""
    from infra.bench.tenancy.fleetapp.models import Entry

    found: dict[str, list[float]] = {"connect_and_close": [], "pooled": []}
    for schema in schemas:
        for kind in ("connect_and_close", "pooled"):
            begun = time.perf_counter()
            with inside(schema):
                list(Entry.objects.order_by("id")[:10])
            if kind == "pooled":
                found[kind].append(1000 * (time.perf_counter() - begun))
                begun = time.perf_counter()
                IDLE.forget_idle()
                found["connect_and_close"][-1] += 1000 * (time.perf_counter() - begun)
            else:
                found[kind].append(1000 * (time.perf_counter() - begun))
    return found
