"""Draws the pages for when something goes wrong: what happened, what is safe, what to do next.

Each page is drawn without the request's context, so it needs no database, session or program; when even
the template fails, a few plain lines answer. The reader's language comes from cookie and browser. Under /api/
the same troubles are answered as RFC 9457 says (`problems`).

Wire up: `handler400 = "amends.web.errors.bad_request"`, likewise 403, 404 and 500;
`CSRF_FAILURE_VIEW = "amends.web.errors.csrf_failure"`. The three that take a `site` are the engine's
TENANCY_PAGES; the others are called by whoever finds the trouble.
"""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from amends.web.problems import TROUBLES, is_for_software, problem

logger = logging.getLogger(__name__)

PLAIN_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Something went wrong</title>'
    "<h1>Something went wrong</h1><p>Nothing you already saved is lost. Try again in a few minutes.</p>"
)


def _answer(
    request: HttpRequest, name: str, status: int, *, retry_after: int | None = None, **context: Any
) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        if is_for_software(request):
            wait = {} if retry_after is None else {"Retry-After": str(retry_after)}
            return problem(TROUBLES[name], status, headers=wait)
        try:
            page: str = render_to_string(f"web/errors/{name}.html", {**context, "retry_after": retry_after})
        except Exception:
            # The last page must come whatever else is broken.
            logger.exception("The error page %s could not be drawn", name)
            page = PLAIN_PAGE
    response = HttpResponse(page, status=status)
    # A page that failed for now, or for one reader, is never kept.
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    return _answer(request, "400", 400)


def token_needed(request: HttpRequest) -> HttpResponse:
    """Answer software that shows no token, or one that is worth nothing here (RFC 6750)."""
    shown = ' error="invalid_token"' if "Authorization" in request.headers else ""
    return problem(TROUBLES["401"], 401, headers={"WWW-Authenticate": f"Bearer{shown}"})


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody we know, who may not do this."""
    return _answer(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that is not there, or that is none of the reader's business."""
    return _answer(request, "404", 404)


def method_not_allowed(request: HttpRequest, allow: str = "POST") -> HttpResponse:
    """Answer somebody who opened an address that takes only what a button sends; `allow` names its methods."""
    response = _answer(request, "405", 405)
    response.headers["Allow"] = allow
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """Answer a link that was used, withdrawn or has run out."""
    return _answer(request, "410", 410)


def too_many_requests(request: HttpRequest, *, retry_after: int = 60) -> HttpResponse:
    """Answer somebody who tried too often; `retry_after` is in seconds."""
    return _answer(request, "429", 429, retry_after=retry_after, minutes=-(-retry_after // 60))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when our own code failed."""
    return _answer(request, "500", 500)


def program_in_maintenance(
    request: HttpRequest, site: object = None, *, retry_after: int = 120
) -> HttpResponse:
    """Answer for a program that is being brought up to date; `retry_after` is in seconds."""
    return _answer(request, "503", 503, retry_after=retry_after)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long, or was sent by another site."""
    return _answer(request, "csrf", 403)


def unknown_host(request: HttpRequest, site: object = None) -> HttpResponse:
    """Answer for an address that no program has."""
    return _answer(request, "unknown_host", 404)


def program_closed(request: HttpRequest, site: object = None) -> HttpResponse:
    """Answer for a program that no longer works here."""
    return _answer(request, "closed", 410)


def program_suspended(request: HttpRequest, site: object = None) -> HttpResponse:
    """Answer for a program that we closed for now; without a time, because nobody knows one."""
    return _answer(request, "suspended", 503, contact=settings.CONTACT)


def program_restricted(request: HttpRequest, site: object = None) -> HttpResponse:
    """Answer for a program that takes nothing new for now."""
    return _answer(request, "restricted", 403)
