"""Listings from public sources that may be the program's own, and what became of its word that one is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from network.directory.models import ClaimState, Listing
from network.directory.words import words_of
from programs.listing.document import served
from programs.models import Program
from tenants.context import platform

MOST_OFFERED, MOST_LOOKED_AT = 5, 200
COMMON = frozenset(
    """
    a and center centre circle circles community conferencing conflict council county dialog dialogue diversion family
    for in institute initiative justice mediation mediations meetings network of office offender offenders partnership
    peacemaking program programs project reconciliation resolution restitution restorative service services settlement
    dispute the victim victims youth
    """.split()  # noqa: SIM905 - a list of fifty strings reads worse
)
"""Words that half of all programs have in their names."""


@dataclass(frozen=True)
class Claimable:
    """A listing that the program may say is its own."""

    id: UUID
    name: str
    source: str
    says: tuple[str, ...]
    """Where it is, as far as that is stated."""


def claim_of(program: Program) -> dict[str, Any] | None:
    """Return what the program claimed last, with its name and what became of it; None if it never did."""
    return program.listing_claim


def may_claim(program: Program) -> bool:
    """Return whether the program may still take over a listing: it has none of its own, and no claim waits."""
    waits = bool(program.listing_claim) and program.listing_claim["state"] != ClaimState.DECLINED  # type: ignore[index]
    return not program.listing_version and not waits


def claimable(program: Program) -> list[Claimable]:
    """Return the listings from public sources that share words of the name, or a place, with the program."""
    if not may_claim(program):
        return []
    words = set(words_of(program.name)) - COMMON
    codes = served(program.listing_draft)
    alike = Q(served__code__in=codes)
    if words:
        alike |= Q(
            words=SearchQuery(
                " | ".join(f"'{word}':A" for word in sorted(words)), config="simple", search_type="raw"
            )
        )
    with platform():
        found = list(
            Listing.objects.unclaimed()
            .filter(alike)
            .defer("words")
            .distinct()
            .order_by("pk")[:MOST_LOOKED_AT]
        )
    found.sort(key=lambda each: (-len(words & set(words_of(each.name))), each.name))
    return [_offered(each) for each in found[:MOST_OFFERED]]


def _offered(listing: Listing) -> Claimable:
    where = dict.fromkeys(site.city or site.area for site in listing.stated.sites)
    return Claimable(listing.pk, listing.name, listing.source, tuple(filter(None, where)))


def find_claimable(program: Program, listing_id: UUID) -> Claimable | None:
    """Return a listing that the program may claim, by its id; None for any other."""
    if not may_claim(program):
        return None
    with platform():
        listing = Listing.objects.unclaimed().defer("words").filter(pk=listing_id).first()
    return _offered(listing) if listing else None
