"""Towns of GeoNames, with their state or province and, in the United States, their counties."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from infra.geography.counties import Counties
from infra.geography.divisions import DIVISIONS, STATES, TERRITORIES, TOWNS_ALSO_CALLED
from network.places.distance import measure
from network.places.folding import fold

# Places of fewer people are left out where the sheer number of villages would double the file.
FEWEST = {"AU": 1000, "NZ": 500}
# A shorter form of a name is a key too ("Hull" of Kingston upon Hull) where the place is large enough to be meant.
LARGE = 15_000


class Town(NamedTuple):
    """One town: GeoNames' number and name, its country, division ("MN", "ON", "SCT") and counties."""

    number: int
    name: str
    latitude: float
    longitude: float
    population: int
    country: str
    division: str | None
    counties: list[int]
    keys: list[str]


def read(rows: Iterable[Mapping], counties: Counties) -> list[Town]:
    """Return the towns of the countries that we know, by number; no two of them are called the same."""
    towns = list(_read(rows, counties))
    alike = Counter(_label(town) for town in towns)
    large = [town for town in towns if town.population >= LARGE]
    named = [_name_after_neighbor(town, large) if alike[_label(town)] > 1 else town for town in towns]
    # Those still alike are one town that GeoNames has twice.
    best = {_label(town): town for town in sorted(named, key=lambda town: (town.population, -town.number))}
    return sorted(best.values())


def _label(town: Town) -> tuple:
    return town.name, town.country, town.division, *town.counties[:1]


def _name_after_neighbor(town: Town, large: list[Town]) -> Town:
    """England has five towns called Walton: Walton (Wakefield) is the one near Wakefield."""
    near = [other for other in large if other.country == town.country and other.name != town.name]
    nearest = min(
        near, key=lambda other: measure(town.latitude, town.longitude, other.latitude, other.longitude)
    )
    name = f"{town.name} ({nearest.name})"
    return town._replace(name=name, keys=[*town.keys, fold(name)])


def _read(rows: Iterable[Mapping], counties: Counties) -> Iterator[Town]:
    for row in sorted(rows, key=lambda row: row["geonameid"]):
        country, division = _division(row["countrycode"], row["admin1code"])
        if not country or row["population"] < FEWEST.get(country, 0) or row["name"].endswith("(historical)"):
            continue
        around = (
            counties.around(row["latitude"], row["longitude"], division)
            if country == "US" and division
            else []
        )
        yield Town(
            row["geonameid"],
            row["name"],
            row["latitude"],
            row["longitude"],
            row["population"],
            country,
            division,
            around,
            sorted(_keys(row)),
        )


def _division(country: str, number: str) -> tuple[str | None, str | None]:
    if country in TERRITORIES:
        return "US", country
    if country == "US":
        return (country, number) if number in STATES else (None, None)
    if country in DIVISIONS:
        found = [code for code, (theirs, _) in DIVISIONS[country].items() if theirs == number]
        return (country, found[0]) if found else (None, None)
    return (country, None) if country == "NZ" else (None, None)


def _keys(row: Mapping) -> set[str]:
    whole = fold(row["name"])
    keys = {whole, *(fold(name) for name in TOWNS_ALSO_CALLED.get(row["geonameid"], ()))}
    keys.add(whole.removesuffix(" village"))  # Guam's towns are all called so
    if row["population"] >= LARGE:
        words = set(whole.split())
        shorter = {fold(name) for name in row["alternatenames"]}
        keys |= {key for key in shorter if len(key) > 3 and set(key.split()) < words}
    return keys
