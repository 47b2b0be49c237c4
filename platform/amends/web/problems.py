"""What software is answered when something is wrong: RFC 9457 for everything under /api/, in one shape.

`errors` draws the same troubles as pages for people; this module knows no template, session or database either.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"
KIND = "urn:amends:problem:"


@dataclass(frozen=True)
class Trouble:
    """What is wrong: a word that stays for software, a title and a sentence for people."""

    code: str
    title: str | Promise
    detail: str | Promise


_SAFE = _("Nothing was changed, and nothing you already saved is lost.")

TROUBLES: dict[str, Trouble] = {
    "400": Trouble("bad_request", _("We could not read that request"), _SAFE),
    "401": Trouble(
        "not_authenticated",
        _("A token is needed"),
        _("Send a token of this program that is still good, as “Authorization: Bearer” and the token."),
    ),
    "403": Trouble(
        "not_allowed", _("You may not do this"), _("The person whose token this is has no right to it here.")
    ),
    "404": Trouble(
        "not_found",
        _("There is nothing at this address"),
        _("The address may be wrong, or what it names is none of yours."),
    ),
    "405": Trouble(
        "method_not_allowed",
        _("This address does not take that method"),
        _("The header Allow names those that it takes."),
    ),
    "410": Trouble(
        "gone",
        _("This link no longer works"),
        _("It was used already, it was withdrawn, or its time has run out."),
    ),
    "429": Trouble(
        "too_many_requests", _("You tried too often"), _("Wait as long as the header Retry-After says.")
    ),
    "500": Trouble(
        "server_error",
        _("Something went wrong on our side"),
        _("What you saved before is still there. What you sent just now may not have arrived."),
    ),
    "503": Trouble(
        "in_maintenance",
        _("We will be back in a few minutes"),
        _("Everything you saved is still there. Nothing is sent or changed meanwhile."),
    ),
    "csrf": Trouble("not_from_here", _("You may not do this"), _SAFE),
    "unknown_host": Trouble(
        "unknown_host",
        _("There is nothing at this address"),
        _("No program uses this address. It may be misspelt, or the program has moved."),
    ),
    "closed": Trouble(
        "program_closed",
        _("This program is no longer here"),
        _("It has stopped working with this platform, and its pages are closed."),
    ),
    "suspended": Trouble(
        "program_suspended",
        _("This program is closed for now"),
        _(
            "Those who run this platform have closed the program’s pages while a question about it is looked into."
        ),
    ),
    "restricted": Trouble(
        "program_restricted",
        _("This program takes nothing new for now"),
        _("Its account with this platform is limited. New referrals and new cases cannot be made."),
    ),
}
"""By the name of the page that people see."""


def is_for_software(request: HttpRequest) -> bool:
    """Return whether the address is one that software asks, so that no page is an answer."""
    return request.path.startswith(PREFIX)


def problem(
    trouble: Trouble, status: int, *, headers: Mapping[str, str] | None = None, **members: Any
) -> HttpResponse:
    """Return a trouble as an answer; `members` are added to its object (`errors`, `unmet`)."""
    said = {
        "type": f"{KIND}{trouble.code}",
        "title": str(trouble.title),
        "status": status,
        "detail": str(trouble.detail),
    }
    response = HttpResponse(json.dumps(said | members), status=status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response
