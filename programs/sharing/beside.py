"""The program's own shares beside published ones: whether the gap is larger than chance. Never a rank."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Any

from network.reporting.models import Kind, Release, ReleaseState
from network.reporting.ranges import CONFIDENT
from network.reporting.shares import ALL, PERCENTAGES, Percentage
from programs.sharing.consent import Consent
from programs.sharing.handing import Handed

FEWEST = 10
"""Own cases below which a percentage would say nothing."""


@dataclass(frozen=True)
class Own:
    """A share of the program's own cases, exact, and its range by Wilson's score."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.part / self.whole


@dataclass(frozen=True)
class Gap:
    """An own share beside a published one; `is_real` is None where one of them says too little."""

    percentage: Percentage
    own: Own | None
    peer: float | None
    low: float | None
    high: float | None
    is_real: bool | None
    is_above: bool = False


def own_shares(handed: Handed) -> dict[str, Own]:
    """Return the shares of what the program handed in, of all its cases; those of too few cases are left out."""
    found = {}
    for each in PERCENTAGES:
        columns = _columns(handed, each.table or "type")
        part, whole = (sum(columns.get(name, 0) for name in names) for names in (each.part, each.whole))
        if whole >= FEWEST:
            found[each.id] = Own(part, whole, *wilson(part, whole))
    return found


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return the range of 95 % of a share of exact counts (Wilson 1927)."""
    z2, share = CONFIDENT**2, part / whole
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = CONFIDENT / (1 + z2 / whole) * sqrt(share * (1 - share) / whole + z2 / (4 * whole**2))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def is_larger_than_chance(own: Own, peer: float, low: float, high: float) -> bool:
    """Return whether two shares differ by more than chance and noise explain, at 95 % and both ways.

    The range of the difference is put together from the two ranges (Newcombe 1998, method 10), of which the
    published one knows of its noise. The published share holds the program's own cases too, which makes this careful.
    """
    gap = own.share - peer
    below = gap - sqrt((own.share - own.low) ** 2 + (high - peer) ** 2)
    above = gap + sqrt((own.high - own.share) ** 2 + (peer - low) ** 2)
    return below > 0 or above < 0


def gaps(handed: Handed, document: dict[str, Any]) -> Iterator[Gap]:
    """Yield every published share of all cases of a domain beside the program's own."""
    own = own_shares(handed)
    by_id = {each.id: each for each in PERCENTAGES}
    for told in document["shares"]:
        if told["row"] != ALL:
            continue
        mine, peer = own.get(told["id"]), told["part"]
        is_real = None
        if mine is not None and peer is not None:
            is_real = is_larger_than_chance(mine, peer, told["low"], told["high"])
        yield Gap(
            by_id[told["id"]],
            mine,
            peer,
            told["low"],
            told["high"],
            is_real,
            is_above=mine is not None and peer is not None and mine.share > peer,
        )


def published_for(consent: Consent, nation: str, kind: str, year: int) -> list[Release]:
    """Return the published figures of the nation, region and network of a program, as anybody may read them."""
    codes = [nation, consent.region, *([consent.network] if consent.network else [])]
    rows = Release.objects.filter(
        period__kind=kind, period__year=year, domain__in=codes, state=ReleaseState.PUBLISHED
    )
    return sorted(rows, key=lambda each: codes.index(each.domain))


def years_with_own(handed: list[Handed]) -> list[int]:
    """Return the years of which the program handed in a count, the newest first."""
    return sorted({each.year for each in handed if each.kind == Kind.YEAR}, reverse=True)


def _columns(handed: Handed, table: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for row in handed.counts.get(table, {}).values():
        for column, n in row.items():
            columns[column] = columns.get(column, 0) + n
    return columns
