"""The same condition as a question to the database: the cases in which it holds, by one query."""

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

from programs.policy.document import Policy
from programs.rules.known import CHOICES, Asking, Fact
from programs.rules.owned import sound
from programs.rules.tree import AllOf, AnyOf, Compare, Condition, Not

NEVER = Q(pk__in=[])

LOOKUPS = {
    "eq": Exact,
    "lt": LessThan,
    "le": LessThanOrEqual,
    "gt": GreaterThan,
    "ge": GreaterThanOrEqual,
    "before": LessThan,
    "after": GreaterThan,
}


def cases_where(cases: QuerySet, condition: Condition, *, policy: Policy, now: datetime) -> QuerySet:
    """Return those of `cases` in which a condition holds, as `policy` sees them."""
    return cases.filter(_asked(condition, Asking(now, policy)))


def _asked(condition: Condition, asking: Asking) -> Q:
    match condition:
        case Compare(op=op):
            known = sound(condition, asking.policy)
            return NEVER if known is None else _never_unknown(_compare(known[0], op, known[1], asking))
        case AllOf(parts):
            # Everything is in the list of all: Q() would be neutral to AND, yet nothing to NOT.
            return _joined(Q.AND, [~NEVER, *(_asked(part, asking) for part in parts)])
        case AnyOf(parts):
            return _joined(Q.OR, [NEVER, *(_asked(part, asking) for part in parts)])
        case Not(part):
            return ~_asked(part, asking)


def _joined(connector: str, parts: list[Q]) -> Q:
    return Q(*parts, _connector=connector)


def _compare(fact: Fact, op: str, value: Any, asking: Asking) -> Any:
    if fact.kind == CHOICES:
        known = Q(fact.asked([each for each, _label in fact.choices], asking))
        among = Q(fact.asked(list(value or ()), asking))
        return {"in": among, "ne": known & ~among, "exists": known}[op]
    found = fact.asked(asking)
    if op == "exists":
        return IsNull(found, False)
    return ~Q(Exact(found, value)) if op == "ne" else LOOKUPS[op](found, value)


def _never_unknown(expression: Any) -> Q:
    """Return an expression that is false where SQL knows no answer, so that NOT turns it as Python does."""
    asked = expression if isinstance(expression, Q) else Q(expression)
    answer = Coalesce(ExpressionWrapper(asked, BooleanField()), Value(False), output_field=BooleanField())
    return Q(answer)
