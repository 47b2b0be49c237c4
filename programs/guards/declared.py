"""What a guard is, and how an unmet one is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from amends.actions import Refused


@dataclass(frozen=True)
class Guard:
    id: str
    rule: str
    """The rule's mark in the domain notes (E1, C2, N1 ...), for people who know them by it."""
    sentence: str | Promise
    source: str | Promise
    remedy: str | Promise
    check: Callable[[Any], bool]
    """Return whether the rule is kept, from the facts (`programs.facts`)."""
    needs: tuple[str, ...] = ()
    """Which answers of the step's form it judges; before they are given the guard stays silent."""
    page: str = ""
    """The page where the remedy is done, by the name of its URL; it takes the case's key."""
    words: Callable[[Any], dict[str, Any]] | None = None
    """Return what fills the placeholders of the sentence; never a name or another personal fact."""


@dataclass
class Unmet:
    """A guard that is not met, in words that can be shown."""

    id: str
    rule: str
    sentence: str
    source: str
    remedy: str
    page: str = ""


class StepRefused(Refused):
    """A step cannot be taken; `reasons` holds every unmet guard, in the order of the step."""

    def __init__(self, step: str, reasons: list[Unmet]):
        super().__init__(*reasons)
        self.step = step


def in_words(each: Guard, facts: Any) -> Unmet:
    """Return a guard as an unmet one, with its sentence filled in."""
    words = each.words(facts) if each.words else {}
    sentence, remedy = (str(text).format(**words) for text in (each.sentence, each.remedy))
    return Unmet(each.id, each.rule, sentence, str(each.source), remedy, each.page)
