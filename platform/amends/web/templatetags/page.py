"""What the base templates need to know of the request: whose page it is, in which language, where exit leads.

These are tags rather than context processors because error pages are drawn without a request when the
database, the session or the program itself is what failed.
"""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from amends.web.components import draw
from amends.web.components.contents import Parameters
from amends.web.faces import PLATFORM_NAME, find_face
from amends.web.language import QUERY_NAME

register = template.Library()


@dataclass(frozen=True)
class PageFacts:
    """The neutral name on the page, whether it is a program's, and the links to the other languages."""

    name: str
    is_program: bool
    languages: list[Parameters]
    style: str = ""
    logo: str = ""


@register.simple_tag(takes_context=True)
def page_facts(context: template.Context) -> PageFacts:
    """Return the facts that header, title and footer share."""
    request: HttpRequest | None = context.get("request")
    languages = list_languages(request)
    face = find_face(request)
    if face is None:
        return PageFacts(name=PLATFORM_NAME, is_program=False, languages=languages)
    return PageFacts(name=face.name, is_program=True, languages=languages, style=face.style, logo=face.logo)


def list_languages(request: HttpRequest | None) -> list[Parameters]:
    """Return a link to this page in each language; without a request there is nothing to link to."""
    if request is None:
        return []
    current = get_language()
    return [
        {
            "text": get_language_info(code)["name_local"].capitalize(),
            "lang": code,
            "current": code == current,
            # Relative on purpose: the link keeps to this page without repeating its path.
            "href": f"?{_query(request, code)}",
        }
        for code, _name in settings.LANGUAGES
    ]


def _query(request: HttpRequest, code: str) -> str:
    """Return the query of the page and the language: neither a page of a list nor where sign-in leads is lost."""
    query = request.GET.copy()
    query[QUERY_NAME] = code
    return query.urlencode()


@register.simple_tag(takes_context=True)
def exit_this_page(context: template.Context) -> SafeString:
    """Draw the button that leaves at once: a link without JavaScript, also three times Shift with it."""
    return draw(
        "exit-this-page",
        redirect_url=context.get("exit_url") or settings.EXIT_URL,
        activated_text=_("Loading."),
        timed_out_text=_("Exit this page expired."),
        press_two_more_times_text=_("Shift, press 2 more times to exit."),
        press_one_more_time_text=_("Shift, press 1 more time to exit."),
    )
