"""Visits of people without an account here, who came over from another place of the platform with a signed way in.

What brings them is spent by making a row under a key that it alone leads to, in the place's own table of sessions: a
second row under the same key is refused by the database, with Redis or without. The row is the visit as well; the
cookie holds its number and a secret made here, so that who saw the way in cannot sit down with it.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from tenants import signing
from tenants.place import required_schema

VALUE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})")


class SpentBefore(Exception):
    """The way in was used."""


@dataclass(frozen=True)
class Visits:
    """One kind of visits of a place; its purpose is the name of its cookie, too."""

    purpose: str
    lasts: timedelta

    def spend(self, nonce: str, told: list[str], *, now: datetime) -> str:
        """Begin a visit, in the open transaction, and return what its cookie says; raises SpentBefore."""
        secret = secrets.token_hex(16)
        self.use_up(nonce, now=now, data=signing.dumps([*told, self._digest(secret)], purpose=self.purpose))
        return f"{nonce}.{secret}"

    def use_up(self, nonce: str, *, now: datetime, data: str = "") -> None:
        """Make the row that a way in can make once, in the open transaction; raises SpentBefore."""
        row = Session(session_key=self._key_of(nonce), session_data=data, expire_date=now + self.lasts)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise SpentBefore from error

    def find(self, request: HttpRequest) -> list[str] | None:
        """Return what the visit was begun with, by the request's cookie; None when there is none any more."""
        match = VALUE.fullmatch(request.COOKIES.get(self.purpose, ""))
        if match is None:
            return None
        row = Session.objects.filter(pk=self._key_of(match[1]), expire_date__gt=timezone.now()).first()
        try:
            told = signing.loads(row.session_data, purpose=self.purpose) if row else None
        except signing.BadSignature:
            return None
        if not told or not constant_time_compare(told[-1], self._digest(match[2])):
            return None
        return list(told[:-1])

    def close(self, value: str) -> None:
        """End the visit of a cookie. Its row stays, empty: the way in that it spent must not work again."""
        if match := VALUE.fullmatch(value):
            Session.objects.filter(pk=self._key_of(match[1])).update(session_data="")

    def keep(self, response: HttpResponse, value: str) -> None:
        """Give the browser the cookie of a visit."""
        response.set_cookie(
            self.purpose,
            value,
            max_age=int(self.lasts.total_seconds()),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            # Lax: the page after the hand-over is one to which another site led.
            samesite="Lax",
        )

    def forget(self, response: HttpResponse) -> None:
        """Have the browser forget the visit, and what it kept of these pages."""
        response.delete_cookie(self.purpose, samesite="Lax")
        response["Clear-Site-Data"] = '"cache", "storage"'

    def _key_of(self, nonce: str) -> str:
        # This place's own, and nothing that a session of staff could have.
        return salted_hmac(f"{required_schema()}/{self.purpose}", nonce, algorithm="sha256").hexdigest()[:32]

    def _digest(self, secret: str) -> str:
        salt = f"{required_schema()}/{self.purpose}/secret"
        return salted_hmac(salt, secret, algorithm="sha256").hexdigest()
