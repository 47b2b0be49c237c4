"""Where something is seen: in which programs, and from which states of a case."""

from collections.abc import Callable, Iterable

from programs.policy.document import Policy
from programs.presets import Preset
from tests.programs.lifecycle.judgements import LETTERS
from tests.programs.lifecycle.play import Thing
from tests.programs.lifecycle.steps import STEPS


def passes_letters(policy: Policy) -> bool:
    return bool({*LETTERS} & {*policy.modes})


def takes_with_specialists(policy: Policy) -> bool:
    return "specialist_only" in policy.offences.values()


ONLY_WHERE: dict[str, Callable[[Policy], bool]] = {
    "offence_let_through": takes_with_specialists,
    "not_by_coordinator": takes_with_specialists,
    "offence_override_possible": takes_with_specialists,
    "override_offence": takes_with_specialists,
    "offences_taken": lambda policy: "excluded" in policy.offences.values(),
    "initiative_allowed": lambda policy: len(policy.initiative) < 3,
    "outreach_allowed": lambda policy: len(policy.initiative) > 1,
    "no_appeal_pending": lambda policy: policy.no_pending_appeal,
    "agreement_allowed": lambda policy: policy.agreement == "if_victim_asks",
    "breach_returned": lambda policy: policy.breach_returns_to_referrer,
    "wishes_settled": lambda policy: policy.premise == "balanced",
    "minors_taken": lambda policy: not (policy.minors_harmed and policy.minors_responsible),
    "something_exchanged": passes_letters,
    "exchanging": passes_letters,
}
"""Under which policies something is seen at all, a step or what begins at a state; everything else is under each."""


FEW = 2
"""A guard that stands at more states than that is met on any way."""


def can_show(preset: Preset, thing: Thing) -> bool:
    """Return whether something may be seen in a program of this preset."""
    policy = preset.policy
    names = (thing,) if isinstance(thing, str) else thing
    return all(ONLY_WHERE.get(name, lambda _policy: True)(policy) for name in names)


def leads_to(things: Iterable[Thing]) -> frozenset[str]:
    """Return the guards and steps of this, and the states at which it is seen and hardly elsewhere."""
    found: set[str] = set()
    for thing in things:
        if isinstance(thing, tuple):
            found.update(thing)
        else:
            found.add(thing)
            where = {state for states, rules in STEPS.values() if thing in rules for state in states}
            found |= where if len(where) <= FEW else set()
    return frozenset(found)
