"""What people type for the directory: a flat document of named values, in which a missing one means "not stated"."""

import re
from collections.abc import Mapping
from typing import Any

from network.directory.vocabulary import FACETS

TEXTS = (
    "parent",
    "description",
    "how_to_refer",
    "cost",
    "email",
    "website",
    "hours",
    "agency_type",
    "capacity",
)
NUMBERS = ("waiting_days",)
SITE_TEXTS = ("name", "address", "city", "state", "postal_code", "country", "area", "telephone")
KEPT_OF_SECRET_SITES = ("area", "telephone")
"""All that is kept of a confidential site: no form asks for more, and no action takes more."""

Document = Mapping[str, Any]


class NotInListing(KeyError):
    """A value was to be stored that the document has no room for."""


def answer_key(facet: str, value: str) -> str:
    """Return the name of an answer: `language.es`."""
    return f"{facet}.{value}"


ANSWERS = frozenset(
    answer_key(facet.id, value) for facet in FACETS.values() for value, _label in facet.values
)


def changed_document(document: Document, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with other values; an empty one is left out. Raises NotInListing."""
    for name in values:
        if name not in ANSWERS and name not in TEXTS and name not in NUMBERS:
            raise NotInListing(name)
    return {name: value for name, value in {**document, **values}.items() if value not in ("", None)}


def served(document: Document) -> list[str]:
    """Return the codes of the places that are served."""
    return list(document.get("serves", ()))


def sites(document: Document) -> dict[str, dict[str, Any]]:
    """Return the sites by their ids."""
    return dict(document.get("sites", {}))


def kept_site(site: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a site: of a confidential one no address, whatever else was sent."""
    is_secret = bool(site.get("is_confidential"))
    names = KEPT_OF_SECRET_SITES if is_secret else SITE_TEXTS
    return {"is_confidential": is_secret, **{name: str(site.get(name, "")).strip() for name in names}}


def with_site(document: Document, site_id: str, site: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the document with a site put in its place, or with None taken out."""
    kept = sites(document)
    if site is None:
        kept.pop(site_id, None)
    else:
        kept[site_id] = kept_site(site)
    return _with(document, "sites", kept)


def with_places(
    document: Document, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the document with places added behind the others, and others removed."""
    codes = dict.fromkeys([*served(document), *add])
    return _with(document, "serves", [code for code in codes if code not in remove])


def _with(document: Document, name: str, value: Any) -> dict[str, Any]:
    rest = {key: kept for key, kept in document.items() if key != name}
    return {**rest, name: value} if value else rest


def answers(document: Document) -> dict[str, dict[str, str]]:
    """Return the answers by facet and value."""
    found: dict[str, dict[str, str]] = {}
    for name, answer in document.items():
        if name in ANSWERS:
            facet, _dot, value = name.partition(".")
            found.setdefault(facet, {})[value] = answer
    return found


HOUSE_NUMBER = re.compile(r"\d")


def tells_a_door(area: str) -> bool:
    """Return whether the words for an area may be an address: an area has no number."""
    return HOUSE_NUMBER.search(area) is not None
