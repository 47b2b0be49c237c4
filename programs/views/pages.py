"""What every page of a program has: the program's row and time zone, the menu, one way to find a row."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.accounts.access import Outsider, may_open
from amends.web.components import draw
from programs.facts import Asked, CaseFacts
from programs.models import MediationCase, Participant, ParticipantLink, Program
from programs.plan_told import Banner, banner_of

View = Callable[..., HttpResponse]


class ProgramRequest(HttpRequest):
    """A request at a program's host, inside its schema."""

    program: Program
    user: Any
    # On a participant's own page: who visits, and by which link (`programs.own_visits`).
    outsider: Outsider
    own_link: ParticipantLink


def program_page(view: View) -> View:
    """Give a view the program's row, and show times in the program's time zone."""

    @wraps(view)
    def entered(request: ProgramRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The access middleware has read it already, for what the program may do now.
        request.program = getattr(request, "program", None) or get_object_or_404(Program)
        with timezone.override(request.program.zone):
            return view(request, *args, **kwargs)

    return entered


def draw_page(
    request: ProgramRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page with the program and the menu in its context."""
    shared = {"program": request.program, "navigation": menu(request), "plan_banner": _banner(request)}
    return render(request, template, shared | context, status=status)


def _banner(request: ProgramRequest) -> Banner | None:
    """Return what those who see to the payment read while nobody pays; nobody else is told."""
    return banner_of(request.program, timezone.now()) if may_open(request.user, "plan") else None


def menu(request: ProgramRequest) -> list[dict[str, Any]]:
    """Return the entries of the main menu that this person may open."""
    entries = (
        ("home", _("Today")),
        ("referrals", _("Referrals")),
        ("cases", _("Cases")),
        ("arrears", _("What is late")),
        ("surveys", _("Surveys")),
        ("figures", _("Figures")),
        ("mediators", _("Mediators")),
        ("my-time", _("My time")),
        ("policy", _("Policy")),
        ("listing", _("Directory")),
        ("retention", _("Keeping cases")),
        ("complaints", _("Complaints")),
        ("team", _("Team")),
        ("look", _("Look")),
        ("records", _("Who saw what")),
        ("networks", _("Networks")),
        ("plan", _("Plan")),
        ("account", _("Account")),
    )
    if not request.user.is_authenticated:
        return []
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        {"text": text, "href": reverse(name), "current": name == here}
        for name, text in entries
        if may_open(request.user, name)
    ]


def find_case(request: ProgramRequest, pk: Any) -> MediationCase:
    """Return the case if this person may see it; 404 for everybody else, as if it were not there."""
    return get_object_or_404(MediationCase.objects.visible_to(request.user), pk=pk)


def find_participant(request: ProgramRequest, pk: Any) -> Participant:
    """Return somebody of a case that this person may see; 404 for everybody else."""
    cases = MediationCase.objects.visible_to(request.user)
    return get_object_or_404(Participant.objects.filter(case__in=cases).select_related("case"), pk=pk)


def sample_tag(row: Any) -> Any:
    """Return the mark of a case or referral that is a sample, empty for a real one."""
    if not row.is_sample:
        return ""
    return format_html(" {}", draw("tag", text=_("Sample"), classes="govuk-tag--purple"))


def posted(request: ProgramRequest) -> Any:
    """Return what was sent, for a form to be bound to; None on a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def facts_of(request: ProgramRequest, case: MediationCase, **asked: Any) -> CaseFacts:
    """Return what the guards look at, as of now."""
    return CaseFacts(case=case, program=request.program, now=timezone.now(), asked=Asked(**asked))
