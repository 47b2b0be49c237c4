"""What a wording is: data of this release, or of a program's policy as JSON holds it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "fr", "es")
"""In which there are words; those of the interface."""

PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
ANY_NAME = re.compile(r"\{([^{}]*)\}")
"""What somebody may take for a placeholder, such as `{First name}`."""
LEFT_OPEN = re.compile(r"\[[^\[\]]{1,400}\]")
"""What whoever writes has still to fill in."""


PLACEHOLDERS = {
    "name": _("name of the person"),
    "about_us": _("what kind of program this is"),
    "program": _("name of the program"),
    "neutral_name": _("name that says nothing about the program"),
    "phone": _("telephone number of the program"),
    "sender": _("your name"),
    "today": _("today’s date"),
    "session_when": _("day and time of the session"),
    "session_place": _("place of the session"),
    "consent_text": _("what is agreed to"),
    "link": _("link to their own page"),
}
"""What can be filled in. Nothing here is about anybody but the person written to: no rule could take that back."""

BY_ITSELF = frozenset({"link"})
"""What is known only when the message goes out by itself."""


@dataclass(frozen=True)
class Wording:
    """What is written to one person, in each language it can be written in."""

    id: str
    name: str | Promise
    purpose: str
    """What the contact is for (`programs.models.contact.Purpose`), so that the rules of contacts judge a letter too."""
    audience: str
    """To whom it may go (`programs.wording.standard.AUDIENCES`)."""
    channels: tuple[str, ...]
    """By which ways (`programs.models.contact.Channel`)."""
    words: Mapping[str, str]
    """By the code of the language."""


@dataclass(frozen=True)
class OwnWording:
    """Words of a program's own, as its policy keeps them; empty in a language: there are none, or the standard ones."""

    id: str
    replaces: str = ""
    """The standard wording whose words these are; then that says for whom, for what and by which ways."""
    name: str = ""
    purpose: str = ""
    audience: str = ""
    channels: tuple[str, ...] = ()
    en: str = ""
    fr: str = ""
    es: str = ""

    @property
    def words(self) -> dict[str, str]:
        """Return what there is, by the code of the language."""
        return {code: text for code in LANGUAGES if (text := getattr(self, code))}


def placeholders_of(words: str) -> set[str]:
    """Return what stands in braces, whether it is known or not."""
    return set(ANY_NAME.findall(words))


def has_lone_brace(words: str) -> bool:
    """Return whether a brace is opened and not closed, or the other way round."""
    return any(brace in ANY_NAME.sub("", words) for brace in "{}")


def is_left_open(words: str) -> bool:
    """Return whether something in brackets is still to be filled in."""
    return LEFT_OPEN.search(words) is not None
