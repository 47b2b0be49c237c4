"""Ends a session that nobody used for a while, or that is half a day old: computers in offices are shared, and left."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.utils.translation import gettext as _

from amends.accounts.actions import note_sign_out

# When the session began and when it was last used, seconds since 1970.
USED = "used"
# How exact "used" is: a session is written at most this often because of it.
EVERY = 60


class IdleMiddleware:
    """Signs out whoever comes back too late, and says so where they sign in again.

    Too late is `AMENDS_IDLE_SECONDS` after the last page, or `SESSION_COOKIE_AGE` after signing in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        # Without the cookie nobody is signed in; asking the session would only mark the answer as personal.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            now = int(time.time())
            began, seen = request.session.get(USED, (now, 0))
            if seen and (
                now - seen > settings.AMENDS_IDLE_SECONDS or now - began > settings.SESSION_COOKIE_AGE
            ):
                return _sign_out(request)
            if now - seen >= EVERY:
                request.session[USED] = began, now
        return self.get_response(request)


def _sign_out(request: HttpRequest) -> Any:
    if request.user.is_authenticated:
        note_sign_out(actor=request.user)
    logout(request)
    if request.method in ("GET", "HEAD"):
        messages.warning(request, _("You were away for a while, so we signed you out. Sign in to go on."))
        return redirect_to_login(request.get_full_path())
    messages.warning(
        request,
        _("You were away for a while, so we signed you out. What you sent just now was not saved."),
    )
    return redirect_to_login("/")
