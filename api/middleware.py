"""Finds out who asks under /api/: the owner of a token, or nobody. No cookie counts there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from amends import audit
from amends.accounts.bearer import digest_of, is_well_formed, key_of
from amends.web.errors import too_many_requests
from amends.web.problems import is_for_software
from api import limits
from api.actions import note_token_use
from api.models import ApiToken
from tenants.place import PUBLIC, current_schema

SCHEME = "bearer"
NOTED_EVERY = timedelta(hours=1)


class TokenMiddleware:
    """Stands after the session's middleware, whose user it replaces, and before those that ask who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        if not is_for_software(request):
            return self.get_response(request)
        # Without cookies there is no session, so no page elsewhere can ask in the name of whoever reads it.
        request.COOKIES = {}
        request.user, request.token = AnonymousUser(), None  # type: ignore[attr-defined]
        now = timezone.now()
        token = _find(request, now)
        if token is not None:
            if wait := limits.seconds_to_wait(token, now):
                return too_many_requests(request, retry_after=wait)
            request.user, request.token = token.user, token  # type: ignore[attr-defined]
            audit.say_with_all(token=token.pk)
            if token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY:
                note_token_use(actor=token.user, token=token, now=now)
        return self.get_response(request)


def _find(request: HttpRequest, now: datetime) -> ApiToken | None:
    """Return the token that the request shows, if it is good here; one that is good no more is noted in the audit."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not is_well_formed(secret) or current_schema() in (None, PUBLIC):
        return None
    digest = digest_of(secret)
    token = ApiToken.objects.select_related("user").filter(pk=key_of(digest), digest=digest).first()
    if token is None:
        return None
    if rule := token.why_dead(now):
        audit.denied("token.used", token, actor=token.user, rule=rule)
        return None
    return token
