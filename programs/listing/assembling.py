"""What a listing says: what was typed and what the program's policy holds, together, as facts of the directory."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from network import places
from network.directory.facts import Facts, Site
from network.directory.vocabulary import Capacity
from programs.listing.derived import derived
from programs.listing.document import Document, answers, served, sites
from programs.models import Program
from programs.paying import takes_new
from programs.recipients import address_of


def facts_of(program: Program, document: Document) -> Facts:
    """Return the facts that everybody may read; raises `network.directory.facts.NotAFact` for what can be none.

    Where the two speak of the same, the policy is right: nothing is listed that would be refused here.
    """
    known, takes = derived(program), takes_new(program.standing, timezone.now())
    typed, given = answers(document), known.answers
    together = {facet: {**typed.get(facet, {}), **given.get(facet, {})} for facet in {**typed, **given}}
    return Facts(
        name=known.name,
        description=document.get("description", ""),
        how_to_refer=document.get("how_to_refer", ""),
        agency_type=known.agency_type or document.get("agency_type", ""),
        parent=document.get("parent", ""),
        serves=tuple(served(document)),
        sites=tuple(_site(key, each) for key, each in sites(document).items()),
        answers=together,
        premise=known.premise,
        # Whoever nobody pays for takes nobody, whatever was typed.
        capacity=document.get("capacity", "") if takes else Capacity.CLOSED.value,
        waiting_days=document.get("waiting_days") if takes else None,
        cost=document.get("cost", ""),
        telephone=known.telephone,
        email=document.get("email", ""),
        website=document.get("website", ""),
        refer_url=address_of(reverse("refer", "amends.urls_tenant")),
        hours=document.get("hours", ""),
    )


def _site(key: str, site: dict[str, Any]) -> Site:
    if site["is_confidential"]:
        return Site(id=key, is_confidential=True, area=site["area"], telephone=site["telephone"])
    return Site(id=key, **{name: value for name, value in site.items() if name != "is_confidential"})


def names_of_places(document: Document) -> list[str]:
    """Return what the places that are served are called, so that the listing is found by these words too."""
    return list(places.names_of(served(document)).values())
