"""Where the running code is: a schema and the kind of login that may touch it, or nowhere."""

import re
from contextvars import ContextVar
from typing import Literal, NamedTuple

from django.db.utils import DatabaseError

PUBLIC = "public"
TEMPLATE = "t_template"
SEALER = "amends_sealer"
"""The login that reads the counts which programs hand in for figures, and nothing else (`network.reporting`)."""
_SCHEMA = re.compile(r"t_[0-9a-f]{32}\Z")

Login = Literal["app", "owner", "sealer"]


class Place(NamedTuple):
    """A schema, and whether it is entered as the application, as the owner of the tables, or to read sealed counts."""

    schema: str
    login: Login

    @property
    def is_tenant(self) -> bool:
        """Return whether this is a program's own world rather than the public schema."""
        return self.schema != PUBLIC


# Nowhere by default: a new thread must enter something before its first query.
current: ContextVar[Place | None] = ContextVar("place", default=None)


class NotEntered(DatabaseError):
    """A query was tried without entering a tenant or the platform first, or on a thread that never did."""


class UnknownSchema(ValueError):
    """A schema name that this engine never gives out."""


def checked_schema(name: str) -> str:
    """Return `name` when it is a tenant's schema (`t_` and 32 hexadecimal digits), else raise UnknownSchema.

    Names come from us alone, so anything else is a mistake or an attack and is never put into SQL.
    """
    if not _SCHEMA.match(name):
        raise UnknownSchema(f"{name!r} is not the schema of a tenant.")
    return name


def current_schema() -> str | None:
    """Return the schema that is entered: a tenant's, "public", or None when nowhere."""
    place = current.get()
    return place.schema if place else None


def required_schema() -> str:
    """Return the schema that is entered; raise NotEntered when nowhere, so that callers fail closed."""
    schema = current_schema()
    if schema is None:
        raise NotEntered("Enter a tenant with inside(tenant), or the public schema with platform(), first.")
    return schema
