"""Takes apart what somebody typed: a postal code, or a name and what it lies in."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from network.places.file import ask_among
from network.places.folding import fold
from network.places.place import county_code

LONGEST = 100  # signs; no name of a place with all it lies in comes near
MOST_WORDS = 14
LONGEST_NAME = 4  # words: "King and Queen County"
LONGEST_REGION = 6  # words: "commonwealth of the northern mariana islands"

# Also at the end of an address. The four digits after a ZIP say the street, which we do not want to know.
ZIP = re.compile(r"(?:^|.*[\s,])(\d{5})(?:[ -]?\d{4})?")
SHORT_ZIP = re.compile(r"\d{3,4}")  # a spreadsheet has taken the zeros away
FSA = re.compile(r"(?:^|.*[\s,])([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])(?: ?\d[A-Z]\d)?", re.IGNORECASE)

# Words of a court's name beside the place where it sits.
OF_COURTS = frozenset(
    {
        "court", "courts", "courthouse", "district", "circuit", "superior", "supreme", "municipal",
        "probate", "family", "juvenile", "justice", "magistrate", "magistrates", "common", "pleas",
        "criminal", "civil", "of", "the", "for", "in", "at", "judicial",
    }
)  # fmt: skip
# With one of these, the others are a court's: Superior alone is a town.
COURTS = frozenset({"court", "courts", "courthouse", "county", "parish"})


class Reading(NamedTuple):
    """One way to understand it: the key of a name, and for each thing it lies in, the codes that may be meant."""

    key: str
    inside: tuple[frozenset[str], ...]

    def admits(self, served_by: tuple[str, ...]) -> bool:
        """Whether a place with these codes lies in all of it."""
        return all(not codes.isdisjoint(served_by) for codes in self.inside)


def tidy(text: str) -> str:
    """Return the text on one line, without control characters, and not too long."""
    plain = unicodedata.normalize("NFKC", text[: 4 * LONGEST])
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in plain)
    return " ".join(plain.split())[:LONGEST].strip()


def read_names(text: str) -> list[Reading]:
    """Return the ways to understand a name, the one that takes most words for the name itself first."""
    found: dict[Reading, None] = {}
    for words in _wordings(fold(text).split()):
        known = _known_phrases(words)
        found |= dict.fromkeys(Reading(key, inside) for key, inside in _peel(words, known) if key)
    return list(found)


def _wordings(words: list[str]) -> Iterator[list[str]]:
    """The words, and again as they would stand in the list: "ramsey co", "city of fairfax", a county's court."""
    if not words or len(words) > MOST_WORDS:
        return
    if words[1:2] == ["of"] and words[0] in ("city", "town", "village"):
        yield words[2:]
    if words[1:2] == ["of"] and words[0] in ("county", "parish", "city"):
        name = words[2:]
        yield from ([*name[:at], words[0], *name[at:]] for at in range(1, min(len(name), LONGEST_NAME) + 1))
    yield words
    if "co" in words:
        yield ["county" if word == "co" else word for word in words]
    if COURTS.intersection(words):
        bare = [word for word in words if word not in OF_COURTS]
        if bare and bare != words:
            yield bare


def _known_phrases(words: list[str]) -> dict[str, frozenset[str]]:
    """Return the codes of regions and counties that the ends of the words may name, asked for all at once."""
    phrases = {
        " ".join(words[begin:end])
        for end in range(2, len(words) + 1)
        for begin in range(max(1, end - LONGEST_REGION), end)
    }
    found: dict[str, set[str]] = defaultdict(set)
    for key, kind, ref in ask_among(
        "SELECT key, kind, ref FROM name WHERE kind < 't' AND key IN ({})", phrases
    ):
        if kind == "r":
            found[key].add(ref)
        elif key.endswith(
            (" county", " parish", " municipio", " borough", " city", " area", " municipality")
        ):
            found[key].add(county_code(ref))
    return {key: frozenset(codes) for key, codes in found.items()}


def _peel(
    words: list[str], known: dict[str, frozenset[str]], inside: tuple[frozenset[str], ...] = ()
) -> Iterator[tuple[str, tuple[frozenset[str], ...]]]:
    """Yield the whole, then each way to take what it lies in off its end: Springfield, Sangamon County, Illinois."""
    yield " ".join(words), inside
    if len(inside) == 3:  # noqa: PLR2004 - a county, a state, a country
        return
    for at in range(max(1, len(words) - LONGEST_REGION), len(words)):
        codes = known.get(" ".join(words[at:]))
        if codes:
            yield from _peel(words[:at], known, (*inside, codes))
