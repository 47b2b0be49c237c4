"""Visits of participants to their own pages: the signed link, the cookie that says which visit it is, its limits."""

import datetime as dt
import uuid
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from amends.accounts.access import PARTICIPANT, Outsider
from programs.codes import visit_hash
from programs.models import ParticipantLink, Program
from programs.models.case import STAFF_STATES
from tenants import signing

LINK = "own-page"
"""The purpose of a signed link."""
READABLE = 400 * 24 * 60 * 60
"""Seconds for which a link that is over is still known, so that a new one can be asked for."""
SEEN_EVERY = dt.timedelta(minutes=1)
"""How exact the time of the last page is: the row is written at most this often because of it."""


def sign_link(link: ParticipantLink) -> str:
    """Return the token of a link's newest number."""
    return signing.dumps([link.pk.hex, link.number], purpose=LINK)


def read_link(token: str) -> tuple[ParticipantLink, int] | None:
    """Return the link that a token of this program names, and its number, over or not; None for any other token."""
    try:
        key, number = signing.loads(token, purpose=LINK, max_age=READABLE)
    except signing.BadSignature:
        return None
    found = ParticipantLink.objects.select_related("participant").filter(pk=uuid.UUID(key)).first()
    return (found, number) if found else None


def find_visitor(request: HttpRequest) -> Outsider | None:
    """Return whose visit the cookie is, and note on the request by which link (`own_link`); None when it is over.

    `settings.AMENDS_OUTSIDERS` names this. A visit is over after half an hour without a page, after half a day,
    with the case, and when a newer link was sent: the limits are those of the sessions of staff.
    """
    link, now = _visit_of(request), timezone.now()
    if link is None or not _is_running(link, now) or not Program.objects.get().is_open:
        return None
    if now - link.visit_seen_at >= SEEN_EVERY:  # type: ignore[operator]
        ParticipantLink.objects.filter(pk=link.pk, visit_hash=link.visit_hash).update(visit_seen_at=now)
    request.own_link = link  # type: ignore[attr-defined]
    return Outsider(PARTICIPANT, link.participant_id)


def _visit_of(request: HttpRequest) -> ParticipantLink | None:
    value = request.COOKIES.get(settings.OWN_PAGE_COOKIE, "")
    if not value:
        return None
    links = ParticipantLink.objects.select_related("participant__case")
    return links.filter(
        visit_hash=visit_hash(value), revoked_at=None, participant__case__state__in=STAFF_STATES
    ).first()


def _is_running(link: Any, now: datetime) -> bool:
    idle, whole = (
        dt.timedelta(seconds=each) for each in (settings.AMENDS_IDLE_SECONDS, settings.SESSION_COOKIE_AGE)
    )
    return now - link.visit_seen_at <= idle and now - link.visit_began_at <= whole


def begin_visit(response: HttpResponse, value: str) -> None:
    """Give the browser the cookie of a visit; it ends with the browser at the latest."""
    response.set_cookie(
        settings.OWN_PAGE_COOKIE,
        value,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget_visit(response: HttpResponse) -> None:
    """Have the browser forget the visit and what it kept of these pages; a sign-in of staff stays."""
    response.delete_cookie(settings.OWN_PAGE_COOKIE, samesite="Strict")
    response["Clear-Site-Data"] = '"cache", "storage"'


def seconds_to_wait(request: HttpRequest, now: datetime) -> int:
    """Count a code or a wish for a new link; return 0 if this address of the network may go on, or when it may again.

    Codes are counted for each link too; this slows whoever has many links, without locking a shelter's people out.
    """
    if settings.OWN_PAGE_LIMIT is None:
        return 0
    most, seconds = settings.OWN_PAGE_LIMIT
    window = int(now.timestamp()) // seconds
    sender = get_adapter(request).get_client_ip(request)
    key = salted_hmac(f"own-page/{window}", sender, algorithm="sha256").hexdigest()
    cache.add(f"own-page/{key}", 0, timeout=seconds)
    try:
        tried = int(cache.incr(f"own-page/{key}"))
    except ValueError:  # it expired between the two
        return 0
    return 0 if tried <= most else seconds - int(now.timestamp()) % seconds
