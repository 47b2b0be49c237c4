"""CSRF cookies that mean nothing in another tenant: the secret is signed with the place in the salt.

Django's own cookie is a bare random secret. Whoever runs one program, and can set a cookie for a domain above
the hosts of all, could give a visitor of another program a cookie whose form token is known.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from tenants.signing import BadSignature, PlaceSigner


class PlaceCsrfMiddleware(CsrfViewMiddleware):
    """Django's, with a cookie that only its own place accepts."""

    def _get_secret(self, request: HttpRequest) -> Any:
        """Return the secret of this place's cookie; any other cookie is as good as none."""
        signed = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
        if signed is None:
            return None
        try:
            return _signer().unsign(signed)
        except BadSignature:
            return None

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponseBase) -> None:
        super()._set_csrf_cookie(request, response)  # type: ignore[misc]
        signed = _signer().sign(request.META["CSRF_COOKIE"])
        response.cookies[settings.CSRF_COOKIE_NAME].set(settings.CSRF_COOKIE_NAME, signed, signed)


def _signer() -> PlaceSigner:
    return PlaceSigner(salt="csrf")
