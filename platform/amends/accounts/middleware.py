"""`request.user`, in programs only: the public schema has no accounts yet, so there everybody is anonymous."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser


class PlaceAuthenticationMiddleware(AuthenticationMiddleware):
    """Django's, except on the platform's own hosts, where no table of accounts or sessions exists."""

    def process_request(self, request: Any) -> None:
        """Set `request.user`, lazily."""
        if request.site is None:
            request.user = AnonymousUser()
            return
        super().process_request(request)
