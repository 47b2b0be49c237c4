"""Migrate one tenant: steps, grants, its release and the run's record, in one transaction."""

import time

from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tenants import faults
from tenants.actions import touch
from tenants.context import as_owner, visit
from tenants.fleet.recording import Step
from tenants.models import FleetStep, Release, Tenant, WarmSchema
from tenants.place import PUBLIC, checked_schema
from tenants.privileges import grant_again

LOCK_TIMEOUT = "1s"
TRIES = 5
LOCK_NOT_AVAILABLE = "55P03"
# Why a tenant is in maintenance when its migration failed; success takes it out again.
FAILED = "A change of the database's form did not succeed; the operators know."


class NoWay(RuntimeError):
    """No recorded steps lead from the tenant's release to the target."""


def steps_between(schema_release: str, target: Release) -> list[Step]:
    """Return the steps from a tenant's release to `target`, over recorded releases in between when needed."""
    if schema_release == target.pk:
        return []
    for older, steps in target.upgrade_sql.items():
        if older == schema_release:
            return list(steps)
        before = Release.objects.get(pk=older)
        try:
            return [*steps_between(schema_release, before), *steps]
        except NoWay:
            continue
    raise NoWay(f"No recorded steps lead from release {schema_release[:12]} to {target.pk[:12]}.")


def replay(tenant: Tenant, steps: list[Step], target: Release) -> int:
    """Migrate `tenant` and return the milliseconds it took; tries again while a lock cannot be had.

    Raises whatever the database raised in the end; the tenant's schema is then as it was before.
    """
    for attempt in range(1, TRIES + 1):
        begun = time.monotonic()
        try:
            _replay_once(tenant, steps, target, begun)
        except OperationalError as error:
            if attempt == TRIES or getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            time.sleep(0.1 * 2**attempt)
        else:
            break
    return round((time.monotonic() - begun) * 1000)


def _replay_once(tenant: Tenant, steps: list[Step], target: Release, begun: float) -> None:
    schema = checked_schema(tenant.schema_name)
    with _place_for(schema, steps), transaction.atomic():
        _run_steps(schema, steps)
        _note_done(tenant, target, begun)
        faults.point("fleet.before_commit")
    faults.point("fleet.after_commit")


def replay_warm(warm: WarmSchema, steps: list[Step], target: Release) -> None:
    """Migrate a schema that waits for a tenant, unless a sign-up takes it at this moment."""
    schema = checked_schema(warm.schema_name)
    with _place_for(schema, steps), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL search_path = {PUBLIC}")
        waiting = WarmSchema.objects.select_for_update(skip_locked=True).filter(pk=schema)
        if waiting.exists():
            _run_steps(schema, steps)
            WarmSchema.objects.filter(pk=schema).update(release=target.pk)


def _place_for(schema: str, steps: list[Step]) -> visit:
    # Python needs to be in the schema; for SQL the worker's own connection will do, which saves making one.
    return as_owner(schema if any("python" in step for step in steps) else PUBLIC)


def _run_steps(schema: str, steps: list[Step]) -> None:
    """Run the steps in `schema` and the grants after them, in the open transaction, which is in public afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; SET LOCAL search_path = {schema}")
        for step in steps:
            if "python" in step:
                MigrationExecutor(connection).migrate([tuple(step["python"])])
            elif step["sql"]:
                cursor.execute(step["sql"])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            faults.point("fleet.step")
        cursor.execute(f"SET LOCAL search_path = {PUBLIC}")
    grant_again(schema)


def _note_done(tenant: Tenant, target: Release, begun: float) -> None:
    milliseconds = round((time.monotonic() - begun) * 1000)
    changes: dict[str, object] = {"release": target.pk}
    if tenant.maintenance_reason == FAILED:
        changes |= {"maintenance": False, "maintenance_reason": ""}
    Tenant.objects.filter(pk=tenant.pk).update(**changes)
    FleetStep.objects.filter(schema_name=tenant.schema_name, target=target.pk).update(
        status=FleetStep.Status.DONE, error="", milliseconds=milliseconds, finished_at=timezone.now()
    )
    touch()
