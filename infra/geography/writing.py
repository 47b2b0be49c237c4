"""Writes the one file: the same rows give the same bytes."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from infra.geography.counties import Counties
from infra.geography.courts import Court
from infra.geography.divisions import ALSO_CALLED, COUNTRIES, DIVISIONS, PREFIXES, STATES
from infra.geography.postal import Fsa, Zip
from infra.geography.shapes import Shape
from infra.geography.sources import Source
from infra.geography.towns import Town
from network.places.folding import fold
from network.places.packing import pack

# Coordinates are whole numbers of ten-thousandths of a degree (11 m), which SQLite keeps in three or four bytes.
SCALE = 10_000
SCHEMA = """
CREATE TABLE source (name TEXT PRIMARY KEY, package TEXT, version TEXT, sha256 TEXT, licence TEXT, notice TEXT,
    address TEXT, licence_address TEXT, terms TEXT) WITHOUT ROWID;
CREATE TABLE region (code TEXT PRIMARY KEY, kind TEXT, country TEXT, short TEXT, name TEXT, latitude INTEGER,
    longitude INTEGER, population INTEGER, south INTEGER, west INTEGER, north INTEGER, east INTEGER, outline BLOB)
    WITHOUT ROWID;
CREATE TABLE county (fips INTEGER PRIMARY KEY, state TEXT, name TEXT, latitude INTEGER, longitude INTEGER,
    population INTEGER, south INTEGER, west INTEGER, north INTEGER, east INTEGER, outline BLOB);
CREATE TABLE zip (number INTEGER PRIMARY KEY, latitude INTEGER, longitude INTEGER, county INTEGER, also TEXT,
    region TEXT);
CREATE TABLE fsa (code TEXT PRIMARY KEY, province TEXT, latitude INTEGER, longitude INTEGER) WITHOUT ROWID;
CREATE TABLE town (number INTEGER PRIMARY KEY, name TEXT, latitude INTEGER, longitude INTEGER, population INTEGER,
    country TEXT, division TEXT, county INTEGER, also TEXT);
