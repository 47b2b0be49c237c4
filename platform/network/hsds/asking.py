"""The parameters of the specification, from the address or the body of a POST, checked before anything is asked."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpRequest, UnreadablePostError
from django.utils.dateparse import parse_date, parse_datetime

from network import places
from network.places import Place

USUAL, MOST = 50, 500
"""Members of one page."""
MOST_MINIMAL = 20_000
"""Ids and dates alone are meant to be read in one page."""
MOST_DIGITS = 9
LARGEST_NUMBER = 10**MOST_DIGITS - 1
TEXTS = ("search", "postcode")
LARGEST_BODY = 10_000  # bytes
HALF_AROUND = 20_100_000  # meters


class NotUnderstood(Exception):
    """A parameter has a value that cannot be meant; `parameter` is its name."""

    status = 400

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(reason)
        self.parameter = parameter


class NotKnown(NotUnderstood):
    """A parameter is well formed and names something that does not exist."""

    status = 404


@dataclass(frozen=True)
class Asked:
    """What a list is asked for. All conditions hold together."""

    search: str = ""
    term: uuid.UUID | None = None
    taxonomy: uuid.UUID | None = None
    organization: uuid.UUID | None = None
    parent: uuid.UUID | None = None
    modified_after: datetime | None = None
    place: Place | None = None
    proximity: float | None = None
    """Kilometers; the parameter has meters."""
    page: int = 1
    size: int = USUAL
    is_minimal: bool = False
    is_full: bool = False
    has_full_services: bool = False
    is_lines: bool = False
    """Every member as a line of its own, and no pages."""


def read(request: HttpRequest) -> Asked:
    """Return what a request asks for; raises NotUnderstood. Parameters that nobody knows are left alone.

    What a POST sends in its body is not in anybody's log of addresses, and goes before what its address says.
    """
    given = {name: str(value) for name, value in request.GET.items()}
    if request.method == "POST" and (sent := _body(request)):
        _read(given)  # A slip in the address is told, though the body goes before it.
        given |= sent
    asked = _read(given)
    if asked.proximity is not None and asked.place is None:
        raise NotUnderstood("proximity", "Say from where: send a postcode too.")
    return asked


def _read(given: Mapping[str, str]) -> Asked:
    is_minimal = _flag(given, "minimal")
    _flag(given, "top_only")  # No term is below another, so it changes nothing.
    most = MOST_MINIMAL if is_minimal else MOST
    return Asked(
        search=given.get("search", "").strip(),
        term=_id(given, "taxonomy_term_id"),
        taxonomy=_id(given, "taxonomy_id"),
        organization=_id(given, "organization_id"),
        parent=_id(given, "parent_id"),
        modified_after=_moment(given),
        place=_place(given),
        proximity=_proximity(given),
        page=_number(given, "page", 1),
        size=min(_number(given, "per_page", MOST_MINIMAL if is_minimal else USUAL), most),
        is_minimal=is_minimal,
        is_full=_flag(given, "full"),
        has_full_services=_flag(given, "full_service"),
        is_lines=_is_lines(given),
    )


def _body(request: HttpRequest) -> dict[str, str]:
    if request.content_type != "application/json":
        return {name: str(value) for name, value in request.POST.items()}
    try:
        body = request.read(LARGEST_BODY + 1)
        document: Any = json.loads(body or "{}") if len(body) <= LARGEST_BODY else None
    except (ValueError, RecursionError, UnreadablePostError):
        document = None
    if not isinstance(document, dict):
        raise NotUnderstood("body", "Send an object with the parameters.")
    for name in TEXTS:
        if not isinstance(document.get(name, ""), str | None):
            raise NotUnderstood(name, "Send text.")
    return {str(name): _as_text(value) for name, value in document.items()}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) <= LARGEST_NUMBER:
        return str(int(value))  # JSON knows one kind of number: 2.0 is 2.
    return "" if value is None else str(value)


def _number(given: Mapping[str, str], name: str, usual: int) -> int:
    text = given.get(name, "")
    if not text:
        return usual
    # Digits are counted before they are read: reading very many takes long.
    if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and int(text) >= 1:
        return int(text)
    raise NotUnderstood(name, f"Send a whole number from 1 to {LARGEST_NUMBER}.")


def _flag(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").lower()
    if text in ("", "false", "true"):
        return text == "true"
    raise NotUnderstood(name, "Send true or false.")


def _id(given: Mapping[str, str], name: str) -> uuid.UUID | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotUnderstood(name, "Send an id as it is in our answers.") from None


def _moment(given: Mapping[str, str]) -> datetime | None:
    text = given.get("modified_after", "")
    if not text:
        return None
    try:
        # In an address a plus sign is a space.
        moment = parse_datetime(text.replace(" ", "+") if text.count(" ") == 1 and "T" in text else text)
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment = day = None
    if moment is None and day is not None:
        moment = datetime.combine(day, time.min, UTC)
    if moment is None:
        raise NotUnderstood("modified_after", "Send a date and time such as 2026-11-21T12:00:00Z.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _place(given: Mapping[str, str]) -> Place | None:
    text = given.get("postcode", "").strip()
    if not text:
        return None
    found = places.look_up(text).places
    if len(found) != 1 or found[0].kind not in (places.Kind.ZIP, places.Kind.FSA):
        raise NotKnown("postcode", "We know no such ZIP code or Canadian postal code.")
    return found[0]


def _proximity(given: Mapping[str, str]) -> float | None:
    text = given.get("proximity", "")
    if not text:
        return None
    try:
        meters = float(text)
    except ValueError:
        meters = -1
    if not 0 <= meters <= HALF_AROUND:
        raise NotUnderstood("proximity", "Send a number of meters.")
    return meters / 1000


def _is_lines(given: Mapping[str, str]) -> bool:
    form = given.get("format") or "json"
    if form not in ("json", "ndjson"):
        raise NotUnderstood("format", "Send json or ndjson.")
    return form == "ndjson"
