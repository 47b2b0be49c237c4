"""Reads listings that the operator found in public sources: one JSON object a line, checked before any is stored."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify

from network import places
from network.directory.actions import store_listing
from network.directory.facts import Facts, NotAFact, Site
from network.directory.models import Listing
from network.directory.points import pointed

NAMESPACE = uuid.UUID("6f0f1f0e-7f0b-5a53-9d1c-0d5f5b1f7c11")
LONGEST_SOURCE, LONGEST_NAME, LONGEST_SLUG = 300, 200, 70


@dataclass(frozen=True)
class Line:
    """One listing of a file."""

    slug: str
    source: str
    facts: Facts
    confirmed_on: date | None = None
    is_sample: bool = False


@dataclass(frozen=True)
class Wrong:
    """Why a line is refused; the first line is 1."""

    number: int
    why: str


def read_lines(lines: Iterable[str]) -> tuple[list[Line], list[Wrong]]:
    """Return the listings of a file, and every line that is none with the reason."""
    found: dict[str, Line] = {}
    wrong = []
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = read_line(text)
        except NotAFact as error:
            wrong.append(Wrong(number, str(error)))
            continue
        if line.slug in found:
            wrong.append(Wrong(number, f"The slug {line.slug} was in an earlier line."))
        found[line.slug] = line
    return list(found.values()), wrong


def read_line(text: str) -> Line:
    """Return the listing of a line; raises NotAFact with what is wrong with it."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise NotAFact(f"This is no JSON: {error}.") from error
    if not isinstance(document, dict):
        raise NotAFact("A line is one JSON object.")
    slug, source = document.pop("slug", ""), document.pop("source", "")
    if not isinstance(slug, str) or not slug or slug != slugify(slug)[:LONGEST_SLUG]:
        raise NotAFact("A slug has small letters, figures and hyphens, at most 70.")
    if not isinstance(source, str) or not 0 < len(source.strip()) <= LONGEST_SOURCE:
        raise NotAFact("Say in source where the facts were found, in at most 300 characters.")
    confirmed = _day(document.pop("confirmed_on", None))
    is_sample = document.pop("is_sample", False) is True
    return Line(slug, source.strip(), _facts(slug, document), confirmed, is_sample)


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise NotAFact(f"{value!r} is no day; write it as 2026-11-21.") from error


def _facts(slug: str, document: dict[str, Any]) -> Facts:
    sites = _list(document, "sites", dict)
    document["sites"] = [
        {**site, "id": str(uuid.uuid5(NAMESPACE, f"{slug}/{number}"))} for number, site in enumerate(sites)
    ]
    document["serves"] = _list(document, "serves", str)
    _check_texts(document, Facts)
    for site in document["sites"]:
        _check_texts(site, Site)
    _check_answers(document.get("answers", {}))
    facts = Facts.from_json(document)
    if len(facts.name) > LONGEST_NAME:
        raise NotAFact("A name has at most 200 characters.")
    if unknown := set(facts.serves) - places.names_of(facts.serves).keys():
        raise NotAFact(f"There is no place {', '.join(sorted(unknown))}.")
    return replace(facts, sites=tuple(_pointed(site) for site in facts.sites))


def _list(document: Mapping[str, Any], name: str, kind: type) -> list[Any]:
    value = document.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, kind) for each in value):
        raise NotAFact(f"{name} is a list of {'texts' if kind is str else 'objects'}.")
    return value


def _check_texts(document: Mapping[str, Any], kind: type) -> None:
    """Refuse a value of another type than the fact has: what is stored is shown, and may not break a page."""
    types = {
        "str": str,
        "bool": bool,
        "float | None": (int, float, type(None)),
        "int | None": (int, type(None)),
    }
    for each in fields(kind):
        expected = types.get(str(each.type).removeprefix("<class '").removesuffix("'>"))
        if expected and each.name in document and not isinstance(document[each.name], expected):  # type: ignore[arg-type]
            raise NotAFact(f"{each.name} cannot be {document[each.name]!r}.")


def _check_answers(answers: Any) -> None:
    if not isinstance(answers, dict) or not all(isinstance(each, dict) for each in answers.values()):
        raise NotAFact("answers is an object of objects: by facet, then by value.")


def _pointed(site: Site) -> Site:
    """Return a public site with the middle of its postal code's area, if it has no point."""
    if site.latitude is not None:
        return site
    return pointed(site)


@dataclass
class Counted:
    """What became of the lines."""

    listed: int = 0
    unchanged: int = 0
    kept: list[str] | None = None
    """Slugs of listings that programs keep themselves: nobody else says what they say."""


def list_all(lines: Iterable[Line], *, now: datetime) -> Counted:
    """Store the listings; the same file a second time changes nothing. Return what became of them."""
    lines, counted = list(lines), Counted(kept=[])
    there = {
        each.slug: each
        for each in Listing.objects.defer("words").filter(slug__in=[line.slug for line in lines])
    }
    for line in lines:
        before = there.get(line.slug)
        if before is not None and before.tenant_id is not None:
            counted.kept = [*(counted.kept or []), line.slug]
        elif before is not None and _says_the_same(before, line):
            counted.unchanged += 1
        else:
            _store(line, before, now)
            counted.listed += 1
    return counted


def _says_the_same(listing: Listing, line: Line) -> bool:
    there = (listing.stated, listing.source, listing.confirmed_on, listing.is_sample, listing.is_published)
    return there == (line.facts, line.source, line.confirmed_on, line.is_sample, True)


def _store(line: Line, before: Listing | None, now: datetime) -> None:
    store_listing(
        actor=None,
        tenant_id=None,
        slug=line.slug,
        facts=line.facts,
        version=before.version + 1 if before else 1,
        now=now,
        confirmed_on=line.confirmed_on,
        source=line.source,
        is_sample=line.is_sample,
        place_names=tuple(places.names_of(line.facts.serves).values()),
    )
