"""Finds the place that somebody typed: one if it is clear, several to ask back about, or what it may have meant."""

from dataclasses import dataclass

from network.places import place, spelling
from network.places.file import ask_among
from network.places.matching import Candidate, find, find_courts
from network.places.place import Kind, Place
from network.places.typed import FSA, SHORT_ZIP, ZIP, Reading, read_names, tidy

MOST = 10
# A place this many times larger than every other of the name is the one meant; the others become suggestions.
CLEARLY_LARGER = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """One place is clear, several are to be asked back about, the best first; `more` of them were left out.

    `nearly` are places that may have been meant instead: with one place, other ones of the name; with none, what
    the text may be a slip of.
    """

    places: tuple[Place, ...] = ()
    nearly: tuple[Place, ...] = ()
    more: int = 0


def look_up(text: str, *, near_country: str | None = None) -> Answer:
    """Return what `text` may mean. `near_country` ("us", "ca", "gb") puts the places of that country first.

    Takes ZIP codes with or without the four last digits, Canadian postal codes, towns, counties, states, provinces,
    countries and courts, each with or without what it lies in. Raises nothing, whatever is typed.
    """
    typed = tidy(text)
    if found := ZIP.fullmatch(typed):
        return _zip(found[1])
    if found := FSA.fullmatch(typed):
        return Answer(tuple(place.fsas([found[1].upper()]).values()))
    readings = read_names(typed)
    candidates = find(readings) + find_courts(readings)
    if candidates:
        return _weigh(candidates, near_country)
    nearly = _zips_of(typed) or _slips(readings, near_country)
    return Answer(nearly=nearly[:MOST])


def _zip(digits: str) -> Answer:
    found = tuple(place.zips([int(digits)]).values())
    return Answer(found, () if found else _zips_near(digits))


def _zips_near(digits: str) -> tuple[Place, ...]:
    """Of the ZIPs that differ in one of the last two digits: the first three say the area, and are rarely wrong."""
    near = {digits[:3] + other + digits[4] for other in "0123456789"}
    near |= {digits[:4] + other for other in "0123456789"} | {digits[:3] + digits[4] + digits[3]}
    return tuple(place.zips(sorted(map(int, near))).values())[:MOST]


def _zips_of(typed: str) -> tuple[Place, ...]:
    if not SHORT_ZIP.fullmatch(typed) or not typed.isascii():
        return ()
    return tuple(place.zips([int(typed)]).values())


def _weigh(candidates: list[Candidate], near_country: str | None) -> Answer:
    ordered = sorted(
        _without_own_county(candidates),
        key=lambda each: (not each.is_in(near_country), -each.population, each.place.name),
    )
    places = tuple(each.place for each in ordered)
    if _is_clear(ordered) and places[0].kind is not Kind.COURT:
        return Answer(places[:1], places[1 : MOST + 1])
    return Answer(places[:MOST], more=max(0, len(places) - MOST))


def _is_clear(ordered: list[Candidate]) -> bool:
    """Whether the first is so much larger than every other that nobody would mean another without saying so."""
    others = [each.population + 1 for each in ordered[1:]]
    return bool(ordered) and (not others or ordered[0].population >= CLEARLY_LARGER * max(others))


def _without_own_county(candidates: list[Candidate]) -> list[Candidate]:
    """San Francisco lies in San Francisco County: who means the county finds it with the town."""
    of_towns = {each.place.served_by[0] for each in candidates if each.place.kind is Kind.TOWN}
    return [
        each for each in candidates if each.place.kind is not Kind.COUNTY or each.place.code not in of_towns
    ]


def _slips(readings: list[Reading], near_country: str | None) -> tuple[Place, ...]:
    """Return places whose names are a slip or two away, the fewest slips first."""
    slips: dict[Reading, int] = {}
    for reading in [*readings, *_with_region_mended(readings)]:
        slips.setdefault(reading, 0)
        for count, key in spelling.near(reading.key):
            slips.setdefault(Reading(key, reading.inside), count)
    found: list[Place] = []
    for count in range(3):
        same = [reading for reading, slip in slips.items() if slip == count]
        answer = _weigh(find(same), near_country) if same else Answer()
        found += [each for each in answer.places + answer.nearly if each not in found]
    return tuple(found)


def _with_region_mended(readings: list[Reading]) -> list[Reading]:
    """A slip may be in the state: Duluth, Minesota."""
    names: dict[str, set[str]] = {}
    for key, code in ask_among("SELECT key, ref FROM name WHERE kind IN ({})", "r"):
        names.setdefault(key, set()).add(code)
    long = [key for key in names if len(key) >= spelling.LONG]
    mended = []
    for words in (reading.key.split() for reading in readings if not reading.inside):
        for at in range(max(1, len(words) - 2), len(words)):
            for _, key in spelling.nearest(" ".join(words[at:]), long):
                mended.append(Reading(" ".join(words[:at]), (frozenset(names[key]),)))
    return mended
