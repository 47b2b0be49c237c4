"""Visits of people of agencies, who came over from the platform: for an hour, to refer and to see what they sent.

Nobody gets an account here by that: it is a visit (`amends.accounts.visits`), which says of which agency and whom. At
each page the platform is asked whether the agency is still verified and the person still there.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from amends.accounts.access import AGENCY_PERSON, Outsider
from amends.accounts.visits import SpentBefore, Visits
from network.agencies.handover import Arrival, NotLetIn, Visitor, visitor_of
from tenants.context import platform
from tenants.models import Tenant
from tenants.place import required_schema

VISITS = Visits("desk", lasts=timedelta(hours=1))


def own_tenant_id() -> uuid.UUID:
    """Return the platform's id of the program that is entered; asked there, for its own rows could say anything."""
    here = required_schema()
    with platform():
        return Tenant.objects.values_list("pk", flat=True).get(schema_name=here)


def spend(arrival: Arrival, *, now: datetime) -> str:
    """Spend a hand-over, in the open transaction, and return what the cookie of its visit says.

    Raises NotLetIn("used") for one that was spent before.
    """
    try:
        return VISITS.spend(arrival.nonce, [arrival.agency_id.hex, arrival.person_id.hex], now=now)
    except SpentBefore as error:
        raise NotLetIn("used") from error


def use_up(nonce: str, *, now: datetime) -> None:
    """Spend a hand-over without a visit, in the open transaction; raises NotLetIn("used")."""
    try:
        VISITS.use_up(nonce, now=now)
    except SpentBefore as error:
        raise NotLetIn("used") from error


def visitor_at(request: HttpRequest) -> Visitor | None:
    """Return who of which agency sits at the desk, by the cookie; None when nobody does, or not any more."""
    if not hasattr(request, "desk"):
        request.desk = _find(request)  # type: ignore[attr-defined]
    found: Visitor | None = request.desk  # type: ignore[attr-defined]
    return found


def _find(request: HttpRequest) -> Visitor | None:
    told = VISITS.find(request)
    return visitor_of(uuid.UUID(told[0]), uuid.UUID(told[1])) if told else None


def find_visitor(request: HttpRequest) -> Outsider | None:
    """Return who acts on a page of the desk; `settings.AMENDS_OUTSIDERS` names this."""
    visitor = visitor_at(request)
    return outsider_of(visitor) if visitor else None


def outsider_of(visitor: Visitor) -> Outsider:
    """Return a visitor as actions and the audit know them: an id, of nobody here."""
    return Outsider(AGENCY_PERSON, visitor.person_id)


def actor_of(request: Any) -> Any:
    """Return who acts on a page that is for anybody: who sits at the desk, or whoever is signed in, or nobody."""
    visitor = visitor_at(request)
    return outsider_of(visitor) if visitor else request.user
