"""What migrations do: which need Python, and which leave older code working."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED
from django.db.models.fields.related import ManyToManyField

from tenants.place import TEMPLATE
from tenants.release import MigrationName
from tenants.router import apps_of


def loaded() -> MigrationLoader:
    """Return the migrations on disk, without asking a database."""
    return MigrationLoader(None)


def needs_python(migration: migrations.Migration) -> bool:
    """Return whether the migration runs Python, so that its SQL cannot be replayed elsewhere."""
    return any(isinstance(each, migrations.RunPython) for each in _flat(migration.operations))


def is_additive(migration: migrations.Migration) -> bool:
    """Return whether code that does not know the migration works on a schema that has it.

    A migration may say so itself with `is_additive = True` or `False`, as one that runs Python or SQL must.
    """
    declared = getattr(migration, "is_additive", None)
    if declared is not None:
        return bool(declared)
    return all(_is_additive(each) for each in migration.operations)


def _is_additive(operation: Any) -> bool:
    if isinstance(operation, migrations.CreateModel | migrations.AddIndex | migrations.AlterModelOptions):
        return True
    if isinstance(operation, migrations.AddField):
        # Older code leaves the column out of its INSERTs: the database must be able to fill it in.
        field = operation.field
        return field.null or field.db_default is not NOT_PROVIDED or isinstance(field, ManyToManyField)
    return False


def raw_sql_of_tenant_apps() -> Iterator[tuple[MigrationName, str]]:
    """Yield the text of every RunSQL of the tenant apps, with the migration it stands in."""
    labels = apps_of(TEMPLATE)
    for name, migration in loaded().disk_migrations.items():
        if name[0] in labels:
            for operation in _flat(migration.operations):
                if isinstance(operation, migrations.RunSQL):
                    yield name, str(operation.sql)


def _flat(operations: Any) -> Iterator[Any]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation
