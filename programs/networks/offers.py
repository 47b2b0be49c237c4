"""Networks that a program can ask to take it in, as the platform shows them."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from network.oversight.models import Level, Network, NetworkTerms
from tenants.context import platform

MOST_SHOWN = 100


@dataclass(frozen=True)
class Taker:
    """A network that takes requests, with what a program would agree to."""

    id: uuid.UUID
    name: str
    level: str
    place: str
    about: str
    website: str
    contact_email: str
    terms_number: int
    terms_text: str

    @property
    def reach(self) -> str:
        """Return how far it reaches, and where, in words."""
        return ", ".join(each for each in (str(Level(self.level).label), self.place) if each)

    @property
    def asked(self) -> dict[str, Any]:
        """Return what `programs.actions.networks.ask_to_join` takes of it."""
        names = ("id", "name", "level", "terms_number", "terms_text")
        return {name: getattr(self, name) for name in names}


def takers(words: str = "") -> list[Taker]:
    """Return the networks that take requests, by name; with words, those whose name or place has them.

    At most `MOST_SHOWN`.
    """
    with platform():
        found = _rows().filter(Q(name__icontains=words) | Q(place__icontains=words)).order_by("name", "pk")
        return [_taker(each) for each in found[:MOST_SHOWN]]


def taker(key: uuid.UUID) -> Taker | None:
    """Return one of them; None for a network that takes no requests, or has no terms to agree to, or is none."""
    with platform():
        found = _rows().filter(pk=key).first()
        return _taker(found) if found else None


def _rows() -> Any:
    has_terms = Network.objects.filter(takes_requests=True, pk__in=NetworkTerms.objects.values("network"))
    latest = NetworkTerms.objects.order_by("network", "-number").distinct("network")
    return has_terms.prefetch_related(Prefetch("terms", latest, "latest"))


def _taker(row: Any) -> Taker:
    (terms,) = row.latest
    names = ("name", "level", "place", "about", "website", "contact_email")
    told = {name: getattr(row, name) for name in names}
    return Taker(id=row.pk, terms_number=terms.number, terms_text=terms.text, **told)
