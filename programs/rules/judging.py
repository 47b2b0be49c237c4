"""Whether a condition holds in one case. It asks the database for nothing that the facts have not read."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from programs.facts import CaseFacts
from programs.rules.known import CHOICES, Fact
from programs.rules.owned import sound
from programs.rules.tree import AllOf, AnyOf, Compare, Condition, Not

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "before": operator.lt,
    "after": operator.gt,
}


def holds(condition: Condition, facts: CaseFacts) -> bool:
    """Return whether a condition holds; a comparison with what is not known does not."""
    match condition:
        case Compare(op=op):
            known = sound(condition, facts.policy)
            return known is not None and _compare(known[0], op, known[1], known[0].of(facts))
        case AllOf(parts):
            return all(holds(part, facts) for part in parts)
        case AnyOf(parts):
            return any(holds(part, facts) for part in parts)
        case Not(part):
            return not holds(part, facts)


def _compare(fact: Fact, op: str, value: Any, found: Any) -> bool:
    if fact.kind == CHOICES:
        among = bool(found & frozenset(value or ()))
        return {"in": among, "ne": bool(found) and not among, "exists": bool(found)}[op]
    if found is None:
        return False
    return True if op == "exists" else COMPARED[op](found, value)
