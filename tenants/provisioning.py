"""What only the owner does: the template schema, its dump, new schemas from it, the warm pool, erasure."""

import logging
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.module_loading import import_string

from tenants import faults
from tenants.context import as_owner
from tenants.ids import uuid7
from tenants.models import Epoch, Release, State, Tenant, WarmSchema
from tenants.place import PUBLIC, TEMPLATE, checked_schema
from tenants.privileges import ensure_role, public_grants, tenant_grants
from tenants.release import fingerprint, migrations_on_disk, own_fingerprint
from tenants.router import apps_of

log = logging.getLogger(__name__)


def prepare_public() -> None:
    """Migrate the public schema and grant its roles what the models say."""
    with as_owner():
        with transaction.atomic(), connection.cursor() as cursor:
            _forget_apps_that_moved_in(cursor)
        _migrate(apps_of(PUBLIC))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(public_grants())
            Epoch.objects.get_or_create(pk=1)


def _migrate(labels: frozenset[str]) -> None:
    """Run the migrations of these apps and of what they depend on, in the place that is entered.

    As `migrate` does, which takes one app or all. The others' would make nothing here, and Django takes many seconds
    to go through what they change.
    """
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in labels])
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)


def _forget_apps_that_moved_in(cursor: Any) -> None:
    """Let the migrations run of an app that became shared: Django noted them as applied without making its tables.

    Those of the tenants' own apps are forgotten with them, because they may depend on such an app; in public they
    make nothing, so noting them again costs nothing.
    """
    tables = set(connection.introspection.table_names(cursor))
    if "django_migrations" not in tables:
        return
    moved = {
        label
        for label in apps_of(PUBLIC)
        if (models := list(apps.get_app_config(label).get_models()))
        and not any(model._meta.db_table.strip('"') in tables for model in models)
    }
    if moved:
        labels = list(moved | (apps_of(TEMPLATE) - apps_of(PUBLIC)))
        cursor.execute("DELETE FROM django_migrations WHERE app = ANY(%s)", [labels])


def prepare_template() -> None:
    """Make the template schema and its release when there is none yet; later ones are `fleet.migrate`'s work."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {TEMPLATE}")
        is_first = not Release.objects.exists()
    if is_first:
        with as_owner(TEMPLATE):
            _migrate(apps_of(TEMPLATE))
        with as_owner():
            mine = own_fingerprint()
            Release.objects.create(
                fingerprint=mine, migrations=migrations_on_disk(), serves=[mine], build_sql=""
            )
    dump_releases()


def dump_releases() -> None:
    """Store the SQL that builds the template's release, unless it is there already."""
    with as_owner():
        release = Release.objects.get(pk=template_release())
        if not release.build_sql:
            release.build_sql = _dump_template()
            release.save(update_fields=["build_sql"])


def template_release() -> str:
    """Return the fingerprint of what the template schema has now."""
    with as_owner(TEMPLATE), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return fingerprint([each for each in migrations_on_disk() if each in applied])


def is_recorded() -> bool:
    """Return whether there is SQL that builds this code's release; if not, the fleet is to be migrated first."""
    with as_owner():
        return Release.objects.exclude(build_sql="").filter(pk=own_fingerprint()).exists()


def create_schema(schema: str | None = None) -> tuple[str, str]:
    """Build one empty tenant schema with its role, in one transaction; return its name and release."""
    name = schema or f"t_{uuid7().hex}"
    checked_schema(name)
    with as_owner(), transaction.atomic():
        release = Release.objects.exclude(build_sql="").get(pk=own_fingerprint())
        reassert_login(name)
        with connection.cursor() as cursor:
            cursor.execute(re.sub(rf"\b{TEMPLATE}\b", name, release.build_sql))
            cursor.execute("SET LOCAL search_path = public")
            cursor.execute(tenant_grants(name))
    return name, release.fingerprint


def reassert_login(schema: str) -> None:
    """Give a tenant's role its password and settings (again): any login may change its own, and then not come in."""
    name = checked_schema(schema)
    with as_owner(), transaction.atomic():
        ensure_role(name)
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER ROLE {name} RESET ALL")
            cursor.execute(f"ALTER ROLE {name} IN DATABASE {_this_database()} RESET ALL")
            # For poolers that drop the startup packet's search_path.
            cursor.execute(f"ALTER ROLE {name} SET search_path = {name}")


