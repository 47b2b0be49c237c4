"""Versions of the tenants' schema: a fingerprint of the migrations that it has."""

import hashlib
from functools import cache

from django.db.migrations.loader import MigrationLoader

from tenants.place import TEMPLATE
from tenants.router import apps_of

MigrationName = tuple[str, str]


@cache
def migrations_on_disk() -> tuple[MigrationName, ...]:
    """Return (app, name) of every migration of the tenant apps that this code has, in the order they apply."""
    graph = MigrationLoader(None).graph
    labels = apps_of(TEMPLATE)
    ordered: dict[MigrationName, None] = {}
    for leaf in sorted(graph.leaf_nodes()):
        for name in graph.forwards_plan(leaf):
            if name[0] in labels:
                ordered[name] = None
    return tuple(ordered)


def fingerprint(migrations: tuple[MigrationName, ...] | list[MigrationName]) -> str:
    """Return the version of a schema that has exactly these migrations, 64 hexadecimal digits."""
    text = "\n".join(sorted(f"{app}.{name}" for app, name in migrations))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def own_fingerprint() -> str:
    """Return the version that this code was written for."""
    return fingerprint(migrations_on_disk())
