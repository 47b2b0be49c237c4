"""Where a network's place has no program: counties of a state, states of a country, by what listings say they serve."""

from dataclasses import dataclass

from network import places
from network.directory.models import Listing, Serves
from network.places import Named

COUNTRY = "country:"


@dataclass(frozen=True)
class Gaps:
    """The parts of a place: `without` no listed program names, of `parts` in all; `wide` programs serve all of it."""

    parts: int
    without: tuple[Named, ...]
    wide: int


def gaps_of(code: str) -> Gaps:
    """Return what of a place no listed program serves by name, in two queries; no parts where we know of none.

    Whoever serves the whole place, or more, is counted apart: whether that reaches everywhere there, only they know.
    """
    parts = _parts(code)
    inner = {part.code: _inside(part.code) if code.startswith(COUNTRY) else [part.code] for part in parts}
    served = _served([each for codes in inner.values() for each in codes])
    without = tuple(part for part in parts if not served.intersection(inner[part.code]))
    place = places.place_of(code)
    return Gaps(len(parts), without, _wide(place.served_by) if place else 0)


def _parts(code: str) -> list[Named]:
    if code.startswith(COUNTRY):
        return places.divisions_of(code.removeprefix(COUNTRY))
    return places.counties_of(code)


def _inside(division: str) -> list[str]:
    return [division, *(county.code for county in places.counties_of(division))]


def _served(codes: list[str]) -> set[str]:
    rows = Serves.objects.filter(code__in=codes, listing__in=Listing.objects.open())
    return set(rows.values_list("code", flat=True).distinct())


def _wide(codes: tuple[str, ...]) -> int:
    rows = Serves.objects.filter(code__in=codes, listing__in=Listing.objects.open())
    return rows.values("listing").distinct().count()
