"""US ZIP codes and Canadian postal areas: where they are, and the counties a ZIP may lie in."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from infra.geography.counties import Counties
from infra.geography.divisions import PROVINCES, STATES

# Fleet and army post offices: the letters say the ocean, not the place.
MILITARY = frozenset({"AA", "AE", "AP"})
# pypostalcode's names that are not the province's.
PROVINCE_NAMES = {name: code for code, (_, name) in PROVINCES.items()} | {
    "Northwest Territory": "NT",
    "Nunavut Territory": "NU",
}


class Zip(NamedTuple):
    """One ZIP: its point if any, its county and others it may lie in, or the region that has no counties."""

    number: int
    latitude: float | None
    longitude: float | None
    counties: list[int]
    region: str | None


class Fsa(NamedTuple):
    """The first three signs of a Canadian postal code."""

    code: str
    province: str
    latitude: float
    longitude: float


class Agreement:
    """Counts how often the county of a point is the county that the ZIP's own record names."""

    def __init__(self) -> None:
        self.compared = self.agreed = self.near = 0

    def count(self, counties: list[int], named: int | None) -> None:
        if named and counties:
            self.compared += 1
            self.agreed += counties[0] == named
            self.near += named in counties


def read_zips(rows: Iterable[Mapping], counties: Counties, agreement: Agreement) -> Iterator[Zip]:
    """Yield every ZIP by its point; the county that its record names is only put beside the one found."""
    for row in rows:
        number, state = int(row["zip_code"]), row["state"]
        latitude, longitude = float(row["lat"]), float(row["long"])
        if state in MILITARY:
            yield Zip(number, None, None, [], state)
            continue
        named = counties.named(state, row["county"]) if row["county"] else None
        placed = bool(latitude or longitude)
        found = counties.around(latitude, longitude, state) if placed and state in STATES else []
        agreement.count(found, named)
        # The record's county comes second: it is what the post office and many courts go by.
        also = [fips for fips in ([named] if named else []) + found[1:] if fips != (found or [None])[0]]
        together = list(dict.fromkeys([*found[:1], *also]))
        if placed:
            yield Zip(number, latitude, longitude, together, None if together else state)
        elif named:
            middle = counties.counties[named].shape.centroid()
            yield Zip(number, *middle, [named], None)
        else:
            yield Zip(number, None, None, [], state)


def read_fsas(file: Path) -> list[Fsa]:
    """Return the postal areas of Canada."""
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT fsa, province, latitude, longitude FROM PostalCodes ORDER BY fsa"
    ).fetchall()
    connection.close()
    return [
        Fsa(fsa, PROVINCE_NAMES[province], latitude, longitude) for fsa, province, latitude, longitude in rows
    ]
