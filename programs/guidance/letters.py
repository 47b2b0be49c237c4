"""A letter that a network lends: its words in place of those of a standard letter, in each language."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.wording.declared import LANGUAGES, OwnWording
from programs.wording.own import LONGEST
from programs.wording.standard import IDS, NAMES


def fields(value: Any) -> dict[str, forms.Field]:
    """Return the fields of one letter; `value` as a policy keeps its wordings."""
    first = (value or [{}])[0]
    names = dict(settings.LANGUAGES)
    which = forms.ChoiceField(
        label=_("Which letter?"),
        help_text=_("A member that takes it over has these words in place of the standard ones."),
        choices=[(each, NAMES[each]) for each in IDS],
        initial=first.get("replaces"),
    )
    texts = {
        f"words_{code}": forms.CharField(
            label=_now("Words in %(language)s") % {"language": names[code]},
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 8}),
            initial=first.get(code, ""),
        )
        for code in LANGUAGES
    }
    return {"replaces": which, **texts}


def read(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the wordings that such fields were answered with: one, with an id that its letter gives it."""
    replaces = answers.get("replaces") or ""
    words = {code: answers.get(f"words_{code}") or "" for code in LANGUAGES}
    return [{"id": _id(replaces), "replaces": replaces, **words}]


def say(wordings: Sequence[OwnWording]) -> list[str]:
    """Return which letter it is, and its words in each language."""
    names = dict(settings.LANGUAGES)
    found = []
    for each in wordings:
        found.append(str(NAMES[each.replaces]) if each.replaces else each.name)
        found += [f"{names[code]}: {words}" for code, words in each.words.items()]
    return found


def taken_into(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return the program's wordings with those of a network: in place of its own words for the same letter."""
    replaced = {each["replaces"] for each in theirs}
    return [*(each for each in ours if each["replaces"] not in replaced), *theirs]


def _id(replaces: str) -> str:
    return f"letter-{hashlib.sha256(replaces.encode()).hexdigest()[:8]}"
