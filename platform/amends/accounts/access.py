"""Who may open which page: one table from which pages, navigation and tests read; what is not in it is refused.

Each app with pages has a module `access` with a dictionary `ACCESS`: the name of a URL, and the roles that may
open it, or "anyone" (no account needed), or "signed_in" (any account of the program).
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import module_has_submodule

from amends import audit

ANYONE = "anyone"
SIGNED_IN = "signed_in"

ACCESS: dict[str, tuple[str, ...]] = {
    "landing": (ANYONE,),
    "health": (ANYONE,),
    "sign-in": (ANYONE,),
    "sign-out": (ANYONE,),
}


@cache
def table() -> dict[str, tuple[str, ...]]:
    """Return the whole access table; raise ValueError when two apps name the same page."""
    rows: dict[str, tuple[str, ...]] = {}
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "access"):
            mine = import_module(f"{config.name}.access").ACCESS
            if twice := rows.keys() & mine.keys():
                raise ValueError(f"These pages are in the access table twice: {sorted(twice)}")
            rows |= mine
    return rows


def may_open(user: Any, url_name: str) -> bool:
    """Return whether `user` (perhaps anonymous) may open the page; False for a page that is not listed."""
    allowed = table().get(url_name, ())
    if ANYONE in allowed:
        return True
    if not user.is_authenticated:
        return False
    return SIGNED_IN in allowed or user.has_role(*allowed)


class AccessMiddleware:
    """Asks the table before each view: strangers are sent to sign in, colleagues without the right get 403."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        """Let the request pass, redirect it to sign-in, or raise PermissionDenied."""
        from django.contrib.auth.views import redirect_to_login

        match = request.resolver_match
        name = match.url_name if match else None
        if name and ANYONE in table().get(name, ()):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if not name or not may_open(request.user, name):
            audit.denied("page.denied", ("page", name or "unlisted"), actor=request.user, rule="access")
            raise PermissionDenied
        return None


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates `may_open`-filtered names, so that no link leads to a refusal; found when one asks."""
    user = getattr(request, "user", None)
    if user is None:
        return {"open_pages": frozenset()}
    return {
        "open_pages": SimpleLazyObject(lambda: frozenset(name for name in table() if may_open(user, name)))
    }
