"""Courts of the United States that sit today, as a first list: a network adds what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from infra.geography.counties import Counties
from infra.geography.divisions import STATES
from infra.geography.towns import Town
from network.places.folding import fold

STATE_NAMES = {name: code for code, (_, name) in STATES.items()} | {
    "Virgin Islands": "VI",
    "Washington D.C.": "DC",
    "Washignton D.C.": "DC",  # as the source has it
    "D.C.": "DC",
    "DC": "DC",
}
# The words that say what kind of court it is; what stands before them is a county or a town.
KINDS = frozenset(
    {
        "circuit", "county", "city", "district", "superior", "supreme", "municipal", "probate", "common",
        "family", "juvenile", "justice", "surrogate", "surrogates", "orphans", "general", "court",
        "courts", "magistrate", "mayors", "police", "town", "village", "chancery", "criminal", "civil",
    }
)  # fmt: skip
# A court of these is a town's, even where a county has the same name.
OF_TOWNS = frozenset({"city", "municipal", "mayors", "police", "town", "village", "justice"})
LONGEST = 4  # words of a county's name


class Court(NamedTuple):
    """One court: the id of courts-db, its name, its state and, where its name says so, its county."""

    number: str
    name: str
    state: str | None
    county: int | None


def read(rows: Iterable[Mapping], counties: Counties, towns: Iterable[Town]) -> Iterator[Court]:
    """Yield the courts of a state, a territory or the country that have not been dissolved, by id."""
    of_towns: dict[tuple[str | None, str], set[int]] = defaultdict(set)
    for town in towns:
        for key in town.keys if town.counties else ():
            of_towns[town.division, key].add(town.counties[0])
    certain = {key: min(found) for key, found in of_towns.items() if len(found) == 1}
    for row in sorted(rows, key=lambda row: row["id"]):
        if not _sits(row):
            continue
        state = STATE_NAMES.get(row["location"])
        if state or row["location"] == "United States":
            yield Court(row["id"], row["name"].strip(), state, _county(row, state, counties, certain))


def _sits(row: Mapping) -> bool:
    ended = row["dates"] and all(date["end"] for date in row["dates"])
    return row.get("active") is not False and not ended and row["type"] != "ag"


def _county(row: Mapping, state: str | None, counties: Counties, towns: Mapping) -> int | None:
    """Return the county that the name of a state's court has, or that its town lies in; none where appeals go."""
    if not state or row["system"] != "state" or row["type"] == "appellate":
        return None
    words = fold(row["name"]).split()
    for noun in ("county", "parish", "borough", "city"):
        if noun in words and (found := _before(words, noun, state, counties)):
            return found
    leading = " ".join(takewhile(lambda word: word not in KINDS, words))
    if OF_TOWNS.intersection(words):
        return towns.get((state, leading))
    return counties.by_name.get((state, f"{leading} county"))


def _before(words: list[str], noun: str, state: str, counties: Counties) -> int | None:
    at = words.index(noun)
    for begin in range(max(0, at - LONGEST), at):
        found = counties.by_name.get((state, " ".join(words[begin : at + 1])))
        if found:
            return found
    return None