CREATE TABLE court (id TEXT PRIMARY KEY, name TEXT, key TEXT, state TEXT, county INTEGER) WITHOUT ROWID;
-- What is typed leads to a region (r), county (c) or town (t); and from its end
-- backwards to names that differ at the beginning.
CREATE TABLE name (key TEXT, kind TEXT, ref, PRIMARY KEY (key, kind, ref)) WITHOUT ROWID;
CREATE TABLE tail (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Writing:
    """The rows of each table, put together from what the readers found."""

    def __init__(
        self, counties: Counties, towns: list[Town], fsas: list[Fsa], states: Mapping[str, Shape]
    ) -> None:
        self.counties, self.towns, self.fsas, self.states = counties, towns, fsas, states
        self.of_county: Counter[int] = Counter()
        self.of_region: Counter[str] = Counter()
        for town in towns:
            self.of_region[f"country:{town.country}"] += town.population
            if town.division:
                self.of_region[f"{PREFIXES[town.country]}:{town.division}"] += town.population
            if town.counties:
                self.of_county[town.counties[0]] += town.population

    def regions(self) -> Iterator[tuple]:
        """Countries and what they are divided into; the countries have no point, being too large for one."""
        for country, name in COUNTRIES.items():
            code = f"country:{country.lower()}"
            count = self.of_region[f"country:{country}"]
            yield code, "country", country, country, name, None, None, count, None, None, None, None, None
        for short, (number, name) in STATES.items():
            shape, code = self.states[f"{number:02}"], f"us-state:{short}"
            measured = _measured(shape)
            yield (
                code, "state", "US", short, name, *measured[:2], self.of_region[code], *measured[2:],
            )  # fmt: skip
        for country, divisions in DIVISIONS.items():
            kind = {"CA": "province", "GB": "nation", "AU": "state"}[country]
            for short, (_, name) in divisions.items():
                code = f"{PREFIXES[country]}:{short}"
                middle = _scaled(*self._middle(country, short))
                yield (
                    code, kind, country, short, name, *middle, self.of_region[code], None, None, None, None, None,
                )  # fmt: skip

    def _middle(self, country: str, division: str) -> tuple[float, float]:
        """Where its people are, since no outline is known: the middle of the towns by their size."""
        towns = [town for town in self.towns if (town.country, town.division) == (country, division)]
        people = sum(town.population for town in towns)
        return (
            sum(town.latitude * town.population for town in towns) / people,
            sum(town.longitude * town.population for town in towns) / people,
        )

    def county_rows(self) -> Iterator[tuple]:
        for fips, county in self.counties.counties.items():
            measured = _measured(county.shape)
            yield fips, county.state, county.name, *measured[:2], self.of_county[fips], *measured[2:]

    def town_rows(self) -> Iterator[tuple]:
        for town in self.towns:
            yield (
                town.number, town.name, *_scaled(town.latitude, town.longitude), town.population, town.country,
                town.division, *_first_and_others(town.counties),
            )  # fmt: skip

    def name_rows(self) -> set[tuple]:
        """Every key of every region, county and town."""
        keys: dict[tuple[str, str | int], set[str]] = defaultdict(set)
        for code, _, country, short, name, *_ in self.regions():
            keys["r", code] |= {fold(name), *(fold(other) for other in ALSO_CALLED.get(code, ()))}
            if not code.startswith("country:") or country != "CA":  # CA is California
                keys["r", code].add(fold(short))
        for fips, county in self.counties.counties.items():
            if county.name != STATES[county.state][1]:  # Guam is one county: its name is the territory's
                keys["c", fips] |= county.keys
        for town in self.towns:
            keys["t", town.number] |= set(town.keys)
        return {(key, kind, ref) for (kind, ref), found in keys.items() for key in found if key}


def write(
    file: Path, writing: Writing, zips: Iterable[Zip], courts: Iterable[Court], sources: Mapping[str, Source]
) -> None:
    """Replace `file` with one that holds all of it."""
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; BEGIN; {SCHEMA}")
    names = writing.name_rows()
    rows = {
        "source": (source.row(key) for key, source in sources.items()),
        "region": writing.regions(),
        "county": writing.county_rows(),
        "zip": (
            (row.number, *_scaled(row.latitude, row.longitude), *_first_and_others(row.counties), row.region)
            for row in zips
        ),
        "fsa": ((row.code, row.province, *_scaled(row.latitude, row.longitude)) for row in writing.fsas),
        "town": writing.town_rows(),
        "court": ((row.number, row.name, fold(row.name), row.state, row.county) for row in courts),
        "name": names,
        "tail": {(key[::-1],) for key, _, _ in names},
    }
    for table, found in rows.items():
        ordered = sorted(found, key=lambda row: tuple(map(str, row)))
        marks = ", ".join("?" * len(ordered[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", ordered)
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    connection.close()
    _forget_writer(file)


def _forget_writer(file: Path) -> None:
    """Blank the header's two notes on the program that wrote last; nothing reads them, and they change with it."""
    with file.open("r+b") as opened:
        opened.seek(92)
        opened.write(bytes(8))


def _measured(shape: Shape) -> tuple:
    """Return latitude, longitude, south, west, north, east and outline as they are kept."""
    south, west, north, east = shape.bounds()
    return *_scaled(*shape.centroid()), *_scaled(south, west), *_scaled(north, east), pack(shape.rings)


def _scaled(latitude: float | None, longitude: float | None) -> tuple[int | None, int | None]:
    if latitude is None or longitude is None:
        return None, None
    return round(latitude * SCALE), round(longitude * SCALE)


def _first_and_others(counties: list[int]) -> tuple[int | None, str | None]:
    return (counties[0] if counties else None), " ".join(f"{fips:05}" for fips in counties[1:]) or None