def refill_pool(size: int | None = None) -> int:
    """Bring the pool of ready schemas to `size`, dropping those of another release; return how many were made."""
    wanted = settings.TENANCY_WARM_POOL if size is None else size
    with as_owner():
        stale = list(WarmSchema.objects.exclude(release=own_fingerprint()).values_list("pk", flat=True))
        missing = wanted - WarmSchema.objects.filter(release=own_fingerprint()).count()
    for name in stale:
        _drop_stale(name)
    for _ in range(missing):
        # Together, or `drop_orphans` of another process could take the schema for left over.
        with as_owner(), transaction.atomic():
            name, release = create_schema()
            faults.point("pool.created")
            WarmSchema.objects.create(schema_name=name, release=release)
    return max(missing, 0)


def drop_schema(schema: str) -> None:
    """Drop a schema with everything in it, its connections and its role. Dropping what is gone is no error."""
    name = checked_schema(schema)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if not cursor.fetchone():
            return
        cursor.execute(f"ALTER ROLE {name} NOLOGIN")
        # Roles belong to the cluster, connections to a database of it: end only ours.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = %s AND datname = current_database()",
            [name],
        )
        with transaction.atomic():
            cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
            # A login can leave default privileges behind, which keep its role; only a member may drop those.
            cursor.execute(f"GRANT {name} TO CURRENT_USER")
            cursor.execute(f"DROP OWNED BY {name}")
            cursor.execute(f"DROP ROLE {name}")


def erase(tenant: Tenant) -> None:
    """Destroy an archived tenant's schema, files and keys for good; its row stays, so its host is never given again.

    Keys go first (`TENANCY_ON_ERASE`): backups of the schema are unreadable from then on.
    """
    from tenants.actions import set_state

    for path in settings.TENANCY_ON_ERASE:
        import_string(path)(tenant.schema_name)
    drop_schema(tenant.schema_name)
    shutil.rmtree(
        Path(settings.TENANCY_FILES_FOLDER) / checked_schema(tenant.schema_name), ignore_errors=True
    )
    with as_owner():
        set_state(tenant=tenant, state=State.ERASED)


def drop_orphans() -> list[str]:
    """Drop tenant schemas that neither a tenant nor the pool knows: a killed provisioner leaves them."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ '^t_[0-9a-f]{32}$'"
            " AND nspname NOT IN (SELECT schema_name FROM tenants_tenant)"
            " AND nspname NOT IN (SELECT schema_name FROM tenants_warmschema)"
        )
        orphans = [name for (name,) in cursor.fetchall()]
    for name in orphans:
        drop_schema(name)
    return orphans


def _this_database() -> str:
    return connection.ops.quote_name(connection.settings_dict["NAME"])


def _drop_stale(name: str) -> None:
    with as_owner():
        # Whoever deletes the row owns the schema: a claim may have been faster.
        taken, _ = WarmSchema.objects.filter(pk=name).delete()
    if taken:
        drop_schema(name)


def _dump_template() -> str:
    owner: dict[str, str] = settings.TENANCY_OWNER or {}
    environment = {
        **{
            f"PG{key.upper()}": str(owner[key])
            for key in ("host", "port", "user", "password")
            if owner.get(key)
        },
        "PGDATABASE": connection.settings_dict["NAME"],
        "PATH": os.environ.get("PATH", ""),
    }
    command = [
        settings.TENANCY_PG_DUMP,
        "--schema-only",
        f"--schema={TEMPLATE}",
        "--no-owner",
        "--no-privileges",
    ]
    dump = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    statements = "\n".join(line for line in dump.splitlines() if not _is_noise(line))
    return f"{statements}\n{_migration_rows()}"


def _is_noise(line: str) -> bool:
    # Session settings and psql's \restrict belong to a restore by psql, not to our own batch.
    return not line or line.startswith(("--", "\\", "SET ", "SELECT pg_catalog.set_config"))


def _migration_rows() -> str:
    with as_owner(TEMPLATE), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        rows = cursor.fetchall()
    now = timezone.now().isoformat()
    values = ",\n".join(f"('{app}', '{name}', '{now}')" for app, name in rows)
    return f"INSERT INTO {TEMPLATE}.django_migrations (app, name, applied) VALUES\n{values};"
