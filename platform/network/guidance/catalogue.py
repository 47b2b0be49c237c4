"""What this layer has to know of settings, without knowing them: `settings.AMENDS_STANDARDS` names who tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Setting:
    """One thing that a program decides, as a network sees it."""

    id: str
    group: Any
    label: Any
    question: Any
    explanation: Any
    has_minimum: bool
    """Can one value be stricter than another, so that it can be required?"""


class Catalogue(Protocol):
    """Who knows the settings. Values are as JSON holds them; ValueError says in words why something is none."""

    def settings(self) -> Sequence[Setting]:
        """Return what a template can speak of, in the order in which programs read it."""

    def fields(self, name: str, value: Any) -> dict[str, forms.Field]:
        """Return the fields that ask for a value, or for a part of a table; `value` None for an empty one."""

    def read(self, name: str, answers: Mapping[str, Any]) -> Any:
        """Return the value that such fields were answered with; raise ValueError for what is none."""

    def fit(self, name: str, value: Any) -> Any:
        """Return a value, raise ValueError for what is none of this setting."""

    def say(self, name: str, value: Any) -> list[str]:
        """Return a value in words, a line for each part; empty for what is no value any more."""

    def stands(self, name: str, theirs: Any, ours: Any) -> str:
        """Return how a member's value compares: "same", "stricter", "looser" or, where neither is, "other"."""

    def of_kind(self, kind: str) -> Sequence[str]:
        """Return the settings that a kind of resource holds."""


def catalogue() -> Catalogue:
    """Return who knows the settings."""
    found: Catalogue = import_string(settings.AMENDS_STANDARDS)
    return found
