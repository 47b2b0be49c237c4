"""Apply the pending migrations to the template, and keep the SQL for every tenant of the older release."""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from psycopg import ClientCursor

from tenants import faults
from tenants.context import as_owner
from tenants.fleet.operations import is_additive, needs_python
from tenants.models import Release
from tenants.place import TEMPLATE
from tenants.provisioning import dump_releases, template_release
from tenants.release import MigrationName, migrations_on_disk, own_fingerprint

# A step is {"sql": "..."} to replay, or {"python": [app, name]} to run.
Step = dict[str, Any]


class CannotMigrate(RuntimeError):
    """The pending migrations cannot be applied to the fleet; the message says which and what to change."""


class Recorder:
    """An execute wrapper that keeps every statement with its parameters written in."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run the statement, and keep it unless it only reads."""
        if not sql.lstrip().upper().startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            for each in params if many else [params]:
                self.statements.append(_inlined(sql, each))
        return execute(sql, params, many, context)


def _inlined(sql: str, params: Any) -> str:
    if not params:
        return sql.rstrip("; \n")
    return str(ClientCursor(connection.connection).mogrify(sql, params)).rstrip("; \n")


def pending() -> list[MigrationName]:
    """Return the migrations that the template does not have yet, in the order they apply."""
    with as_owner(TEMPLATE), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return [each for each in migrations_on_disk() if each not in applied]


def record() -> Release:
    """Bring the template to this code's release and return it, with the steps from the one before.

    One transaction for the migrations and the release's row: a killed recorder leaves nothing behind.
    """
    older = template_release()
    if older != own_fingerprint():
        _record_from(older)
    dump_releases()
    with as_owner():
        return Release.objects.get(pk=own_fingerprint())


def _record_from(older: str) -> None:
    names = pending()
    with as_owner():
        before = Release.objects.get(pk=older)
    with as_owner(TEMPLATE), transaction.atomic():
        on_disk = MigrationExecutor(connection).loader
        migrations = [on_disk.get_migration(*name) for name in names]
        steps = [_apply(name, migration) for name, migration in zip(names, migrations, strict=True)]
        faults.point("fleet.recorded")
        mine = own_fingerprint()
        serves = [*before.serves, mine] if all(map(is_additive, migrations)) else [mine]
        _store_release(mine, serves, {older: steps})


def _apply(name: MigrationName, migration: Migration) -> Step:
    if not migration.atomic:
        raise CannotMigrate(f"{name[0]}.{name[1]} is not atomic; a tenant is migrated in one transaction.")
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        # A new executor each time: an old one does not notice what it has applied itself.
        MigrationExecutor(connection).migrate([name])
        # Deferred foreign keys with pending rows would refuse the next ALTER TABLE.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return {"python": list(name)} if needs_python(migration) else {"sql": ";\n".join(recorder.statements)}


def _store_release(mine: str, serves: list[str], upgrade: dict[str, list[Step]]) -> None:
    # Still on the template's connection, so that both commit together; its search_path has no public.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = public")
        Release.objects.create(
            fingerprint=mine,
            migrations=migrations_on_disk(),
            serves=serves,
            build_sql="",
            upgrade_sql=upgrade,
        )
        cursor.execute(f"SET LOCAL search_path = {TEMPLATE}")
