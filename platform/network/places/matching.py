"""Matches what was typed with the names that are known, and says which of the matches is the larger place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from network.places import place
from network.places.file import ask_among
from network.places.place import Place
from network.places.typed import Reading

# A letter for the kind (region, county, town) and the code or number there.
Found = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant; `population` is only good for saying which of two is larger."""

    place: Place
    population: int

    def is_in(self, country: str | None) -> bool:
        """Whether it lies in the country ("us")."""
        return f"country:{country}" in self.place.served_by


def find(readings: Iterable[Reading]) -> list[Candidate]:
    """Return the regions, counties and towns that a reading names and admits, each once."""
    readings = list(readings)
    by_key: dict[str, list[Found]] = {}
    keys = {reading.key for reading in readings}
    for key, kind, ref in ask_among("SELECT key, kind, ref FROM name WHERE key IN ({})", keys):
        by_key.setdefault(key, []).append((kind, ref))
    known = _load({found for same in by_key.values() for found in same})
    chosen = {
        found: known[found]
        for reading in readings
        for found in by_key.get(reading.key, ())
        if reading.admits(known[found].place.served_by)
    }
    return list(chosen.values())


def _load(found: set[Found]) -> dict[Found, Candidate]:
    regions = {ref for kind, ref in found if kind == "r"}
    counties = {ref for kind, ref in found if kind == "c"}
    towns = {ref for kind, ref in found if kind == "t"}
    people = {("c", ref): count for ref, count in _population("county", "fips", counties)}
    people |= {("t", ref): count for ref, count in _population("town", "number", towns)}
    known = place.regions()
    loaded = {("r", ref): Candidate(place.make_region(known[ref]), known[ref].population) for ref in regions}
    for kind, places in (("c", place.counties(counties)), ("t", place.towns(towns))):
        loaded |= {(kind, ref): Candidate(made, people[kind, ref]) for ref, made in places.items()}
    return loaded


def _population(table: str, column: str, refs: set) -> list[tuple]:
    return ask_among(f"SELECT {column}, population FROM {table} WHERE {column} IN ({{}})", refs)


def find_courts(readings: Iterable[Reading]) -> list[Candidate]:
    """Return the courts of that name; the same words may also mean the county where one sits."""
    keys = {reading.key for reading in readings if not reading.inside}
    ids = [row[0] for row in ask_among("SELECT id FROM court WHERE key IN ({})", keys)]
    return [Candidate(found, 0) for found in place.courts(ids).values()]
