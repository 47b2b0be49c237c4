"""What each role may do, derived from the models: a class attribute `privileges` says it, the owner grants it.

On a tenant's model it is a tuple of verbs for the tenant's role (all four when absent); on a model of the public
schema a dictionary for "web", "worker" and "tenant" (all four, all four and none when absent). A model of both has a
tuple, and web and worker have the same verbs in public as a tenant's role has in its schema.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.credentials import password_of, scram_verifier
from tenants.place import PUBLIC, SEALER, checked_schema
from tenants.router import apps_with_tables

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
PUBLIC_ROLES = {"web": "amends_web", "worker": "amends_worker", "tenant": "PUBLIC"}


def models_of(schema: str) -> Iterator[Any]:
    """Yield every model, automatic ones included, whose table lives in `schema`."""
    labels = apps_with_tables(schema)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in labels and model._meta.managed and not model._meta.proxy:
            yield model


def tenant_grants(schema: str) -> str:
    """Return SQL that gives the role of a new schema what its models say."""
    role = checked_schema(schema)
    lines = [
        f"GRANT USAGE ON SCHEMA {role} TO {role};",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {role} TO {role};",
    ]
    by_verbs: dict[tuple[str, ...], list[str]] = {}
    for table, verbs in _verbs_of_tables(role).items():
        by_verbs.setdefault(verbs, []).append(f'{role}."{table}"')
    lines += [
        f"GRANT {', '.join(verbs)} ON {', '.join(tables)} TO {role};"
        for verbs, tables in by_verbs.items()
        if verbs
    ]
    return "\n".join(lines)


def grant_again(schema: str) -> None:
    """Give a tenant's role exactly what its models say by now; as the owner.

    Taking and giving every right is most of the time of a small migration, so what holds already is left alone.
    """
    role = checked_schema(schema)
    with connection.cursor() as cursor:
        cursor.execute(_GRANTED, {"role": role})
        granted = {name: tuple(verbs) for name, verbs in cursor.fetchall()}
        if granted != _expected(role, granted):
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {role} FROM {role};\n{tenant_grants(role)}")


_GRANTED = """
SELECT CASE c.relkind WHEN 'S' THEN 'sequence ' ELSE '' END || c.relname,
       array_remove(array_agg(a.privilege_type ORDER BY a.privilege_type), NULL)
FROM pg_class c LEFT JOIN LATERAL aclexplode(c.relacl) a ON a.grantee = %(role)s::regrole
WHERE c.relnamespace = %(role)s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
GROUP BY 1
"""


def _expected(role: str, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the sorted verbs that the role should have on each of these relations."""
    verbs = _verbs_of_tables(role)
    return {
        name: ("SELECT", "USAGE") if name.startswith("sequence ") else tuple(sorted(verbs.get(name, ())))
        for name in names
    }


def _verbs_of_tables(schema: str) -> dict[str, tuple[str, ...]]:
    return {model._meta.db_table: tuple(getattr(model, "privileges", ALL)) for model in models_of(schema)}


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
        for login, verbs in public_verbs(model).items():
            if verbs:
                table = model._meta.db_table
                table = table if table.startswith('"') else f'public."{table}"'
                lines.append(f"GRANT {', '.join(verbs)} ON {table} TO {PUBLIC_ROLES[login]};")
    return "\n".join(lines)


def public_verbs(model: Any) -> dict[str, tuple[str, ...]]:
    """Return what web, worker and the tenants' roles may do with the public table of `model`."""
    said = getattr(model, "privileges", {})
    if not isinstance(said, dict):
        said = {"web": said, "worker": said}
    return {"web": ALL, "worker": ALL, "tenant": ()} | said


def ensure_role(role: str) -> None:
    """Create a runtime role, or give an existing one its password and limits again; as the owner."""
    options = f"LOGIN NOINHERIT PASSWORD '{scram_verifier(password_of(role))}'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        cursor.execute(f'{verb} ROLE "{role}" {options}')


def ensure_runtime_roles() -> None:
    """Create web, worker, the key store's login and the one that reads sealed counts."""
    for role in (*_runtime_roles(), settings.KEY_STORE_LOGIN, SEALER):
        ensure_role(role)


def _runtime_roles() -> tuple[str, ...]:
    return (PUBLIC_ROLES["web"], PUBLIC_ROLES["worker"])
