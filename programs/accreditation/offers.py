"""Standards that a program can apply for: those of the networks that it belongs to, as the platform shows them now."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from network.accreditation.criteria import Document, in_language
from network.accreditation.models import StandardVersion, State
from network.accreditation.states import ASKED
from programs.accreditation.copies import DRAFT, copies_of
from programs.models import Program
from programs.networks.copies import IS_MEMBER
from programs.networks.copies import copies_of as memberships_of
from tenants.context import platform

MOST = 100
TAKEN = (DRAFT, *ASKED, State.PROVISIONAL, State.ACCREDITED, State.SUSPENDED)
"""While it stands so with a program, that applies for no other by the same standard."""


@dataclass(frozen=True)
class Offer:
    """The version of a standard that one would apply by, and what the program has of it already."""

    id: uuid.UUID
    told: dict[str, Any]
    known: str
    """How the program stands with it; nothing where it can apply."""

    @property
    def is_open(self) -> bool:
        """Return whether the program has nothing of it that stands, or is under way, so that it can begin."""
        return self.known not in TAKEN

    @property
    def content(self) -> Document:
        """Return what the standard asks for."""
        return Document.read(self.told["document"])

    @property
    def name(self) -> str:
        """Return its title in the language of whoever reads."""
        return in_language(self.told["title"])


def offers_to(program: Program, today: dt.date) -> list[Offer]:
    """Return what the program's networks accredit for, by network and age, at most MOST."""
    networks = [uuid.UUID(each.network) for each in memberships_of(program) if each.state in IS_MEMBER]
    if not networks:
        return []
    with platform():
        rows = StandardVersion.objects.filter(standard__network__in=networks, standard__closed_at=None)
        latest = rows.order_by("standard", "-number").distinct("standard")
        found = list(latest.select_related("standard__network")[:MOST])
    taken = {(each.network, each.standard): each.state_on(today) for each in reversed(copies_of(program))}
    offers = [_offer(each, taken) for each in found]
    return sorted(offers, key=lambda each: (each.told["network_name"], each.told["standard"]))


def offer_of(program: Program, key: uuid.UUID, today: dt.date) -> Offer | None:
    """Return one of them; None for what is none."""
    return next((each for each in offers_to(program, today) if each.id == key), None)


def standard_told(row: StandardVersion) -> dict[str, Any]:
    """Return a version of a standard as a program keeps it with its application."""
    network = row.standard.network
    return {
        "network": str(network.pk),
        "network_name": network.name,
        "network_slug": network.slug,
        "standard": row.standard.slug,
        "by": str(row.pk),
        "title": row.title,
        "number_of_standard": row.number,
        "document": row.document,
        "renewal_months": row.renewal_months,
    }


def _offer(row: StandardVersion, taken: dict[tuple[str, str], str]) -> Offer:
    told = standard_told(row)
    return Offer(row.pk, told, taken.get((told["network"], told["standard"]), ""))
