"""Visits of people of agencies, who came over from the platform: for an hour, to refer and to see what they sent.

Nobody gets an account here by that. A hand-over is spent by making a row under a key that its token alone leads to, in
this program's own table of sessions: a second row under the same key is refused by the database, with Redis or without.
The row is the visit as well, and says of which agency and whom; the cookie holds its number and a secret made here,
so that who saw the token cannot sit down with it. At each page the platform is asked whether the agency is still
verified and the person still there.
"""

import re
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from amends.accounts.access import AGENCY_PERSON, Outsider
from network.agencies.handover import Arrival, NotLetIn, Visitor, visitor_of
from tenants import signing
from tenants.context import platform
from tenants.models import Tenant
from tenants.place import required_schema

COOKIE = "desk"
LASTS = timedelta(hours=1)
PURPOSE = "desk"
VALUE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})")


def own_tenant_id() -> uuid.UUID:
    """Return the platform's id of the program that is entered; asked there, for its own rows could say anything."""
    here = required_schema()
    with platform():
        return Tenant.objects.values_list("pk", flat=True).get(schema_name=here)


def _key_of(nonce: str) -> str:
    """Return the key of a visit's row: this place's own, and nothing that a session of staff could have."""
    return salted_hmac(f"{required_schema()}/{PURPOSE}", nonce, algorithm="sha256").hexdigest()[:32]


def _digest(secret: str) -> str:
    return salted_hmac(f"{required_schema()}/{PURPOSE}/secret", secret, algorithm="sha256").hexdigest()


def spend(arrival: Arrival, *, now: datetime) -> str:
    """Spend a hand-over, in the open transaction, and return what the cookie of its visit says.

    Raises NotLetIn("used") for one that was spent before.
    """
    secret = secrets.token_hex(16)
    told = [arrival.agency_id.hex, arrival.person_id.hex, _digest(secret)]
    use_up(arrival.nonce, now=now, data=signing.dumps(told, purpose=PURPOSE))
    return f"{arrival.nonce}.{secret}"


def use_up(nonce: str, *, now: datetime, data: str = "") -> None:
    """Make the row that a hand-over can make once, in the open transaction; raises NotLetIn("used")."""
    row = Session(session_key=_key_of(nonce), session_data=data, expire_date=now + LASTS)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotLetIn("used") from error


def close(value: str) -> None:
    """End a visit. Its row stays, empty, until the token that it spent can be used no more anyway."""
    if match := VALUE.fullmatch(value):
        Session.objects.filter(pk=_key_of(match[1])).update(session_data="")


def visitor_at(request: HttpRequest) -> Visitor | None:
    """Return who of which agency sits at the desk, by the cookie; None when nobody does, or not any more."""
    if not hasattr(request, "desk"):
        request.desk = _find(request.COOKIES.get(COOKIE, ""))  # type: ignore[attr-defined]
    found: Visitor | None = request.desk  # type: ignore[attr-defined]
    return found


def _find(value: str) -> Visitor | None:
    match = VALUE.fullmatch(value)
    if match is None:
        return None
    row = Session.objects.filter(pk=_key_of(match[1]), expire_date__gt=timezone.now()).first()
    try:
        agency, person, digest = signing.loads(row.session_data, purpose=PURPOSE) if row else (None,) * 3
    except signing.BadSignature:
        return None
    if digest is None or not constant_time_compare(digest, _digest(match[2])):
        return None
    return visitor_of(uuid.UUID(agency), uuid.UUID(person))


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


def keep(response: HttpResponse, value: str) -> None:
    """Give the browser the cookie of a visit."""
    response.set_cookie(
        COOKIE,
        value,
        max_age=int(LASTS.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        # Lax: the page after the hand-over is one to which another site led.
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Have the browser forget the visit, and what it kept of these pages."""
    response.delete_cookie(COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
