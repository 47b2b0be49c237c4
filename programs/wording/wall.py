"""Whether words to one side name somebody of the other: no document holds both (3.6).

It compares words, not letters: capitals, accents, marks and what cannot be seen make no difference. It errs on the
side of refusing. What only people understand, it cannot find; nor what somebody was called before, unless that stands
with their name ("Anna Bell, née Clark").
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from amends.accounts.models import User
from programs.facts import CaseFacts
from programs.models import Participant
from programs.models.participant import HARMED_SIDE, PARTY_ROLES, RESPONSIBLE_SIDE, Role
from programs.wording.first_names import is_first_name_told
from programs.wording.spelling import FORMERLY, TITLES, bare, words_in

SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "inc", "llc", "ltd", "sa"))
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
    ours = [facts.program.name, facts.program.neutral_name, person.name]
    text = _without(words_in(words), [words_in(each) for each in ours])
    told = [any(_is_told(each, person, words, text) for each in people) for people in others]
    if len(told) != 1:
        return bool(told) and all(told)
    mine, strangers = _own_and_strangers(facts, person)
    known = itertools.chain(ours, _known_anyway(facts, mine))
    return any(_is_told(each, person, words, text) for each in strangers) or is_first_name_told(
        words, (each.name for each in strangers if not each.is_organisation), known
    )


def tells_how_to_reach(facts: CaseFacts, words: str) -> bool:
    """Return whether the words hold an address or a number of anybody in the case: for papers that both sides get."""
    text = words_in(words)
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


def strangers_to(facts: CaseFacts, person: Participant) -> list[Participant]:
    """Return those of the side that somebody is not on, and who comes with it; nobody for who is of neither side."""
    return _own_and_strangers(facts, person)[1]


def _own_and_strangers(facts: CaseFacts, person: Participant) -> tuple[list[Participant], list[Participant]]:
    sides = list(_sides(facts))
    mine = [people for people in sides if person in people]
    others = [people for people in sides if person not in people]
    if len(mine) != 1 or len(others) != 1:
        return [], []
    return mine[0], [*others[0], *_company_of_others(facts, sides, mine[0])]


def _company_of_others(
    facts: CaseFacts, sides: Sequence[list[Participant]], mine: list[Participant]
) -> list[Participant]:
    """Return guardians and support persons whose side is not recorded, but those whom this side knows.

    Whoever this side named in its wishes, or lives with, it knows.
    """
    settled = {each.pk for people in sides for each in people}
    rows = [facts.choices.get(each.pk) or facts.wishes.get(each.pk) for each in mine]
    wished = " ".join(str(value) for row in rows if row for value in row.wishes.values())
    return [
        each
        for each in facts.participants
        if each.role in (Role.GUARDIAN, Role.SUPPORT_PERSON)
        and each.pk not in settled
        and not is_first_name_told(wished, [each.name], ())
        and not any(_share_a_way(each, one) for one in mine)
    ]


def _share_a_way(one: Participant, other: Participant) -> bool:
    return any(
        bool(getattr(one, name)) and words_in(getattr(one, name)) == words_in(getattr(other, name))
        for name in ("email", "phone", "address")
    )


def _known_anyway(facts: CaseFacts, mine: Iterable[Participant]) -> Iterable[str]:
    """Yield what may hold the first name of a stranger and yet says nothing of one; read in turn, as far as needed."""
    yield from (each.name for each in mine)
    yield from (f"{each.address} {each.email}" for each in mine)
    yield f"{facts.program.place} {facts.session_ahead.place if facts.session_ahead else ''}"
    yield from User.objects.filter(is_active=True).values_list("name", flat=True)


def _is_told(other: Participant, person: Participant, words: str, text: Sequence[str]) -> bool:
    is_namesake = words_in(other.name) == words_in(person.name)
    return (not is_namesake and _is_named(other, words, text)) or _is_reachable(other, person, words, text)


def _is_named(other: Participant, words: str, text: Sequence[str]) -> bool:
    whole = words_in(other.name)
    # Two words are a name ("Max Born"); in more of them one may say that another name follows.
    left_out = TITLES | SUFFIXES | (FORMERLY if len(whole) > 2 else frozenset())  # noqa: PLR2004
    parts = [each for each in whole if each not in left_out and len(each) > 1]
    if WRITTEN_TOGETHER.search(other.name):
        return other.name.strip() in words
    if not parts:
        return False
    if other.is_organisation:
        return _holds(text, parts) or "".join(parts) in text
    if len(parts) == 1:
        # A name that is a word as well ("Will") counts where it is written as a name.
        written = {*re.findall(r"[^\W_]+", bare(other.name)), parts[0].capitalize()}
        return any(
            word in written and word.casefold() == parts[0] for word in re.findall(r"[^\W_]+", bare(words))
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
    squeezed = "".join(bare(words).casefold().split())
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
    first = words_in(address.strip().partition("\n")[0])
    if len("".join(first)) >= SHORTEST_LINE:
        yield first
    for part in re.split(r"[\n,;]", address):
        words = words_in(part)
        if len(words) > 1 and any(c.isdecimal() for c in part):
            yield words[:2] if words[0][0].isdecimal() else words


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
