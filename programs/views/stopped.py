"""What is answered when a page waits until somebody pays for the program: the rule, what still works, what to do.

The access middleware asks this before each view, and after a view in which an action was refused. People outside are
told nothing of money, and which program could take what they wanted to refer. What was typed stays in the page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amends.accounts.access import may_open
from amends.web import errors
from amends.web.problems import Trouble, is_for_software, problem
from billing.ladder import Rung, leaves
from programs.models import Program
from programs.paying import NotPaidFor, kinds_of_pages, read_on, rung_of, works_here
from programs.platform_pages import platform_address, site_of
from programs.receivers import suggested
from programs.views.pages import draw_page
from programs.work import ALWAYS
from tenants.place import PUBLIC, current_schema

TROUBLE = Trouble(
    "refused", _("Something has to happen first"), _("Each unmet rule says what it is, and what to do.")
)
STATUS = 409
SAFE = ("GET", "HEAD", "OPTIONS")
KEEPS = {"refer": "save", "draft": "save"}
"""Pages with a button that keeps what was typed, which nothing stops."""
NOT_SENT_AGAIN = frozenset(("csrfmiddlewaretoken", "send", "save", "begin"))


def before_page(request: HttpRequest, name: str) -> HttpResponse | None:
    """Return what is answered in place of a page that the program's rung stops; None when it may be drawn."""
    if name in ALWAYS or current_schema() in (None, PUBLIC):
        return None
    program = Program.objects.first()
    if program is None:
        return None
    request.program = program  # type: ignore[attr-defined]
    rung = rung_of(program.standing, now=timezone.now())
    work = kinds_of_pages().get(name)
    if work is None or leaves(rung, work):
        return None
    if rung != Rung.ARCHIVED and (_only_looks(request, name) or _keeps(request, name)):
        return None
    return _draw(request, NotPaidFor(name, work, rung, is_ours=works_here(request.user)))


def after_refusal(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return the answer where an action met the ladder and its view said nothing of it; None for other errors."""
    return _draw(request, error) if isinstance(error, NotPaidFor) else None


def _only_looks(request: HttpRequest, name: str) -> bool:
    return request.method in SAFE and name in read_on()


def _keeps(request: HttpRequest, name: str) -> bool:
    return request.method == "POST" and KEEPS.get(name, "") in request.POST


def _draw(request: HttpRequest, stopped: NotPaidFor) -> HttpResponse:
    if stopped.rung == Rung.ARCHIVED:
        return errors.program_closed(request)
    reason: Any = stopped.reasons[0]
    if is_for_software(request):
        names = ("id", "rule", "sentence", "source", "remedy")
        return problem(TROUBLE, STATUS, unmet=[{name: str(getattr(reason, name)) for name in names}])
    response = _page(request, reason)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: Any, reason: Any) -> HttpResponse:
    if not hasattr(request, "program"):
        request.program = get_object_or_404(Program)
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    context: dict[str, Any] = {
        "reason": reason,
        "typed": [each for each in typed if each[0] not in NOT_SENT_AGAIN],
        "had_files": bool(request.FILES),
    }
    if works_here(request.user):
        context["may_see_plan"] = may_open(request.user, "plan")
        return draw_page(request, "programs/stopped.html", context, status=STATUS)
    context |= {
        "others": [(each, _form_at(request, each.host)) for each in suggested(request.program.listing)],
        "directory": platform_address(request, reverse("directory", "amends.urls_public")),
        "keeps": request.resolver_match.url_name in KEEPS,
    }
    return draw_page(request, "programs/not_taking.html", context, status=STATUS)


def _form_at(request: HttpRequest, host: str) -> str:
    return f"{site_of(request, host)}{reverse('refer')}"
