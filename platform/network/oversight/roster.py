"""The list of members: what each of them told, as words; one bounded number of queries whatever their number."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import Coverage
from network.directory.models import STALE_AFTER
from network.directory.vocabulary import AgencyType
from network.oversight.models import Membership, MembershipState, Network, Share
from network.oversight.paying import NETWORK

WAITING = (MembershipState.OFFERED, MembershipState.INVITED, MembershipState.ASKED)
GROUPS = {
    "members": (MembershipState.MEMBER,),
    "waiting": WAITING,
    "over": (
        MembershipState.REFUSED,
        MembershipState.DECLINED,
        MembershipState.WITHDRAWN,
        MembershipState.LEFT,
        MembershipState.REMOVED,
    ),
}
"""Memberships by what a list shows of them."""
KINDS = {**dict(AgencyType.choices), "other": gettext_lazy("Another kind of program")}
NOT_SHARED = gettext_lazy("Not shared")
CONFIRMED, STALE, OUT = "confirmed", "stale", "out"
LISTINGS = {
    CONFIRMED: gettext_lazy("Listed and confirmed"),
    STALE: gettext_lazy("Listed, to be confirmed"),
    OUT: gettext_lazy("Not listed"),
}
"""How a listing stands, of a member that shares it."""


@dataclass(frozen=True)
class Line:
    """A member as the list and its files show it."""

    membership: Membership
    program: str
    kind: str
    place: str
    since: str
    contact: str
    listing: str
    payment: str
    terms: str

    @property
    def cells(self) -> list[str]:
        """Return what stands in the columns of `headings`."""
        return [
            self.program,
            self.kind,
            self.place,
            self.since,
            self.contact,
            self.listing,
            self.payment,
            self.terms,
        ]


def headings() -> list[str]:
    """Return the names of the columns."""
    return [
        _("Program"),
        _("Kind"),
        _("Place"),
        _("Member since"),
        _("Contact"),
        _("Listing"),
        _("Who pays"),
        _("Terms"),
    ]


def chosen(network: Network, asked: dict[str, Any], today: dt.date, now: dt.datetime) -> QuerySet[Membership]:
    """Return the memberships that a filter leaves: `words`, `group`, `kind`, `listing`, `payer` or none."""
    rows = network.memberships.filter(state__in=GROUPS[asked.get("group") or "members"])
    if words := asked.get("words"):
        rows = rows.filter(Q(tenant__name__icontains=words) | Q(told__program__place__icontains=words))
    if kind := asked.get("kind"):
        rows = rows.filter(told__program__type=kind)
    if listing := asked.get("listing"):
        rows = rows.filter(_listed(listing, today))
    if payer := asked.get("payer"):
        covered = Q(tenant__in=_coverages(network, now).values("tenant_id"))
        rows = rows.filter(covered if payer == "network" else ~covered)
    return rows.select_related("tenant", "terms")


def _listed(listing: str, today: dt.date) -> Q:
    shared = Q(shares__contains=[Share.LISTING.value])
    if listing == "none":
        return ~shared
    if listing == OUT:
        return shared & Q(told__listing__is_listed=False)
    # Days are kept as texts of JSON, which are ordered as the days are.
    fresh = Q(told__listing__confirmed_on__gte=(today - STALE_AFTER).isoformat())
    listed = shared & Q(told__listing__is_listed=True)
    return listed & fresh if listing == CONFIRMED else listed & ~fresh


def lines_of(network: Network, memberships: Iterable[Membership], now: dt.datetime) -> list[Line]:
    """Return what the list shows of some memberships, in one query more."""
    rows = list(memberships)
    covered = covered_by(network, [row.tenant_id for row in rows], now)
    return [line_of(row, is_covered=row.tenant_id in covered, today=now.date()) for row in rows]


def line_of(row: Membership, *, is_covered: bool, today: dt.date) -> Line:
    """Return one line; `is_covered`: this network pays for the program."""
    told = row.told
    of_program = told.get("program", {})
    contact = told.get("contact")
    return Line(
        membership=row,
        program=row.tenant.name,
        kind=str(KINDS.get(of_program.get("type"), "")),
        place=of_program.get("place", ""),
        since=_day(row.joined_at),
        contact=str(NOT_SHARED) if contact is None else ", ".join(filter(None, map(str, contact.values()))),
        listing=listing_of(told, today),
        payment=payment_of(told, today, is_covered=is_covered),
        terms=_("Version %(number)s") % {"number": row.terms.number} if row.terms else "",
    )


def listing_state(told: dict[str, Any], today: dt.date) -> str:
    """Return CONFIRMED, STALE or OUT; nothing where the listing is not shared."""
    said = told.get("listing")
    if said is None:
        return ""
    confirmed = parse_date(said.get("confirmed_on") or "")
    if not said.get("is_listed"):
        return OUT
    return CONFIRMED if confirmed and confirmed + STALE_AFTER >= today else STALE


def listing_of(told: dict[str, Any], today: dt.date) -> str:
    """Return how the listing stands, in words."""
    state = listing_state(told, today)
    if not state:
        return str(NOT_SHARED)
    confirmed = parse_date(told["listing"].get("confirmed_on") or "")
    if state == OUT or confirmed is None:
        return str(LISTINGS[state])
    words = {
        CONFIRMED: _("Listed, confirmed on %(day)s"),
        STALE: _("Listed, to be confirmed; last confirmed on %(day)s"),
    }
    return words[state] % {"day": _day(confirmed)}


def payment_of(told: dict[str, Any], today: dt.date, *, is_covered: bool) -> str:
    """Return who pays, as far as the network knows: that it does itself it knows from its own account."""
    if is_covered:
        return _("This network")
    said = told.get("payment")
    if said is None:
        return str(NOT_SHARED)
    since, until = (_parsed(said.get(name)) for name in ("lapsed_since", "lapses_at"))
    since = since or (until if until and until <= today else None)
    if since:
        return _("Nobody since %(day)s") % {"day": _day(since)}
    return _("Paid until %(day)s") % {"day": _day(until)} if until else _("Paid otherwise")


def covered_by(network: Network, tenants: Iterable[uuid.UUID], now: dt.datetime) -> set[uuid.UUID]:
    """Return for which of some programs this network pays."""
    return set(_coverages(network, now).filter(tenant__in=tenants).values_list("tenant_id", flat=True))


def _coverages(network: Network, now: dt.datetime) -> QuerySet[Coverage]:
    return Coverage.objects.live_at(now).filter(account__owner_kind=NETWORK, account__owner_id=network.pk)


def _parsed(text: Any) -> dt.date | None:
    return dt.datetime.fromisoformat(text).date() if text else None


def _day(moment: Any) -> str:
    return date_format(moment, "DATE_FORMAT") if moment else ""
