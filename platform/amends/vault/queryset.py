"""A query set that fetches the keys of a whole result at once and refuses to work on sealed columns in SQL."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.query import ModelIterable

from amends.vault import cipher
from amends.vault.errors import SealedFieldError
from amends.vault.sealed import Sealed


# Two methods below are Django's own inner ones, which its stubs do not know.
class SealedQuerySet(models.QuerySet):
    """The manager of every model with sealed columns."""

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._gives_rows():
            share_batch(self._result_cache or [])

    def _iterator(self, use_chunked_fetch: bool, chunk_size: int | None) -> Iterator[Any]:
        rows = super()._iterator(use_chunked_fetch, chunk_size)  # type: ignore[misc]
        if not self._gives_rows():
            yield from rows
            return
        while chunk := list(islice(rows, chunk_size or 2000)):
            share_batch(chunk)
            yield from chunk

    def _gives_rows(self) -> bool:
        return issubclass(self._iterable_class, ModelIterable)

    def _values(self, *fields: Any, **expressions: Any) -> Self:
        named = fields or [field.attname for field in self.model._meta.concrete_fields]
        self._refuse_sealed("values", named)
        return super()._values(*fields, **expressions)  # type: ignore[misc]

    def order_by(self, *fields: Any) -> Self:
        self._refuse_sealed("order_by", fields)
        return super().order_by(*fields)

    def distinct(self, *fields: Any) -> Self:
        self._refuse_sealed("distinct", fields)
        return super().distinct(*fields)

    def update(self, **changes: Any) -> int:
        self._refuse_sealed("update", [name for name, value in changes.items() if value is not None])
        for value in changes.values():
            self._refuse_sealed("update", _columns_in(value))
        return super().update(**changes)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        self._refuse_sealed("bulk_update", fields := list(fields))
        return super().bulk_update(objs, fields, batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def _refuse_sealed(self, asked: str, names: Iterable[Any]) -> None:
        for each in names:
            name = getattr(each, "name", each)  # F("name") is a column too
            if isinstance(name, str) and is_sealed(self.model, name.lstrip("-")):
                raise SealedFieldError(
                    f"{self.model.__name__}.{name} is sealed: {asked}() would work on what the database "
                    "cannot read. Load the rows instead."
                )


def _columns_in(value: Any) -> list[Any]:
    """Return the columns that an expression names."""
    if isinstance(value, models.F):
        return [value]
    return list(value.flatten()) if hasattr(value, "flatten") else []


def is_sealed(model: Any, path: str) -> bool:
    """Return whether a path such as "case__offence" ends at a sealed column."""
    from amends.vault.fields import SealedField

    for part in path.split("__"):
        if model is None:
            return False
        try:
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        if isinstance(field, SealedField):
            return True
        model = field.related_model
    return False


def share_batch(rows: list[Any]) -> None:
    """Tell the sealed values of these rows (and of rows joined to them) which keys they will need together."""
    found: list[Sealed] = []
    seen: set[int] = set()
    for row in rows:
        _collect(row, found, seen)
    ids = {cipher.key_id_bytes(held.raw) for held in found} - {b""}
    batch = frozenset(UUID(bytes=each) for each in ids)
    for held in found:
        held.batch = batch


def _collect(row: Any, found: list[Sealed], seen: set[int]) -> None:
    found.extend(value for value in row.__dict__.values() if type(value) is Sealed)
    for related in row._state.fields_cache.values():
        if isinstance(related, models.Model) and id(related) not in seen:
            seen.add(id(related))
            _collect(related, found, seen)
