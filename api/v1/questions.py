"""A form's questions as JSON: their schema, what is on offer, and answers made into what the form takes.

Pages and API ask by the same forms, so both refuse the same answers in the same words. A kind of field that has no line
in KINDS is an error, not a guess.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.web.forms import DateInput
from api.v1.problems import Invalid, field_error
from programs.forms.fields import ClockField, FormKeyField, YesNoField

Schema = dict[str, Any]

CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DECIMAL = r"[0-9]{1,12}(\.[0-9]{1,2})?"
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LONGEST_LIST = 100


@dataclass(frozen=True)
class Kind:
    """How one kind of field looks in JSON: its schema, what is right for it, and its value as a form takes it."""

    schema: Callable[[Any], Schema]
    is_right: Callable[[Any], bool]
    wrong: Any
    sent: Callable[[Any], Any] = lambda value: value


def _is_text(value: Any) -> bool:
    # Half of a surrogate pair is a string for JSON, and no text.
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def _is(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def _shaped(pattern: str, **more: Any) -> Callable[[Any], Schema]:
    return lambda _field: {"type": "string", "pattern": f"^{pattern}$", **more}


def _text_schema(field: Any) -> Schema:
    longest = {} if field.max_length is None else {"maxLength": field.max_length}
    return {"type": "string", **longest}


def _choice_schema(field: Any) -> Schema:
    """Return the choices that are the same everywhere; those that depend on the case are asked for by GET."""
    values = [str(value) for value, _label in field.choices if value != ""]
    return {"type": "string", **({"enum": values} if values else {})}


def _integer_schema(field: Any) -> Schema:
    bounds = {"minimum": field.min_value, "maximum": field.max_value}
    return {"type": "integer", **{name: value for name, value in bounds.items() if value is not None}}


_TEXT = _("Send text")
_YES_OR_NO = _("Send true or false")

# The first line whose class the field has; classes that derive from another stand before it.
KINDS: tuple[tuple[type[forms.Field], Kind], ...] = (
    (
        forms.ModelChoiceField,
        Kind(_shaped(UUID, format="uuid"), _is(UUID), _("Send the key of a row, a UUID")),
    ),
    (
        YesNoField,
        Kind(
            lambda _field: {"type": "boolean"},
            lambda value: isinstance(value, bool),
            _YES_OR_NO,
            lambda value: "yes" if value else "no",
        ),
    ),
    (
        forms.MultipleChoiceField,
        Kind(
            lambda field: {"type": "array", "items": _choice_schema(field), "uniqueItems": True},
            lambda value: (
                isinstance(value, list) and len(value) <= LONGEST_LIST and all(map(_is_text, value))
            ),
            _("Send a list of text"),
        ),
    ),
    (forms.ChoiceField, Kind(_choice_schema, _is_text, _TEXT)),
    (
        forms.BooleanField,
        Kind(lambda _field: {"type": "boolean"}, lambda value: isinstance(value, bool), _YES_OR_NO),
    ),
    (
        forms.DateField,
        Kind(_shaped(DATE, format="date"), _is(DATE), _("Send a date as year, month and day: 2026-03-27")),
    ),
    (ClockField, Kind(_shaped(CLOCK), _is(CLOCK), _("Send a time as hours and minutes: 14:30"))),
    (
        forms.DecimalField,
        Kind(_shaped(DECIMAL), _is(DECIMAL), _('Send the figure as text with a point: "120.00"')),
    ),
    (
        forms.IntegerField,
        Kind(
            _integer_schema,
            lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9,
            _("Send a whole number"),
        ),
    ),
    (forms.UUIDField, Kind(_shaped(UUID, format="uuid"), _is(UUID), _("Send a UUID"))),
    (forms.EmailField, Kind(lambda field: _text_schema(field) | {"format": "email"}, _is_text, _TEXT)),
    (forms.CharField, Kind(_text_schema, _is_text, _TEXT)),
)


def kind_of(field: forms.Field) -> Kind:
    """Return how a field looks in JSON; raises LookupError for one that nobody has thought of."""
    for field_class, kind in KINDS:
        if isinstance(field, field_class):
            return kind
    raise LookupError(f"Say in KINDS how a {type(field).__name__} looks in JSON.")


def asked(fields: Mapping[str, forms.Field], *, without: Iterable[str] = ()) -> dict[str, forms.Field]:
    """Return the fields that are asked for; keys of forms are not, because the Idempotency-Key stands for them."""
    hidden = set(without)
    return {
        name: field
        for name, field in fields.items()
        if name not in hidden and not isinstance(field, FormKeyField)
    }


def schema_of(fields: Mapping[str, forms.Field]) -> Schema:
    """Return the JSON schema of the answers to these fields."""
    properties = {name: kind_of(field).schema(field) | _said_of(field) for name, field in fields.items()}
    required = [name for name, field in fields.items() if field.required]
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _said_of(field: forms.Field) -> Schema:
    said = {"title": str(field.label), "description": str(field.help_text)}
    return {name: text for name, text in said.items() if text}


def posted(fields: Mapping[str, forms.Field], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as a browser would send them; raises Invalid with each that is not what its field takes.

    None stands for no answer.
    """
    errors = [field_error(name, _now("This is not asked here")) for name in data if name not in fields]
    sent: dict[str, Any] = {}
    for name, field in fields.items():
        value = data.get(name)
        if value is None:
            continue
        kind = kind_of(field)
        if not kind.is_right(value):
            errors.append(field_error(name, kind.wrong))
        elif isinstance(field.widget, DateInput):
            sent |= {f"{name}_{part}": text for part, text in field.widget.split(value).items()}
        else:
            sent[name] = kind.sent(value)
    if errors:
        raise Invalid(*errors)
    return sent


def filled(form: forms.BaseForm) -> forms.BaseForm:
    """Return a form whose answers are right; raises Invalid with what is wrong, field by field."""
    if not form.is_valid():
        raise Invalid(
            *(
                field_error("" if name == NON_FIELD_ERRORS else name, each)
                for name, errors in form.errors.items()
                for each in errors
            )
        )
    return form


def described(form: forms.BaseForm) -> list[dict[str, Any]]:
    """Return what a form asks, with the choices that there are just now."""
    return [
        {
            "name": name,
            "label": str(field.label),
            "help": str(field.help_text),
            "required": field.required,
            "choices": _choices(field),
        }
        for name, field in asked(form.fields).items()
    ]


def _choices(field: Any) -> list[dict[str, str]]:
    """Return what can be chosen; yes and no are true and false in JSON, and none of them is listed."""
    if isinstance(field, YesNoField) or not hasattr(field, "choices"):
        return []
    return [{"value": str(value), "label": str(label)} for value, label in field.choices if str(value) != ""]
