"""The only ways in: `inside(tenant)`, `platform()` and, for the provisioner, `as_owner(schema)`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Token
from types import TracebackType
from typing import Any, Protocol

from django.db import connection, transaction

from tenants import bootstrappers
from tenants.connections import hold, release
from tenants.place import (
    PUBLIC,
    TEMPLATE,
    NotEntered,
    Place,
    checked_schema,
    current,
    current_schema,
    required_schema,
)

__all__ = [
    "NotEntered",
    "as_owner",
    "current_schema",
    "inside",
    "platform",
    "required_schema",
    "sealer",
]


class HasSchema(Protocol):
    """A tenant, or anything else that knows its schema."""

    @property
    def schema_name(self) -> str:
        """Return `t_` and 32 hexadecimal digits."""
        ...


class visit:  # noqa: N801 - read as a verb: `with visit(place):`
    """Hold a place on this thread and make it the current one; a class, because requests do it often."""

    def __init__(self, place: Place):
        self.place = place

    def __enter__(self) -> Place:
        hold(self.place)
        self.token: Token[Place | None] = current.set(self.place)
        try:
            self.entered: list[Any] = bootstrappers.enter_all(self.place.schema)
        except BaseException:
            current.reset(self.token)
            release(self.place)
            raise
        return self.place

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            bootstrappers.leave_all(self.entered)
        finally:
            current.reset(self.token)
            release(self.place)


def inside(tenant: HasSchema | str) -> visit:
    """Enter a tenant, by itself or by its schema's name: "default" is now a login as its role.

    Raises UnknownSchema for a name that is not a tenant's. A query raises django's OperationalError when the
    login fails; it never goes anywhere else. Entered inside another tenant, it has a connection and a
    transaction of its own: nothing is shared, and nothing commits together.
    """
    schema = tenant if isinstance(tenant, str) else tenant.schema_name
    return visit(Place(checked_schema(schema), "app"))


@contextmanager
def platform() -> Iterator[None]:
    """Enter the public schema as this process's login; inside a tenant it can only read.

    From a tenant, changes to the public side go through the outbox: they would not commit together with the
    tenant's. So there the block is a read-only transaction that is always rolled back.
    """
    here = current.get()
    with visit(Place(PUBLIC, "app")):
        if here is None or not here.is_tenant:
            yield
            return
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            yield
            transaction.set_rollback(True)


def sealer() -> visit:
    """Enter the public schema as the login that reads the counts which programs hand in: the release of figures only.

    It has a connection and a transaction of its own, also inside `platform()`, and may read nothing else.
    """
    return visit(Place(PUBLIC, "sealer"))


def as_owner(schema: str = PUBLIC) -> visit:
    """Enter a schema as the owner of its tables, for DDL: the provisioner, commands and tests only."""
    return visit(Place(schema if schema in (PUBLIC, TEMPLATE) else checked_schema(schema), "owner"))
