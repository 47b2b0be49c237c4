"""Whether words to one side name somebody of the other: no document holds both (3.6).

It compares words, not letters: capitals, accents, marks and what cannot be seen make no difference. It errs on the
side of refusing. A first name alone, and what only people understand, it cannot find.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from programs.facts import CaseFacts
from programs.models import Participant
from programs.models.participant import HARMED_SIDE, PARTY_ROLES, RESPONSIBLE_SIDE

TITLES = frozenset(
    ("mr", "mrs", "ms", "mx", "miss", "m", "mme", "mlle", "monsieur", "madame", "mademoiselle", "sr", "sra", "srta",
     "senor", "senora", "senorita", "don", "dona", "dr", "dra", "professor", "prof", "family", "famille", "familia")
)  # fmt: skip
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "inc", "llc", "ltd", "sa"))
APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
ALIKE = str.maketrans("аеорсухіѕјαορενικ", "aeopcyxisjaopevik")
"""Letters of other scripts that look like ours, and letters that no decomposition takes apart."""
APART = (("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("đ", "d"), ("ł", "l"))
RUN = re.compile(r"\d[\d\W]*\d")
NEAR = 4
"""As many words apart two parts of a name still make the name."""
LAST_DIGITS = 7
"""As many say that two telephone numbers are the same, with or without what is dialed before."""
FEWEST_DIGITS = 6
SHORTEST_LINE = 8
WRITTEN_TOGETHER = re.compile("[\u3041-\u30f6\u0e00-\u0eff\u3400-\u9fff\uac00-\ud7a3]")
"""Scripts that put no blanks between words."""


def names_other_side(facts: CaseFacts, person: Participant, words: str) -> bool:
    """Return whether the words name somebody of the side that this person is not on, or tell how to reach them.

    Of somebody whose side is not known (an interpreter, an observer), words must not name both sides.
    """
    others = [people for people in _sides(facts) if person not in people]
    ours = (facts.program.name, facts.program.neutral_name, person.name)
    text = _without(_words(words), [_words(each) for each in ours])
    told = [any(_is_told(each, person, words, text) for each in people) for people in others]
    return any(told) if len(told) == 1 else bool(told) and all(told)


def tells_how_to_reach(facts: CaseFacts, words: str) -> bool:
    """Return whether the words hold an address or a number of anybody in the case: for papers that both sides get."""
    text = _words(words)
    return any(_is_reachable(each, None, words, text) for each in facts.participants)


def _sides(facts: CaseFacts) -> Iterable[list[Participant]]:
    """Return those who were harmed and those who are responsible, each with whoever stands for them.

    A party is on the side of their role, for whomever they stand; nobody under suspicion is on the side of the child.
    """
    for roles in (HARMED_SIDE, RESPONSIBLE_SIDE):
        people = [each for each in facts.participants if each.role in roles]
        keys = {each.pk for each in people}
        stand_for = [
            row for row in facts.representations if row.participant_id in keys and not row.is_suspected
        ]
        yield [*people, *(row.by for row in stand_for if row.by.role not in PARTY_ROLES)]


def _is_told(other: Participant, person: Participant, words: str, text: Sequence[str]) -> bool:
    is_namesake = _words(other.name) == _words(person.name)
    return (not is_namesake and _is_named(other, words, text)) or _is_reachable(other, person, words, text)


def _is_named(other: Participant, words: str, text: Sequence[str]) -> bool:
    parts = [each for each in _words(other.name) if each not in TITLES | SUFFIXES and len(each) > 1]
    if WRITTEN_TOGETHER.search(other.name):
        return other.name.strip() in words
    if not parts:
        return False
    if other.is_organisation:
        return _holds(text, parts) or "".join(parts) in text
    if len(parts) == 1:
        # A name that is a word as well ("Will") counts where it is written as a name.
        written = {*re.findall(r"[^\W_]+", _bare(other.name)), parts[0].capitalize()}
        return any(
            word in written and word.casefold() == parts[0] for word in re.findall(r"[^\W_]+", _bare(words))
        )
    return "".join(parts) in text or _has_two_near(text, parts) or _has_titled(words, text, parts)


def _has_two_near(text: Sequence[str], parts: Sequence[str]) -> bool:
    """Return whether two different parts of a name stand near each other."""
    places = [(place, word) for place, word in enumerate(text) if word in parts]
    return any(one != another and there - here <= NEAR for (here, one), (there, another) in pairwise(places))


def _has_titled(words: str, text: Sequence[str], parts: Sequence[str]) -> bool:
    """Return whether a part of the name but the first stands beside a title or an initial of the name."""
    initials = {each[0] for each in parts} & {
        c.casefold() for c in re.findall(r"\b[^\W\d_]\b", words) if c.isupper()
    }
    beside = {
        neighbour
        for place, word in enumerate(text)
        if word in parts[1:]
        for neighbour in (*text[max(place - 3, 0) : place], *text[place + 1 : place + 2])
    }
    return bool(beside & (TITLES | initials))


def _is_reachable(other: Participant, person: Participant | None, words: str, text: Sequence[str]) -> bool:
    """Return whether the words tell how to reach the one, if that is not how the other is reached too."""
    squeezed = "".join(_bare(words).casefold().split())
    own_email, own_phone, own_address = (
        (person.email.casefold(), person.phone, person.address) if person else ("", "", "")
    )
    email = other.email.casefold()
    numbers = _numbers(other.phone) - _numbers(own_phone)
    lines = ["".join(c for c in line if c.isdecimal()) for line in words.splitlines()]
    own_streets = list(_streets(own_address))
    streets = [each for each in _streets(other.address) if each not in own_streets]
    return (
        (bool(email) and email != own_email and email in squeezed)
        or any(number in line for number in numbers for line in lines)
        or any(_holds(text, street) for street in streets)
    )


def _numbers(phone: str) -> set[str]:
    """Return the last digits of each number that stands there."""
    runs = [run for part in re.split(r"[^\W\d]+", phone) for run in RUN.findall(part)]
    found = {"".join(c for c in run if c.isdecimal()) for run in runs}
    return {each[-LAST_DIGITS:] for each in found if len(each) >= FEWEST_DIGITS}


def _streets(address: str) -> Iterable[list[str]]:
    """Return the words of the first line, and of each part with a number in it, of which the first two do."""
    first = _words(address.strip().partition("\n")[0])
    if len("".join(first)) >= SHORTEST_LINE:
        yield first
    for part in re.split(r"[\n,;]", address):
        words = _words(part)
        if len(words) > 1 and any(c.isdecimal() for c in part):
            yield words[:2] if words[0][0].isdecimal() else words


def _words(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    plain = APOSTROPHES.sub("", _bare(text)).casefold().translate(ALIKE)
    for one, other in APART:
        plain = plain.replace(one, other)
    return re.findall(r"[^\W_]+", plain)


def _bare(text: str) -> str:
    """Return a text without accents and without what cannot be seen."""
    taken_apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in taken_apart if unicodedata.category(c) not in ("Mn", "Cf"))


def _holds(text: Sequence[str], parts: Sequence[str]) -> bool:
    return _place(text, parts) is not None


def _place(text: Sequence[str], parts: Sequence[str]) -> int | None:
    size = len(parts)
    return next((at for at in range(len(text) - size + 1) if list(text[at : at + size]) == list(parts)), None)


def _without(text: list[str], ours: Iterable[list[str]]) -> list[str]:
    """Return a text without the names that may stand in it, so that nobody is mistaken for a namesake."""
    for parts in filter(None, ours):
        while (at := _place(text, parts)) is not None:
            text = [*text[:at], "", *text[at + len(parts) :]]
    return text
