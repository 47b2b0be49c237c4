"""A row as JSON and back: the same text for the same row everywhere, and its digest."""

import base64
import json
import uuid
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.dateparse import parse_datetime

from amends.vault.errors import Shredded
from amends.vault.sealed import Sealed
from programs.moving.travelling import OUTSIDE_DIGEST, at_rest, columns_of, is_sealed

SHREDDED = {"amends:shredded": True}
"""Stands for a value whose key was destroyed: nothing opens it here, and nothing will where it arrives."""
BLANK = {"amends:blank": True}
"""Stands for a sealed column that was emptied to its last byte when its case was destroyed."""
NONE_YET = bytes(32).hex()


def told_of(row: Any, only: frozenset[str] | None = None) -> dict[str, Any]:
    """Return what a row says, by the names of its columns, as JSON; `only` leaves out other columns."""
    model: Any = type(row)
    fields = [field for field in columns_of(model) if only is None or field.name in only]
    return at_rest(model, {field.name: _value_of(row, field) for field in fields})


def _value_of(row: Any, field: Any) -> Any:
    held = row.__dict__.get(field.attname)
    if isinstance(held, Sealed) and not held.raw:
        return BLANK
    try:
        value = getattr(row, field.attname)
    except Shredded:
        return SHREDDED
    return value if is_sealed(field) and isinstance(value, dict | list) else to_json(value)


def to_json(value: Any) -> Any:  # noqa: PLR0911 - one line for each kind of value
    """Return a value of a column as JSON."""
    match value:
        case None | bool() | int() | str() | dict():
            return value
        case list() | tuple():
            return [to_json(each) for each in value]
        case uuid.UUID():
            return str(value)
        case Decimal():
            return format(value, "f")
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case DateTimeTZRange():
            return [to_json(value.lower), to_json(value.upper), value._bounds]
        case _:
            return value.isoformat()


def from_json(field: Any, value: Any) -> Any:
    """Return the value of a column of what `to_json` made; raise ValueError or ValidationError for anything else."""
    target = field.target_field if field.is_relation else field
    if value is None or isinstance(target, models.JSONField):
        return value
    if isinstance(target, ArrayField):
        return [from_json(target.base_field, each) for each in value]
    if isinstance(target, models.BinaryField):
        return base64.b64decode(value, validate=True)
    if target.get_internal_type() == "DateTimeRangeField":
        lower, upper, bounds = value
        return DateTimeTZRange(lower and parse_datetime(lower), upper and parse_datetime(upper), bounds)
    return target.to_python(value)


def line_of(told: Mapping[str, Any]) -> str:
    """Return a row as one line of JSON, always the same."""
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(label: str, told: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a row says, but for columns that are set anew where it arrives."""
    outside = OUTSIDE_DIGEST.get(label, {})
    said = {name: value for name, value in told.items() if name not in outside}
    return sha256(line_of(said).encode()).hexdigest()


def chained(before: str, digest: str) -> str:
    """Return the digest of rows up to and with the next."""
    return sha256(bytes.fromhex(before) + bytes.fromhex(digest)).hexdigest()


def digest_of_all(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the digest of a program: that of each table's, with how many rows it has."""
    said = [[label, each["rows"], each["digest"]] for label, each in sorted(tables.items())]
    return sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def key_of(model: Any, value: Any) -> Any:
    """Return a row's key in the order in which the database sorts it."""
    return from_json(model._meta.pk, value)
