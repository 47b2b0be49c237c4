"""Finds cases by the names of their people: opened in memory for one search, and gone with the request.

The names are sealed, so no index could hold them; decision 12 says what else was considered, and what this costs.
"""

import re
import unicodedata
import uuid
from collections import defaultdict
from typing import Any

from amends.vault.errors import Shredded
from programs.models import Participant

_PARTS = re.compile(r"[^\W_]+")
# Letters that no decomposition takes apart; "ß" is one that casefold does.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"})


def fold(text: str) -> str:
    """Return text without accents and capital letters, as it is compared."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)).translate(_LETTERS)


def words_of(text: str) -> set[str]:
    """Return the words that a name can be found by: "O'Brien-Hall" by its three parts, and written as one."""
    found: set[str] = set()
    for token in fold(text).split():
        parts = _PARTS.findall(token)
        found.update(parts)
        found.add("".join(parts))
    return found - {""}


def find_cases(cases: Any, text: str) -> dict[uuid.UUID, list[Participant]]:
    """Return the cases in which each word of `text` begins a word of a name or of the reference, by key.

    With each case come the people whose names a word began. Two queries and one to the key store, however many
    cases there are; a name whose key was destroyed is not there any more.
    """
    asked = _PARTS.findall(fold(text))
    if not asked:
        return {}
    people: dict[uuid.UUID, list[tuple[Participant, set[str]]]] = defaultdict(list)
    cases = cases.order_by()
    for person in Participant.objects.filter(case__in=cases.values("pk")).only("case", "role", "name"):
        people[person.case_id].append((person, words_of(name_of(person))))  # type: ignore[index]
    found = {}
    for key, reference in cases.values_list("pk", "reference"):
        words = words_of(reference).union(*(names for _person, names in people[key]))
        if all(_begins(each, words) for each in asked):
            found[key] = [
                person for person, names in people[key] if any(_begins(each, names) for each in asked)
            ]
    return found


def _begins(asked: str, words: set[str]) -> bool:
    return any(word.startswith(asked) for word in words)


def name_of(person: Participant) -> str:
    """Return somebody's name; nothing when its key was destroyed."""
    try:
        return person.name
    except Shredded:
        return ""
