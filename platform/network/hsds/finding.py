"""From parameters to listings, and to the sites that they tell everybody of."""

import uuid
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from network.directory.models import ListedSite, Listing, Serves
from network.directory.search.text import query_of
from network.hsds.asking import Asked
from network.hsds.terms import taxonomies, terms
from network.places import Place
from network.places.distance import boxes, measure

CHUNK = 500
# The sites of the listings of a subquery that are not confidential, in a fixed order.
SITES = """FROM directory_listing l CROSS JOIN LATERAL jsonb_array_elements(l.facts->'sites') WITH ORDINALITY s(site, n)
    WHERE NOT (site->>'is_confidential')::boolean AND l.id IN ({listings})"""


class At(NamedTuple):
    """A listing and one of its sites."""

    listing: uuid.UUID
    site: str


def listings(asked: Asked) -> QuerySet[Listing]:
    """Return the open listings that meet every condition, in the order of their ids."""
    found = Listing.objects.open().defer("words").filter(_terms(asked)).order_by("pk")
    if asked.search:
        words = query_of(asked.search)
        if not words:
            return found.none()
        found = found.filter(words=SearchQuery(words, search_type="raw", config="simple"))
    if asked.organization:
        found = found.filter(pk=asked.organization)
    if asked.modified_after:
        found = found.filter(updated_at__gte=asked.modified_after)
    if asked.place:
        found = found.filter(_serves(asked.place))
    return found


def _terms(asked: Asked) -> Q:
    condition = Q()
    if asked.term:
        term = terms().get(asked.term)
        condition &= term.condition() if term else Q(pk__in=())
    if asked.taxonomy:
        own = [each for each in taxonomies() if each.id == asked.taxonomy]
        conditions = [term.condition() for each in own for term in each.terms()]
        condition &= _any(conditions) if conditions else Q(pk__in=())
    return condition


def _any(conditions: Iterable[Q]) -> Q:
    """One that holds for all makes the whole hold for all; `|` would leave an empty one out."""
    together = Q(pk__in=())
    for condition in conditions:
        if not condition:
            return condition
        together |= condition
    return together


def _serves(place: Place) -> Q:
    """Who serves the place, or does not say whom it serves: the specification leaves the latter in."""
    own = Serves.objects.filter(listing=OuterRef("pk"))
    return Q(Exists(own.filter(code__in=place.served_by))) | ~Q(Exists(own))


def sites(asked: Asked) -> "Sites":
    """Return the services at their sites."""
    near = None
    if asked.place and asked.proximity is not None:
        near = _near(asked.place, asked.proximity)
    return Sites(listings(asked), near)


def _near(place: Place, radius: float) -> list[str]:
    """Return the sites with a point within so many kilometers; none of a place without a point."""
    if place.latitude is None or place.longitude is None:
        return []
    inside = Q(pk__in=())
    for south, north, west, east in boxes(place.latitude, place.longitude, radius):
        inside |= Q(latitude__range=(south, north), longitude__range=(west, east))
    rows = ListedSite.objects.filter(inside).values_list("pk", "latitude", "longitude")
    return [
        str(pk)
        for pk, latitude, longitude in rows
        if measure(place.latitude, place.longitude, latitude, longitude) <= radius
    ]


class Sites:
    """A list that is counted and cut by the database."""

    def __init__(self, found: QuerySet[Listing], near: list[str] | None) -> None:
        self.is_empty = near == []
        try:
            text, values = found.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # Conditions of which Django knows that nothing meets them have no SQL.
            self.is_empty, text, values = True, "", ()
        self.sql, self.values = SITES.format(listings=text), list(values)
        if near:
            self.sql += " AND site->>'id' = ANY(%s)"
            self.values.append(near)

    def count(self) -> int:
        """Return how many there are."""
        return 0 if self.is_empty else self._ask("SELECT count(*) {}")[0][0]

    def __getitem__(self, part: slice) -> list[At]:
        if self.is_empty:
            return []
        window = f"OFFSET {int(part.start)} LIMIT {int(part.stop) - int(part.start)}"
        return [At(*row) for row in self._ask(f"SELECT l.id, site->>'id' {{}} ORDER BY l.id, n {window}")]

    def __iter__(self) -> Iterator[At]:
        start = 0
        while part := self[start : start + CHUNK]:
            yield from part
            start += CHUNK

    def _ask(self, text: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(text.format(self.sql), self.values)
            return cursor.fetchall()


def at(pk: uuid.UUID) -> At | None:
    """Return the open listing that has a site of this id, if everybody may know it."""
    found = Listing.objects.open().filter(facts__sites__contains=[{"id": str(pk), "is_confidential": False}])
    listing = found.values_list("pk", flat=True).first()
    return At(listing, str(pk)) if listing else None
