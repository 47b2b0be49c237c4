"""A program's own fields as facts, and whether a comparison makes sense: what does not is never true."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import BooleanField, DateField, F, IntegerField, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from programs.policy.document import Policy
from programs.policy.kinds import NotAllowed
from programs.rules.declared import OwnField
from programs.rules.known import CHOICES, DAY, FACTS, MOST, NUMBER, TEXT, YES_NO, Asking, Fact
from programs.rules.tree import Compare

OPS: Mapping[str, tuple[str, ...]] = {
    CHOICES: ("in", "ne", "exists"),
    YES_NO: ("eq", "exists"),
    NUMBER: ("eq", "ne", "lt", "le", "gt", "ge", "exists"),
    DAY: ("eq", "before", "after", "exists"),
    TEXT: ("exists",),
}
"""How a fact of each kind can be compared."""

_CAST = {NUMBER: IntegerField, YES_NO: BooleanField, DAY: DateField}


def facts_of(policy: Policy) -> dict[str, Fact]:
    """Return every fact that a rule of this policy can compare, by its id."""
    return {**FACTS, **{field.id: _as_fact(field) for field in policy.fields if not field.is_personal}}


def fact_named(name: str, policy: Policy) -> Fact | None:
    """Return a fact by its id; None for one that there is not, or not any more."""
    if name in FACTS:
        return FACTS[name]
    return next(
        (_as_fact(field) for field in policy.fields if field.id == name and not field.is_personal), None
    )


def operand(fact: Fact, op: str, value: Any) -> Any:
    """Return what a fact is compared with, from JSON; raise NotAllowed for what makes no sense."""
    if op not in OPS[fact.kind]:
        raise NotAllowed(_("This cannot be compared so."))
    if op == "exists":
        return None
    if fact.kind == CHOICES:
        if not value or not set(value) <= {each for each, _label in fact.choices}:
            raise NotAllowed(_("Choose at least one."))
        return tuple(value)
    if fact.kind == YES_NO and not isinstance(value, bool):
        raise NotAllowed(_("Answer with yes or no."))
    if fact.kind == NUMBER and (
        isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST
    ):
        raise NotAllowed(_("Enter a whole number from {least} to {most}.").format(least=0, most=MOST))
    return _day(value) if fact.kind == DAY else value


def read_answer(field: OwnField, answer: Any) -> Any:
    """Return an answer to an own field as JSON holds it; raise NotAllowed for one that is none of its kind.

    What is stored is so always of that kind, and the database can compare it.
    """
    if field.kind == CHOICES:
        allowed = answer in field.choices
    elif field.kind == NUMBER:
        allowed = isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer <= MOST
    else:
        allowed = type(answer) is {YES_NO: bool, DAY: date, TEXT: str}[field.kind]
    if not allowed:
        raise NotAllowed(_("{field}: this is no answer to it.").format(field=field.label))
    return answer.isoformat() if field.kind == DAY else answer


def sound(compare: Compare, policy: Policy) -> tuple[Fact, Any] | None:
    """Return the fact and what it is compared with, or None when that makes no sense by this policy."""
    fact = fact_named(compare.fact, policy)
    if fact is None:
        return None
    try:
        return fact, operand(fact, compare.op, compare.value)
    except (NotAllowed, TypeError):
        return None


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise NotAllowed(_("Enter a day.")) from None


def _as_fact(field: OwnField) -> Fact:
    if field.kind == CHOICES:
        options = tuple((each, each) for each in field.choices)
        return Fact(
            field.id, CHOICES, field.label, _one_of_own(field.id), _asks_own_choice(field.id), options
        )
    return Fact(field.id, field.kind, field.label, _own(field), _asks_own(field))


def _one_of_own(name: str) -> Any:
    def value(facts: Any) -> frozenset[str]:
        found = facts.case.own_values.get(name)
        return frozenset([found] if found else [])

    return value


def _own(field: OwnField) -> Any:
    def value(facts: Any) -> Any:
        found = facts.case.own_values.get(field.id)
        return date.fromisoformat(found) if found and field.kind == DAY else found

    return value


def _asks_own_choice(name: str) -> Any:
    return lambda values, _asking: Q(**{f"own_values__{name}__in": list(values)})


def _asks_own(field: OwnField) -> Any:
    def asked(_asking: Asking) -> Any:
        text = KeyTextTransform(field.id, F("own_values"))
        return Cast(text, _CAST[field.kind]()) if field.kind in _CAST else text

    return asked
