"""Whether words to one side name somebody of the other: no document holds both (3.6)."""

import re
import unicodedata
from collections.abc import Iterable

from programs.facts import CaseFacts
from programs.models import Participant
from programs.models.participant import HARMED_SIDE, RESPONSIBLE_SIDE

TITLES = r"(?:mr|mrs|ms|mx|miss|m|mme|mlle|monsieur|madame|sr|sra|srta|señor|señora|don|doña|dr|dra)"
NUMBER = re.compile(r"\+?\d[\d\s().\-/]{4,}\d")
SHORTEST_ADDRESS = 8
LAST_DIGITS = 7
"""As many say that two telephone numbers are the same, with or without what is dialed before."""


def names_other_side(facts: CaseFacts, person: Participant, words: str) -> bool:
    """Return whether the words name somebody of the side that this person is not on, or tell how to reach them.

    Of somebody whose side is not known (an interpreter, an observer), words must not name both sides.
    """
    sides = [people for people in _sides(facts) if person not in people]
    named = [any(_is_told(each, words) for each in people if not _shares(each, person)) for people in sides]
    return bool(named) and (any(named) if len(sides) == 1 else all(named))


def _sides(facts: CaseFacts) -> Iterable[list[Participant]]:
    """Return those who were harmed and those who are responsible, each with whoever stands for them."""
    for roles in (HARMED_SIDE, RESPONSIBLE_SIDE):
        people = [each for each in facts.participants if each.role in roles]
        keys = {each.pk for each in people}
        yield [*people, *(row.by for row in facts.representations if row.participant_id in keys)]


def _shares(other: Participant, person: Participant) -> bool:
    """Return whether somebody is on record for both sides, so that nothing about them tells of the other."""
    return _plain(other.name) == _plain(person.name)


def _is_told(person: Participant, words: str) -> bool:
    return _is_named(person.name, words) or _is_reachable(person, words)


def _is_named(name: str, words: str) -> bool:
    plain, parts = _plain(words), _plain(name).split()
    if not parts:
        return False
    patterns = [r"\s+".join(map(re.escape, parts))]
    if len(parts) > 1:
        patterns += [
            rf"{re.escape(parts[-1])},?\s+{re.escape(parts[0])}",
            rf"{TITLES}\.?\s+{re.escape(parts[-1])}",
        ]
    return any(re.search(rf"\b{pattern}\b", plain) for pattern in patterns)


def _is_reachable(person: Participant, words: str) -> bool:
    plain = _plain(words)
    digits = _digits(person.phone)
    numbers = {_digits(found)[-LAST_DIGITS:] for found in NUMBER.findall(words)}
    first_line = _plain(person.address.strip().partition("\n")[0])
    return (
        (bool(person.email) and _plain(person.email) in plain)
        or (len(digits) >= LAST_DIGITS and digits[-LAST_DIGITS:] in numbers)
        or (len(first_line) >= SHORTEST_ADDRESS and first_line in plain)
    )


def _plain(text: str) -> str:
    """Return text without accents, capitals and doubled spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
