"""What a place is: its code, its name, where it lies, and every code of a listing that covers it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from network.places.file import ask, ask_among, degrees

WORLD = "world"
# The names that the US Postal Service gives to what its "states" without a place stand for.
NOT_STATES = {
    "AA": "Armed Forces Americas",
    "AE": "Armed Forces Europe",
    "AP": "Armed Forces Pacific",
    "FM": "Federated States of Micronesia",
    "MH": "Marshall Islands",
    "PW": "Palau",
}
MILITARY = frozenset({"AA", "AE", "AP"})
PREFIXES = {"US": "us-state", "CA": "ca-prov", "GB": "gb-nation", "AU": "au-state"}


class Kind(StrEnum):
    """What sort of place it is."""

    ZIP = "zip"
    FSA = "fsa"
    TOWN = "town"
    COUNTY = "county"
    COURT = "court"
    STATE = "state"
    PROVINCE = "province"
    NATION = "nation"
    COUNTRY = "country"
    WORLD = "world"


class Named(NamedTuple):
    """A code and what people call it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    `latitude` and `longitude` are degrees, or None where a point would say nothing (a country, a military address).
    `served_by` has every code that covers the place, the nearest first and `world` last. `or_in` has other counties
    that it may lie in, because its point is near a county line: show them and let the person choose.
    """

    code: str
    kind: Kind
    name: str
    latitude: float | None
    longitude: float | None
    served_by: tuple[str, ...]
    or_in: tuple[Named, ...] = ()


class Region(NamedTuple):
    """A country, or what it is divided into. `population` is only good for saying which of two is larger."""

    code: str
    kind: Kind
    country: str
    short: str
    name: str
    latitude: float | None
    longitude: float | None
    population: int


@cache
def regions() -> dict[str, Region]:
    """Return all regions by code; there are under a hundred."""
    rows = ask("SELECT code, kind, country, short, name, latitude, longitude, population FROM region")
    return {
        code: Region(code, Kind(kind), country, short, name, *degrees(latitude, longitude), population)
        for code, kind, country, short, name, latitude, longitude, population in rows
    }


@cache
def _only_counties() -> dict[str, str]:
    """States that are one county: who looks for the one means the other."""
    rows = ask("SELECT state, MIN(fips) FROM county GROUP BY state HAVING COUNT(*) = 1")
    return {f"us-state:{state}": county_code(fips) for state, fips in rows}


def county_code(fips: int) -> str:
    """Return the code under which a listing serves a county, from the number of the US Census Bureau."""
    return f"us-county:{fips:05}"


def _within(country: str, division: str | None) -> tuple[str, ...]:
    """Return the codes of a division, its country and everywhere."""
    inner = (f"{PREFIXES[country]}:{division}",) if division else ()
    return (*inner, f"country:{country.lower()}", WORLD)


def _region_name(country: str, division: str | None) -> str:
    return translation.gettext(regions()[_within(country, division)[0]].name)


def _join(*names: str | None) -> str:
    """Join with commas; "Guam, Guam" is Guam."""
    return ", ".join(dict.fromkeys(name for name in names if name))


def make_region(region: Region) -> Place:
    """Return a country, state, province or nation as a place."""
    outer = (f"country:{region.country.lower()}", WORLD)
    own = (region.code,) if region.kind is not Kind.COUNTRY else ()
    only = (_only_counties()[region.code],) if region.code in _only_counties() else ()
    return Place(
        region.code,
        region.kind,
        translation.gettext(region.name),
        region.latitude,
        region.longitude,
        (*only, *own, *outer),
    )


def counties(fips: Iterable[int]) -> dict[int, Place]:
    """Return the counties of these numbers that exist, in one query."""
    rows = ask_among("SELECT fips, name, state, latitude, longitude FROM county WHERE fips IN ({})", fips)
    return {
        number: Place(
            county_code(number),
            Kind.COUNTY,
            _join(name, _region_name("US", state)),
            *degrees(latitude, longitude),
            (county_code(number), *_within("US", state)),
        )
        for number, name, state, latitude, longitude in rows
    }


def _others(also: str | None) -> list[int]:
    return [int(fips) for fips in (also or "").split()]


def _named(fips: Iterable[int], known: dict[int, Place]) -> tuple[Named, ...]:
    return tuple(Named(known[number].code, known[number].name) for number in fips)


def zips(numbers: Iterable[int]) -> dict[int, Place]:
    """Return the ZIP codes of these numbers that exist, in two queries."""
    rows = ask_among(
        "SELECT number, latitude, longitude, county, also, region FROM zip WHERE number IN ({})", numbers
    )
    known = counties({fips for row in rows for fips in (row[3], *_others(row[4])) if fips})
    found = {}
    for number, latitude, longitude, county, also, region in rows:
        if county:
            name, within = known[county].name, known[county].served_by
        elif region in NOT_STATES:
            name, within = NOT_STATES[region], _within("US", None) if region in MILITARY else (WORLD,)
        else:
            name, within = _region_name("US", region), _within("US", region)
        found[number] = Place(
            f"zip:{number:05}", Kind.ZIP, f"{number:05}, {name}", *degrees(latitude, longitude), within,
            _named(_others(also), known),
        )  # fmt: skip
    return found


def towns(numbers: Iterable[int]) -> dict[int, Place]:
    """Return the towns of these numbers (GeoNames') that exist, in two queries."""
    rows = ask_among(
        "SELECT number, name, latitude, longitude, country, division, county, also FROM town WHERE number IN ({})",
        numbers,
    )
    known = counties({fips for row in rows for fips in (row[6], *_others(row[7])) if fips})
    return {
        number: Place(
            f"town:{number}",
            Kind.TOWN,
            _join(name, known[county].name if county else _region_name(country, division)),
            *degrees(latitude, longitude),
            known[county].served_by if county else _within(country, division),
            _named(_others(also), known),
        )
        for number, name, latitude, longitude, country, division, county, also in rows
    }


def fsas(codes: Iterable[str]) -> dict[str, Place]:
    """Return the Canadian postal areas of these three signs that exist."""
    rows = ask_among("SELECT code, province, latitude, longitude FROM fsa WHERE code IN ({})", codes)
    return {
        code: Place(
            f"ca-fsa:{code}",
            Kind.FSA,
            f"{code}, {_region_name('CA', province)}",
            *degrees(latitude, longitude),
            (f"ca-fsa:{code}", *_within("CA", province)),
        )
        for code, province, latitude, longitude in rows
    }


def courts(ids: Iterable[str]) -> dict[str, Place]:
    """Return the courts of these ids (of courts-db) that exist, in two queries; each lies where its county does."""
    rows = ask_among("SELECT id, name, state, county FROM court WHERE id IN ({})", ids)
    known = counties({county for *_, county in rows if county})
    found = {}
    for number, name, state, county in rows:
        around = known[county] if county else None
        region = regions()[f"us-state:{state}"] if state else None
        whole = name if not region or region.name in name else f"{name}, {region.name}"
        within = around.served_by if around else _within("US", state)
        middle = around or region
        found[number] = Place(
            f"court:{number}", Kind.COURT, whole, middle.latitude if middle else None,
            middle.longitude if middle else None, (f"court:{number}", *within),
        )  # fmt: skip
    return found


def everywhere() -> Place:
    """Return the whole world as a place."""
    return Place(WORLD, Kind.WORLD, _("Everywhere"), None, None, (WORLD,))
