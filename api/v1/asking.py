"""Who asks an endpoint, and whether the token is for that."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from amends import audit
from api.v1.problems import ScopeMissing


class TokenAuthentication(BaseAuthentication):
    """Hands on whom the middleware has found; strangers were answered 401 before (`amends.accounts.access`)."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = request._request
        return None if found.token is None else (found.user, found.token)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class ScopesAllow(BasePermission):
    """Refuses a token without the scopes that the endpoint names for the method; one that names none is closed."""

    def has_permission(self, request: Request, view: Any) -> bool:
        method = "GET" if request.method == "HEAD" else request.method
        if method not in view.scopes:
            # What is not taken is answered 405 next; what is taken and says no scopes is closed.
            name = str(method).lower()
            return name not in view.http_method_names or not hasattr(view, name)
        needed = view.scopes[method]
        missing = [scope for scope in needed if request.auth is None or scope not in request.auth.scopes]
        if missing:
            name = request.resolver_match.url_name
            audit.denied("scope.missing", ("page", name), actor=request.user, rule=missing[0])
            raise ScopeMissing(missing)
        return True
