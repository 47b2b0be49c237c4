"""Suggests what a listing may serve: counties, states, courts; never a town, which no listing serves."""

from collections.abc import Collection, Iterable, Iterator

from network.places import place
from network.places.codes import places_of
from network.places.file import ask
from network.places.finding import Answer, look_up
from network.places.matching import Candidate, find
from network.places.place import Kind, Place
from network.places.spelling import END
from network.places.typed import Reading, read_names, tidy

# What a listing may say that it serves.
SERVED = frozenset(Kind) - {Kind.ZIP, Kind.TOWN}
FEWEST_SIGNS = 2  # one letter begins a fifth of all names


def suggest(text: str, kinds: Collection[Kind] = SERVED, limit: int = 10) -> list[Place]:
    """Return at most `limit` places of these kinds, the likeliest first; never raises.

    First those called so, then those whose names begin so, then courts with all the words in their names. A ZIP or a
    town suggests the counties it may lie in. When nothing fits, what the text may be a slip of.
    """
    readings = read_names(tidy(text))
    answer = look_up(text)
    codes = dict.fromkeys(_fitting(readings, answer, limit)) or dict.fromkeys(_all_of(answer.nearly))
    # More than the limit are asked for, because some may be of another kind.
    found = places_of(list(codes)).values()
    return [each for each in found if each.kind in kinds][:limit]


def _fitting(readings: list[Reading], answer: Answer, limit: int) -> Iterator[str]:
    called_so = [each for each in find(readings) if each.place.kind in SERVED]
    yield from (each.place.code for each in sorted(called_so, key=_by_size))
    yield from _all_of(answer.places) if not called_so else ()
    yield from _beginning(readings, limit)
    yield from _courts_with(readings, limit)


def _all_of(places: Iterable[Place]) -> Iterator[str]:
    """Yield what a listing can serve, and for a town or a ZIP the counties that it may lie in, then its state."""
    places = list(places)
    yield from (each.code for each in places if each.kind in SERVED)
    yield from _around([each for each in places if each.kind not in SERVED])


def _around(places: list[Place]) -> Iterator[str]:
    for each in places:
        yield each.served_by[0]
        yield from (other.code for other in each.or_in)
    for each in places:
        yield from each.served_by[1:-2]


def _beginning(readings: Iterable[Reading], limit: int) -> Iterator[str]:
    """Yield counties and regions whose names begin with what is typed, the larger first."""
    for reading in readings:
        if len(reading.key) < FEWEST_SIGNS:
            continue
        rows = ask(
            "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND kind < 't' LIMIT 200",
            (reading.key, reading.key + END),
        )
        same = [Reading(row[0], reading.inside) for row in rows]
        found = [each for each in find(same) if each.place.kind is not Kind.TOWN]
        yield from (each.place.code for each in sorted(found, key=_by_size)[:limit])


def _by_size(candidate: Candidate) -> tuple[int, str]:
    return -candidate.population, candidate.place.name


def _courts_with(readings: Iterable[Reading], limit: int) -> Iterator[str]:
    """Yield courts whose names have every word that is typed, in any order: 2,300 names are read in a millisecond."""
    for reading in readings:
        words = reading.key.split()
        if len(reading.key) <= FEWEST_SIGNS or not words:
            continue
        having = " AND ".join("instr(key, ?) > 0" for _ in words)
        rows = ask(f"SELECT id FROM court WHERE {having} ORDER BY length(key), id LIMIT {10 * limit}", words)
        known = place.courts([row[0] for row in rows])
        inside = [known[row[0]] for row in rows if reading.admits(known[row[0]].served_by)]
        yield from (each.code for each in inside[:limit])
