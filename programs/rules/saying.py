"""A condition and a rule as a sentence of the current language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.accounts.models import Role
from programs.naming import name_of_state
from programs.policy.document import Policy
from programs.rules.declared import ASSIGN, BLOCK, REMIND, REQUIRE, Rule
from programs.rules.known import CHOICES, DAY, NUMBER, YES_NO, Fact
from programs.rules.owned import sound
from programs.rules.tree import AllOf, AnyOf, Compare, Condition, Not


def say(condition: Condition, policy: Policy) -> str:
    """Return a condition in words."""
    match condition:
        case Compare():
            return _say_comparison(condition, policy)
        case Not(part):
            return _("not ({condition})").format(condition=say(part, policy))
        case AllOf(parts):
            return _joined(parts, policy, _(" and ")) if parts else _("always")
        case AnyOf(parts):
            return _joined(parts, policy, _(" or ")) if parts else _("never")


def _joined(parts: Iterable[Condition], policy: Policy, word: str) -> str:
    said = [(part, say(part, policy)) for part in parts]
    if len(said) == 1:
        return said[0][1]
    return word.join(text if isinstance(part, Compare | Not) else f"({text})" for part, text in said)


def _say_comparison(compare: Compare, policy: Policy) -> str:
    known = sound(compare, policy)
    if known is None:
        return _("something that there is not any more")
    fact, value = known
    return _WORDS[fact.kind](fact, compare.op, value)


def _say_choices(fact: Fact, op: str, value: Any) -> str:
    names = _(" or ").join(str(label) for each, label in fact.choices if each in (value or ()))
    return {
        "in": _("“{fact}” is: {values}"),
        "ne": _("“{fact}” is not: {values}"),
        "exists": _("“{fact}” is known"),
    }[op].format(fact=fact.label, values=names)


def _say_yes_no(fact: Fact, op: str, value: Any) -> str:
    if op == "exists":
        return _("“{fact}” is known").format(fact=fact.label)
    return (_("“{fact}”: yes") if value else _("“{fact}”: no")).format(fact=fact.label)


def _say_number(fact: Fact, op: str, value: Any) -> str:
    return {
        "eq": _("“{fact}” is exactly {number}"),
        "ne": _("“{fact}” is not {number}"),
        "lt": _("“{fact}” is less than {number}"),
        "le": _("“{fact}” is at most {number}"),
        "gt": _("“{fact}” is more than {number}"),
        "ge": _("“{fact}” is at least {number}"),
        "exists": _("“{fact}” is known"),
    }[op].format(fact=fact.label, number=value)


def _say_day(fact: Fact, op: str, value: Any) -> str:
    day = date_format(value) if value else ""
    return {
        "eq": _("“{fact}” is on {day}"),
        "before": _("“{fact}” is before {day}"),
        "after": _("“{fact}” is after {day}"),
        "exists": _("“{fact}” is known"),
    }[op].format(fact=fact.label, day=day)


def _say_text(fact: Fact, _op: str, _value: Any) -> str:
    return _("“{fact}” is known").format(fact=fact.label)


_WORDS: Mapping[str, Callable[[Fact, str, Any], str]] = {
    CHOICES: _say_choices,
    YES_NO: _say_yes_no,
    NUMBER: _say_number,
    DAY: _say_day,
    "text": _say_text,
}


def say_rule(rule: Rule, policy: Policy) -> str:
    """Return a rule as one sentence; its name and its own text stay as the program wrote them."""
    sentence = {
        BLOCK: _("While {when}, this cannot be done: {steps}."),
        REQUIRE: _("While {when}, this can only be done if {must}: {steps}."),
        REMIND: _("While a case is at {states} and {when}, remind: {text}"),
        ASSIGN: _("While a case is at {states} and {when}, this is to be done ({role}): {text}"),
    }[rule.effect]
    return sentence.format(
        when=say(rule.when, policy),
        must=say(rule.must, policy),
        steps=", ".join(f"“{label}”" for label in step_labels(rule.steps)),
        states=_(" or ").join(name_of_state(state, policy) for state in rule.states),
        role=role_label(rule.role),
        text=rule.text,
    )


def step_labels(steps: Iterable[str]) -> list[str]:
    """Return the names of steps by their ids; one that is no step any more is left out."""
    from programs.steps import STEPS  # steps ask rules

    return [str(STEPS[each].label) for each in steps if each in STEPS]


def role_label(role: str) -> str:
    """Return what a role is called; nobody in particular is anybody."""
    return str(Role(role).label) if role else _("anybody who works on the case")
