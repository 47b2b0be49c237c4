"""Lists to choose from without typing: countries, states, counties, courts."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils import translation

from network.places import place
from network.places.file import ask
from network.places.folding import fold
from network.places.place import Kind, Named


def countries() -> list[Named]:
    """Return the countries by name."""
    return _sorted(
        Named(each.code, translation.gettext(each.name))
        for each in place.regions().values()
        if each.kind is Kind.COUNTRY
    )


def states() -> list[Named]:
    """Return the states of the United States, its capital's district and its territories by name."""
    return divisions_of("us")


def divisions_of(country: str) -> list[Named]:
    """Return the states, provinces or nations of a country ("us", "ca", "gb", "au") by name; none for another."""
    return _sorted(
        Named(each.code, translation.gettext(each.name))
        for each in place.regions().values()
        if each.kind is not Kind.COUNTRY and each.country == country.upper()
    )


@lru_cache(maxsize=100)
def counties_of(state: str) -> list[Named]:
    """Return the counties of a state (`us-state:MN`) by name, without the state's; none for another code."""
    rows = ask("SELECT fips, name FROM county WHERE 'us-state:' || state = ? ORDER BY name", (state,))
    return _sorted(Named(place.county_code(fips), name) for fips, name in rows)


def courts_of(code: str) -> list[Named]:
    """Return the courts that are known to sit in a county (`us-county:34013`) or a state, by name."""
    prefix, _, within = code.partition(":")
    column = {"us-county": "county", "us-state": "state"}.get(prefix)
    if not column or (prefix == "us-county" and not (within.isascii() and within.isdecimal())):
        return []
    value = int(within) if prefix == "us-county" else within
    rows = ask(f"SELECT id, name FROM court WHERE {column} = ?", (value,))
    return _sorted(Named(f"court:{number}", name) for number, name in rows)


def _sorted(named: Iterable[Named]) -> list[Named]:
    return sorted(named, key=lambda each: fold(each.name))
