"""A PostgreSQL connection that logs in as the role of its place and never changes it."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base as postgresql
from django.db.backends.postgresql.schema import DatabaseSchemaEditor as PostgresSchemaEditor

from tenants.credentials import password_of
from tenants.place import PUBLIC, SEALER, NotEntered, Place


class DatabaseSchemaEditor(PostgresSchemaEditor):  # type: ignore[misc]
    """Django's editor without the second index that it gives to every indexed text.

    That one is for LIKE where the collation has an order of its own. Ours compares bytes, so the first index
    serves LIKE as well; and every index is made 10,000 times.
    """

    def _create_like_index_sql(self, model: Any, field: Any) -> None:
        return None


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """Django's wrapper with a place; without one it exists (Django asks for it early) but never connects.

    django-tenants' wrapper keeps one connection and moves its search_path, swallowing an error of that
    statement; measured, it then returns the neighbour's row. This one has nothing to move.
    """

    SchemaEditorClass = DatabaseSchemaEditor

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default", place: Place | None = None):
        super().__init__(settings_dict, alias)
        self.place = place
        # The pool's note: it was wanted again while it waited.
        self.is_regular = False

    @property
    def schema_name(self) -> str | None:
        """Return the schema; django-tenants' model mixins read it."""
        return self.place.schema if self.place else None

    def get_connection_params(self) -> dict[str, Any]:
        if self.place is None:
            raise NotEntered(
                "Enter a tenant with inside(tenant), or the public schema with platform(), first."
            )
        params = super().get_connection_params()
        if self.place.login == "owner":
            # The pooler's address, which is not the server's.
            params = {name: value for name, value in params.items() if name not in ("host", "port")}
        params |= login_of(self.place)
        if self.place.login == "owner" or not settings.TENANCY_POOLER:
            # In the startup packet it survives RESET, DISCARD ALL and an ALTER ROLE by the tenant itself.
            # A transaction pooler would drop it; there the role's own setting has to do.
            params["options"] = f"-c search_path={self.place.schema} -c TimeZone=UTC"
        return params


def login_of(place: Place) -> dict[str, str]:
    """Return libpq's parameters of the login for `place`; raise NotEntered when this process has no owner login.

    The owner goes to the server itself, never through a pooler: its DDL needs a session of its own.
    """
    if place.login == "owner":
        if settings.TENANCY_OWNER is None:
            raise NotEntered("This process holds no owner login (DATABASE_URL); only the provisioner does.")
        return dict(settings.TENANCY_OWNER)
    if place.login == "sealer":
        return {"user": SEALER, "password": password_of(SEALER)}
    role = settings.TENANCY_LOGIN if place.schema == PUBLIC else place.schema
    return {"user": role, "password": password_of(role)}
