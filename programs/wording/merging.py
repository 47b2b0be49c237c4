"""Fill a wording in for one person: only what is theirs or the program's, never anything of the other side."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _now

from programs.consent_texts import points_of, version_for
from programs.facts import CaseFacts
from programs.models import Participant
from programs.wording.declared import PLACEHOLDER, PLACEHOLDERS
from programs.wording.standard import words_of

SESSION_PLACEHOLDERS = ("session_when", "session_place")
"""What a letter tells of the session ahead: filled in, it was read."""


def merged(
    words: str, facts: CaseFacts, person: Participant, *, sender: str, language: str, link: str = ""
) -> str:
    """Return the words with everything filled in; what is not known stands in brackets, to be filled in by hand."""
    with translation.override(language):
        return fill(words, _values(facts, person, sender, language) | {"link": link})


def fill(words: str, values: Mapping[str, str]) -> str:
    """Return the words with each name in braces replaced; see `merged`."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1]) or f"[{PLACEHOLDERS[found[1]]}]", words)


def _values(facts: CaseFacts, person: Participant, sender: str, language: str) -> dict[str, str]:
    program, ahead = facts.program, facts.session_ahead
    zone = program.zone
    return {
        "name": person.name,
        "about_us": words_of("about_us", program.preset)[language],
        "program": program.name,
        "neutral_name": program.neutral_name,
        "phone": program.public_telephone,
        "sender": sender,
        "today": date_format(facts.today),
        "session_when": _moment(timezone.localtime(ahead.starts_at, zone)) if ahead else "",
        "session_place": ahead.place if ahead else "",
        "consent_text": "\n\n".join(
            f"\N{EN DASH} {each}" for each in points_of(version_for(person), language)
        ),
    }


def _moment(when: Any) -> str:
    return _now("%(day)s, %(time)s") % {
        "day": date_format(when, "l ") + date_format(when, "DATE_FORMAT"),
        "time": date_format(when, "TIME_FORMAT"),
    }
