"""Lets a reader choose the language of the pages with a plain link, `?language=fr`, on any page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import check_for_language

QUERY_NAME = "language"
A_YEAR = 365 * 24 * 60 * 60


class LanguageChoiceMiddleware:
    """Keep the language a reader chose and show the same page again; stands before LocaleMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Most requests have no query string, and Django would parse an empty one.
        if not request.META.get("QUERY_STRING") or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        chosen = request.GET.get(QUERY_NAME)
        if chosen not in dict(settings.LANGUAGES) or not check_for_language(chosen):
            return self.get_response(request)
        query = request.GET.copy()
        del query[QUERY_NAME]
        # A path that begins with two slashes would lead to another host.
        path = "/" + request.path.lstrip("/")
        response = HttpResponseRedirect(path + (f"?{query.urlencode()}" if query else ""))
        keep_language(response, chosen)
        return response


def keep_language(response: HttpResponse, language: str) -> None:
    """Remember the language in its cookie, which says nothing else."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE or settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
