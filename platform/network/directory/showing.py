"""What pages say of a listing, in words: made from its facts and from what was asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import places
from network.directory.facts import Facts, Site
from network.directory.forms import FIRST
from network.directory.models import Listing, Reach
from network.directory.search import Hit
from network.directory.search.asking import KM_OF_A_MILE, NEAR
from network.directory.vocabulary import FACETS, AgencyType, Answer, Capacity, Facet, Premise, label_of
from network.places import Kind, Place
from network.places.distance import measure

NOT_STATED = gettext_lazy("Not stated")
CAPACITY_COLOURS = {
    Capacity.ACCEPTING: "govuk-tag--green",
    Capacity.WAITLIST: "govuk-tag--yellow",
    Capacity.CLOSED: "govuk-tag--grey",
}


@dataclass(frozen=True)
class Told:
    """One wish, and what a program says to it."""

    label: str | Promise
    answer: str
    """"yes", "assess", or "" where nothing is stated."""


@dataclass(frozen=True)
class Card:
    """One program in a list of answers."""

    number: int
    listing: Listing
    facts: Facts
    serves: str
    """Why it stands here: it serves the place, or all of a state, or is near."""
    is_serving: bool
    told: list[Told]
    town: str
    miles: int | None
    capacity: str | Promise
    colour: str
    kind: str | Promise

    def near(self, latitude: float, longitude: float, *, within: float) -> Iterator[tuple[float, float]]:
        """Yield the points of its public sites that lie within so many kilometers of a place."""
        for site in self.facts.sites:
            if site.latitude is None or site.longitude is None:
                continue
            if measure(latitude, longitude, site.latitude, site.longitude) <= within:
                yield site.latitude, site.longitude


def cards(hits: Sequence[Hit], place: Place | None, wishes: Sequence[str]) -> list[Card]:
    """Return what a page of answers shows."""
    area = area_of(place) if place else ""
    is_wide = place is not None and place.kind is Kind.STATE
    part = _("a part of %(place)s") % {"place": area} if is_wide else area
    return [_card(number, hit, (area, part), wishes) for number, hit in enumerate(hits, 1)]


def _card(number: int, hit: Hit, areas: tuple[str, str], wishes: Sequence[str]) -> Card:
    facts = hit.listing.stated
    told = [Told(label_of(token), facts.answer(*token.split(":"))) for token in wishes]
    first = facts.sites[0] if facts.sites else None
    return Card(
        number=number,
        listing=hit.listing,
        facts=facts,
        serves=_serves(hit, *areas),
        is_serving=hit.reach is not None,
        told=told,
        town=town_of(first) if first else "",
        miles=None if hit.km is None else max(1, round(hit.km / KM_OF_A_MILE)),
        capacity=Capacity(facts.capacity).label if facts.capacity else "",
        colour=CAPACITY_COLOURS.get(Capacity(facts.capacity), "") if facts.capacity else "",
        kind=AgencyType(facts.agency_type).label if facts.agency_type else "",
    )


def _serves(hit: Hit, area: str, part: str) -> str:
    """`part`: what a program serves at least that serves a place in the area."""
    if not area:
        return ""
    match hit.reach:
        case Reach.LOCAL:
            return _("Serves %(place)s") % {"place": part}
        case Reach.STATE:
            return _("Serves the whole state or province")
        case Reach.NATION:
            return _("Serves the whole country")
    if hit.km is None or hit.km > NEAR:
        return _("Does not say that it serves %(place)s") % {"place": area}
    return _("Near, but does not say that it serves %(place)s") % {"place": area}


def area_of(place: Place) -> str:
    """Return the county, or what there is instead, that a postal code, town or court stands for here."""
    return places.names_of(place.served_by[:1]).get(place.served_by[0], place.name)


def town_of(site: Site) -> str:
    """Return where a site is, as far as that is public."""
    if site.is_confidential:
        return site.area
    return ", ".join(part for part in (site.city, site.state) if part)


@dataclass(frozen=True)
class Group:
    """A facet on the page of a program: what it says yes to, what it looks at case by case, and what no."""

    facet: Facet
    yes: list[str | Promise]
    assess: list[str | Promise]
    no: list[str | Promise]

    @property
    def is_stated(self) -> bool:
        return bool(self.yes or self.assess or self.no)


def groups(facts: Facts) -> Iterator[Group]:
    """Yield every facet with what a listing says to it; one without an answer is there too."""
    for facet in FACETS.values():
        by_answer: dict[str, list[Any]] = {answer: [] for answer in Answer.values}
        for value, label in facet.values:
            if given := facts.answer(facet.id, value):
                by_answer[given].append(label)
        yield Group(facet, by_answer["yes"], by_answer["assess"], by_answer["no"])


def premise_of(facts: Facts) -> str | Promise:
    """Return whose wishes lead, in words."""
    return Premise(facts.premise).label if facts.premise else NOT_STATED


def capacity_of(facts: Facts) -> str | Promise:
    """Return whether cases are taken now, and after how long."""
    if not facts.capacity:
        return NOT_STATED
    label = Capacity(facts.capacity).label
    if facts.waiting_days is None:
        return label
    return _("%(capacity)s; about %(days)s days until a first talk") % {
        "capacity": label,
        "days": facts.waiting_days,
    }


def freshness_of(listing: Listing, today: date) -> str:
    """Return when its facts were last confirmed, in words that say how far to trust them."""
    if listing.confirmed_on is None:
        return _("Nobody has confirmed these facts yet.")
    if listing.is_confirmed(today):
        return ""
    return _("These facts were not confirmed for more than half a year. Call before you rely on them.")


def stated_context(facts: Facts, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what `directory/stated.html` shows of facts; `names` are those of the places that are served."""
    told = list(groups(facts))
    return {
        "stated": facts,
        "first": [group for group in told if group.facet.id in FIRST],
        "more": [group for group in told if group.facet.id not in FIRST],
        "serves": sorted(names.get(code, code) for code in facts.serves),
        "sites": [(site, town_of(site)) for site in facts.sites],
        "premise": premise_of(facts),
        "capacity": capacity_of(facts),
        "kind": AgencyType(facts.agency_type).label if facts.agency_type else "",
    }
