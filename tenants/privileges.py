"""What each role may do, derived from the models: a class attribute `privileges` says it, the owner grants it.

On a tenant's model it is a tuple of verbs for the tenant's role (all four when absent); on a model of the public
schema a dictionary for "web", "worker" and "tenant" (all four, all four and none when absent).
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.credentials import password_of, scram_verifier
from tenants.place import PUBLIC, checked_schema
from tenants.router import apps_of

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
PUBLIC_ROLES = {"web": "amends_web", "worker": "amends_worker", "tenant": "PUBLIC"}


def models_of(schema: str) -> Iterator[Any]:
    """Yield every model, automatic ones included, whose table lives in `schema`."""
    labels = apps_of(schema)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in labels and model._meta.managed and not model._meta.proxy:
            yield model


def tenant_grants(schema: str) -> str:
    """Return SQL that gives the tenant's role what its models say, and nothing else."""
    role = checked_schema(schema)
    by_verbs: dict[tuple[str, ...], list[str]] = {}
    for model in models_of(schema):
        by_verbs.setdefault(tuple(getattr(model, "privileges", ALL)), []).append(model._meta.db_table)
    lines = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {role} FROM {role};",
        f"GRANT USAGE ON SCHEMA {role} TO {role};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {role} TO {role};",
    ]
    for verbs, tables in by_verbs.items():
        if verbs:
            names = ", ".join(f'{role}."{table}"' for table in tables)
            lines.append(f"GRANT {', '.join(verbs)} ON {names} TO {role};")
    return "\n".join(lines)


def public_grants() -> str:
    """Return SQL that gives web and worker what the shared models say."""
    lines = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
        "GRANT USAGE ON SCHEMA public TO PUBLIC;",
    ]
    lines += [f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};" for role in _runtime_roles()]
    lines += [
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};" for role in _runtime_roles()
    ]
    for model in models_of(PUBLIC):
        privileges = {"web": ALL, "worker": ALL, "tenant": ()} | getattr(model, "privileges", {})
        for login, verbs in privileges.items():
            if verbs:
                table = model._meta.db_table
                table = table if table.startswith('"') else f'public."{table}"'
                lines.append(f"GRANT {', '.join(verbs)} ON {table} TO {PUBLIC_ROLES[login]};")
    return "\n".join(lines)


def ensure_role(role: str) -> None:
    """Create a runtime role, or give an existing one its password and limits again; as the owner."""
    options = f"LOGIN NOINHERIT PASSWORD '{scram_verifier(password_of(role))}'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        cursor.execute(f'{verb} ROLE "{role}" {options}')


def ensure_runtime_roles() -> None:
    """Create web, worker and the key store's login."""
    for role in (*_runtime_roles(), settings.KEY_STORE_LOGIN):
        ensure_role(role)


def _runtime_roles() -> tuple[str, ...]:
    return (PUBLIC_ROLES["web"], PUBLIC_ROLES["worker"])
