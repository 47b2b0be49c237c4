"""Every rule that can stop a step, as data: what is missing, by which rule, and what to do about it.

A guard says nothing about HTTP and changes nothing; the questions it asks of the facts stand beside it. Steps list
guards by id (`programs.steps`); pages, actions and the API show the same sentences. FIXED rules ask the type of the
program, the others its policy.
"""

from collections.abc import Iterable
from typing import Any

from programs.guards import (
    agreement,
    choices,
    closing,
    consent,
    contacts,
    eligibility,
    forwarding,
    legal,
    letters,
    links,
    messages,
    minors,
    neutrality,
    offences,
    organisations,
    premise,
    referral,
    refusals,
    risk,
    screening,
    sessions,
    standing,
    substance,
)
from programs.guards.declared import Guard, StepRefused, Unmet, in_words

__all__ = ["GUARDS", "MESSAGE_GUARDS", "Guard", "StepRefused", "Unmet", "guard", "in_words", "unmet"]

GUARDS: dict[str, Guard] = {
    each.id: each
    for part in (
        referral,
        forwarding,
        screening,
        legal,
        offences,
        risk,
        substance,
        eligibility,
        neutrality,
        standing,
        contacts,
        links,
        letters,
        refusals,
        consent,
        minors,
        organisations,
        choices,
        premise,
        sessions,
        agreement,
        closing,
    )
    for each in part.GUARDS
}


MESSAGE_GUARDS: dict[str, Guard] = {each.id: each for each in messages.GUARDS}
"""What stands in the steps of a message, whose lifecycle is its own (`programs.messages`)."""


def guard(identifier: str) -> Guard:
    """Return a guard by its id."""
    return GUARDS.get(identifier) or MESSAGE_GUARDS[identifier]


def unmet(identifiers: Iterable[str], facts: Any) -> list[Unmet]:
    """Return every guard of these that the facts do not meet; those whose answers are not given yet are left out."""
    found = []
    for each in map(guard, identifiers):
        if any(getattr(facts.asked, name) is None for name in each.needs):
            continue
        if not each.check(facts):
            found.append(in_words(each, facts))
    return found
