"""Counties of the United States: their names, outlines and the county of a point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from infra.geography.divisions import STATE_OF_FIPS
from infra.geography.shapes import Locator, Shape
from network.places.folding import fold

# A place this near a county line may be served from the other side of it.
NEAR = 5.0
# How far from a generalized coast a point may lie and still belong to it: piers, islets, harbors.
OFFSHORE = 40.0

# Alaska divided Valdez-Cordova in 2019, after the outlines were drawn. The new line follows the crest of the
# Chugach Mountains, near this latitude; both new ones keep the old outline and each names the other.
DIVIDED, NORTH_PART, SOUTH_PART, DIVIDING_LATITUDE = 2261, 2066, 2063, 61.3

# What follows the name of a county and is left out by people who look for it.
KINDS = (
    "City and Borough",
    "Census Area",
    "County",
    "Parish",
    "Municipio",
    "Municipality",
    "Borough",
    "city",
    "Island",
    "District",
)


@dataclass
class County:
    """One county, or what counts as one: parish, borough, independent city."""

    fips: int
    name: str
    state: str
    shape: Shape
    population: int = 0
    keys: set[str] = field(default_factory=set)


def read(names: Iterable[Mapping[str, str]], outlines: Mapping[str, Shape]) -> dict[int, County]:
    """Return the counties that have both a name and an outline (three uninhabited or tiny islands have none)."""
    found = {}
    for row in names:
        fips = int(row["fips"])
        outline = outlines.get(f"{DIVIDED if fips in (NORTH_PART, SOUTH_PART) else fips:05}")
        if outline:
            found[fips] = County(fips, row["name"], row["state"], outline, keys=set(_keys(row["name"])))
    return found


def _keys(name: str) -> Iterable[str]:
    yield fold(name)
    for kind in KINDS:
        if name.endswith(f" {kind}"):
            bare = name.removesuffix(f" {kind}")
            yield fold(bare)
            if kind != "city":  # Baltimore city is not Baltimore County
                yield fold(f"{bare} County")
            return


class Counties:
    """Answers which county a point lies in, and which others it may be meant to lie in."""

    def __init__(self, counties: Mapping[int, County]) -> None:
        self.counties = counties
        shapes = {fips: county.shape for fips, county in counties.items() if fips != NORTH_PART}
        self.locator = Locator(shapes, OFFSHORE)
        self.by_name = {(county.state, key): fips for fips, county in counties.items() for key in county.keys}

    def named(self, state: str, name: str) -> int | None:
        """Return the county of a state by its name as some register writes it, or None."""
        return self.by_name.get((state, fold(name)))

    def around(self, latitude: float, longitude: float, state: str) -> list[int]:
        """Return the county of the point and then those within NEAR, nearest first, all in its state."""
        near = [
            (distance, fips)
            for distance, fips in self.locator.near(latitude, longitude)
            if self.counties[fips].state == state
        ]
        # What lies off every coast belongs to the nearest.
        chosen = [fips for distance, fips in near if distance <= NEAR] or [fips for _, fips in near[:1]]
        return self._divide(chosen, latitude)

    @staticmethod
    def _divide(chosen: list[int], latitude: float) -> list[int]:
        if SOUTH_PART not in chosen:
            return chosen
        at = chosen.index(SOUTH_PART)
        parts = [NORTH_PART, SOUTH_PART] if latitude > DIVIDING_LATITUDE else [SOUTH_PART, NORTH_PART]
        return [*chosen[:at], *parts, *chosen[at + 1 :]]


def state_of(fips: int) -> str:
    """Return the two letters of the state of a county."""
    return STATE_OF_FIPS[fips // 1000]
