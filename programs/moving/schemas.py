"""The JSON Schema of each kind of row, made from its model, and whether the rows of another schema fit here."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from programs.moving.travelling import columns_of, is_sealed

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMATS: dict[str, dict[str, Any]] = {
    "UUIDField": {"type": "string", "format": "uuid"},
    "DateField": {"type": "string", "format": "date"},
    "DateTimeField": {"type": "string", "format": "date-time"},
    "TimeField": {"type": "string", "format": "time"},
    "DecimalField": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "BooleanField": {"type": "boolean"},
    "JSONField": {},
    "DateTimeRangeField": {"type": "array", "minItems": 3, "maxItems": 3},
}


def schema_of(model: Any) -> dict[str, Any]:
    """Return the schema of one line of a model's file."""
    fields = columns_of(model)
    return {
        "$schema": DIALECT,
        "title": model._meta.label_lower,
        "type": "object",
        "properties": {field.name: _of_field(field) for field in fields},
        "required": sorted(field.name for field in fields),
        "additionalProperties": False,
    }


def _of_field(field: Any) -> dict[str, Any]:
    target = field
    while target.is_relation:
        target = target.target_field
    said = dict(_plain(target))
    if field.is_relation:
        said["description"] = f"key of {field.related_model._meta.label_lower}"
    if is_sealed(field):
        said = {"anyOf": [said, {"type": "object", "maxProperties": 1}], "description": "sealed"}
    if field.null and said and "type" in said:
        said["type"] = [said["type"], "null"]
    elif field.null and "anyOf" in said:
        said["anyOf"].append({"type": "null"})
    return said


def _plain(field: Any) -> dict[str, Any]:
    kind = field.get_internal_type()
    if is_sealed(field):
        named: dict[str, dict[str, Any]] = {
            "SealedJSONField": {},
            "SealedDateField": FORMATS["DateField"],
        }
        return named.get(type(field).__name__, {"type": "string"})
    if isinstance(field, ArrayField):
        return {"type": "array", "items": _plain(field.base_field)}
    if isinstance(field, models.BinaryField):
        return {"type": "string", "contentEncoding": "base64"}
    if isinstance(field, models.IntegerField):
        return {"type": "integer"}
    return FORMATS.get(kind, {"type": "string"})


def misfit(theirs: dict[str, Any], model: Any) -> str:
    """Return the first column for which rows of another schema do not fit this model; "" when they do.

    An older archive may lack columns that came since, where these have a default.
    """
    ours = schema_of(model)["properties"]
    told = theirs.get("properties", {})
    for name, said in told.items():
        if ours.get(name) != said:
            return str(name)
    for field in columns_of(model):
        if field.name not in told and not (field.has_default() or field.null or field.blank):
            return field.name
    return ""
