"""The conditions of rules: comparisons of facts, joined by all, any and not. Data, never code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.policy.kinds import NotAllowed

MOST_COMPARISONS = 20
DEEPEST = 4
"""Levels of all, any and not; a form makes two."""


@dataclass(frozen=True)
class Compare:
    """One fact beside a value, such as: the number of persons harmed (fact) is more than (op) 2."""

    fact: str
    op: str
    value: Any = None


@dataclass(frozen=True)
class AllOf:
    """Holds when each part does; without parts, always."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """Holds when one part does; without parts, never."""

    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class Not:
    part: "Condition"


Condition = Compare | AllOf | AnyOf | Not

ALWAYS = AllOf()


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Yield every comparison in a condition, from left to right."""
    match condition:
        case Compare():
            yield condition
        case Not(part):
            yield from comparisons(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)


def store(condition: Condition) -> dict[str, Any]:
    """Return a condition as JSON holds it."""
    match condition:
        case Compare(fact, op, value):
            return {"fact": fact, "op": op, "value": list(value) if isinstance(value, tuple) else value}
        case Not(part):
            return {"not": store(part)}
        case AllOf(parts):
            return {"all": [store(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [store(part) for part in parts]}


def read(raw: Any) -> Condition:
    """Return the condition that is stored as `raw`; raise NotAllowed for what is none, or too large a one."""
    condition = _read(raw, DEEPEST)
    if sum(1 for _each in comparisons(condition)) > MOST_COMPARISONS:
        raise NotAllowed(_("A rule has at most {most} comparisons.").format(most=MOST_COMPARISONS))
    return condition


def _read(raw: Any, levels: int) -> Condition:
    if not isinstance(raw, Mapping):
        raise NotAllowed(_("A condition is a comparison, or “all”, “any” or “not” of conditions."))
    if set(raw) == {"fact", "op", "value"}:
        return _comparison(raw)
    if levels == 0:
        raise NotAllowed(_("Conditions stand at most {most} levels deep.").format(most=DEEPEST))
    if set(raw) == {"not"}:
        return Not(_read(raw["not"], levels - 1))
    for word, made in (("all", AllOf), ("any", AnyOf)):
        if set(raw) == {word} and isinstance(raw[word], list | tuple):
            return made(tuple(_read(each, levels - 1) for each in raw[word]))
    raise NotAllowed(_("A condition is a comparison, or “all”, “any” or “not” of conditions."))


def _comparison(raw: Mapping[str, Any]) -> Compare:
    value = raw["value"]
    if not (isinstance(raw["fact"], str) and isinstance(raw["op"], str)):
        raise NotAllowed(_("A comparison names a fact, how it is compared, and with what."))
    return Compare(raw["fact"], raw["op"], tuple(value) if isinstance(value, list) else value)
