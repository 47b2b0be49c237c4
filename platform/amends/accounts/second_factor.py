"""Nobody whose sign-in asks for a password alone sees a page that may show a case."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _


@cache
def pages_without() -> frozenset[str]:
    """Return the pages that show nothing of a case: `WITHOUT_SECOND_FACTOR` of the apps' `access` modules."""
    names: set[str] = set()
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "access"):
            names |= set(getattr(import_module(f"{config.name}.access"), "WITHOUT_SECOND_FACTOR", ()))
    return frozenset(names)


ELSEWHERE = "second_step_elsewhere"
"""Where the session keeps that an agency's identity provider asked for the second step."""


def must_enrol(request: HttpRequest) -> bool:
    """Return whether somebody has to add a second step before going on."""
    user: Any = request.user
    return bool(
        settings.AMENDS_REQUIRE_SECOND_FACTOR
        and user.is_authenticated
        and not user.has_second_factor
        and not request.session.get(ELSEWHERE)
    )


class SecondFactorMiddleware:
    """Sends whoever must enrol to where they can, from every page that is not listed."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        """Let the request pass, or redirect it."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            # Nobody is signed in, and asking for `request.user` would open a session to find that out.
            return None
        match = request.resolver_match
        if (match and match.url_name in pages_without()) or not must_enrol(request):
            return None
        messages.warning(
            request, _("Before you go on, add a second step to your sign-in. It takes a minute.")
        )
        return redirect("account")
