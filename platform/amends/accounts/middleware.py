"""Sessions and `request.user`, in programs only: the public schema has no accounts yet, so there all are anonymous."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware


class PlaceSessionMiddleware(SessionMiddleware):
    """Django's, except on the platform's own hosts: whatever cookie comes there, it is nobody's session."""

    def process_request(self, request: Any) -> None:
        """Set `request.session`, without looking for one where there is no table of them."""
        if request.site is None:
            request.session = self.SessionStore(None)
            return
        super().process_request(request)


class PlaceAuthenticationMiddleware(AuthenticationMiddleware):
    """Django's, except on the platform's own hosts, where no table of accounts or sessions exists."""

    def process_request(self, request: Any) -> None:
        """Set `request.user`, lazily."""
        if request.site is None:
            request.user = AnonymousUser()
            return
        super().process_request(request)
