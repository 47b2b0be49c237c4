"""Programs of the platform to which a referral can be handed on: verified, at work, and not this one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from network import places
from network.agencies.offers import host_of, on_offer
from network.directory.forms import codes_of
from network.directory.models import Listing
from network.directory.search import Question, find
from network.directory.vocabulary import Capacity
from programs.desk import own_tenant_id
from programs.listing.document import served
from tenants.context import platform
from tenants.models import Tenant

MOST_SHOWN = 20
MOST_SUGGESTED = 3
PLACES_ASKED = 3


@dataclass(frozen=True)
class Receiver:
    """A program as the platform knows it now."""

    id: uuid.UUID
    name: str = ""
    host: str = ""
    place: str = ""
    contact: str = ""
    """How somebody reaches it, from its listing; a line for each way."""
    takes: bool = False
    """False for one that there is no more, and for one whose listing says that it takes no new cases for now."""


def receiver_of(tenant_id: uuid.UUID) -> Receiver:
    """Return a program by its id on the platform; one that takes nothing, if it is none or this program."""
    here = own_tenant_id()
    with platform():
        tenant = on_offer().filter(pk=tenant_id).exclude(pk=here).first()
        return _known([tenant])[0] if tenant else Receiver(tenant_id)


def sender_of(tenant_id: uuid.UUID) -> Receiver | None:
    """Return the program that hands something on; None when it is not verified and at work any more."""
    with platform():
        tenant = on_offer().filter(pk=tenant_id).first()
        return Receiver(tenant.pk, tenant.name, host_of(tenant)) if tenant else None


def name_of(tenant_id: uuid.UUID) -> str:
    """Return what a program is called, also one that is closed by now."""
    with platform():
        return Tenant.objects.filter(pk=tenant_id).values_list("name", flat=True).first() or ""


def find_receivers(words: str) -> list[Receiver]:
    """Return the programs of a name, and after them those that serve a place of it; at most `MOST_SHOWN`."""
    here = own_tenant_id()
    with platform():
        others = on_offer().exclude(pk=here)
        named = list(others.filter(name__icontains=words).order_by("name")[:MOST_SHOWN])
        serving = _serving(words, others.exclude(pk__in=[each.pk for each in named]))
        return _known([*named, *serving][:MOST_SHOWN])


def suggested(listing: Mapping[str, Any]) -> list[Receiver]:
    """Return programs that take cases now, verified, at work and listed, which serve a place that this one serves."""
    here, meant = own_tenant_id(), [places.place_of(code) for code in served(listing)[:PLACES_ASKED]]
    with platform():
        others = on_offer().exclude(pk=here)
        found: dict[uuid.UUID, Tenant] = {}
        for place in meant:
            found |= {each.pk: each for each in _at(place, others)} if place else {}
        return [each for each in _known(list(found.values())[:MOST_SHOWN]) if each.takes][:MOST_SUGGESTED]


def _serving(words: str, others: QuerySet[Tenant]) -> list[Tenant]:
    """Return those whose listing says that they serve the place that is meant, the best first."""
    meant = places.look_up(words).places
    return _at(meant[0], others) if len(meant) == 1 else []


def _at(place: places.Place, others: QuerySet[Tenant]) -> list[Tenant]:
    """Return those whose listing says that they serve a place, the best first."""
    hits = find(Question(codes=codes_of(place), size=MOST_SHOWN)).hits
    order = [hit.listing.tenant_id for hit in hits if hit.reach is not None and hit.listing.tenant_id]
    found = {each.pk: each for each in others.filter(pk__in=order)}
    return [found[key] for key in order if key in found]


def _known(tenants: list[Tenant]) -> list[Receiver]:
    listed = Listing.objects.open().filter(tenant_id__in=[each.pk for each in tenants])
    listings = {listing.tenant_id: listing for listing in listed}
    return [_told(each, listings.get(each.pk)) for each in tenants]


def _told(tenant: Tenant, listing: Listing | None) -> Receiver:
    host = host_of(tenant)
    if listing is None:
        return Receiver(tenant.pk, tenant.name, host, contact=host, takes=True)
    facts = listing.stated
    names = places.names_of(facts.serves[:3])
    contact = "\n".join(each for each in (facts.telephone, facts.email, facts.website or host) if each)
    served = "; ".join(names[code] for code in facts.serves[:3] if code in names)
    return Receiver(tenant.pk, tenant.name, host, served, contact, listing.capacity != Capacity.CLOSED)
