"""What a door is, and the words that several have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from programs.facts import CaseFacts
from programs.forms.step import StepForm
from programs.models import Participant
from programs.reaching import case_of
from programs.steps import Step

Words = Callable[[CaseFacts, Any], str]


@dataclass(frozen=True)
class Door:
    """One step as it is taken; `act` is the action, called with the target, the actor, the time and the answers."""

    act: Callable[..., Any]
    done: str | Promise
    """What is told when it is done."""
    form: type[StepForm] = StepForm
    asked: Callable[[Any], dict[str, Any]] = lambda _target: {}
    """What the address already answers (an item, a payment), for guards to judge before the form is sent."""
    effect: str | Promise | Words = ""
    """What the button does beyond its name."""
    note: Words | None = None
    """Return what names the target, so that nobody takes it for another one."""
    reads: Callable[[CaseFacts, Any], Any] | None = None
    """Return the people whose data the page shows."""
    calls: Callable[[CaseFacts, Any], list[Participant]] | None = None
    """Return those whom somebody who takes this step calls or writes to; its page shows how that is safe."""
    back: str = "case"
    """The page that it leads back to, by the name of its URL; it takes the case's key."""
    beside: tuple[str, Callable[[CaseFacts, Mapping[str, Any], Any], Any]] | None = None
    """A template above the questions, and what it is drawn with: from the facts, the query and whoever looks."""
    judges_words: bool = False
    """Does a refusal say whether the words fit what is known of people, so that software must be let to read that?"""
    prefilled: tuple[str, ...] = ()
    """Questions that the query of the address may answer."""
    leads_to: str = ""
    """The page of what the action returned, by the name of its URL, in place of going back."""
    shows: str = ""
    """The template that shows what the action returned, in place of going back: for what is shown once."""


def arguments(step: Step, target: Any) -> dict[str, Any]:
    """Return what the action takes to know the target."""
    if step.about == "person":
        return {"participant": target}
    named = {} if step.about == "case" else {step.about: target}
    return {"case": case_of(step.about, target), **named}


def name(_facts: CaseFacts, person: Participant) -> str:
    return person.name


def person(_facts: CaseFacts, person: Participant) -> Participant:
    return person


def everybody(facts: CaseFacts, _target: Any) -> list[Participant]:
    return facts.participants
