"""The operator's pages about agencies: a list, one agency, and what is decided about it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.accounts.access import may
from amends.actions import Refused
from amends.console.decisions import Decision
from amends.console.forms import DecisionForm
from amends.web.components import draw
from network.agencies.actions import agencies as actions
from network.agencies.decisions import BY_VERB, DECISIONS
from network.agencies.forms import RegisterForm
from network.agencies.models import Agency, AgencyState
from network.agencies.views.pages import draw_agency

ON_A_PAGE = 50
COLOURS = {
    AgencyState.WAITING: "govuk-tag--orange",
    AgencyState.VERIFIED: "govuk-tag--green",
    AgencyState.CLOSED: "govuk-tag--red",
}
TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


def _tag(agency: Agency) -> Any:
    colour = COLOURS.get(AgencyState(agency.state), "govuk-tag--grey")
    return draw("tag", text=agency.get_state_display(), classes=colour)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the agencies, those that wait to be verified first."""
    waits = Case(When(state=AgencyState.WAITING, then=Value(0)), default=Value(1))
    rows = Agency.objects.annotate(people=Count("members")).order_by(waits, "name", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "head": [_("Agency"), _("Kind"), _("Place"), _("State"), _("People"), _("Since")],
        "rows": [_row(agency) for agency in page],
    }
    return draw_agency(request, "console_agencies", context)


def _row(agency: Any) -> list[Any]:
    link = format_html(
        '<a class="govuk-link" href="{}">{}</a>', reverse("console-agency", args=[agency.pk]), agency.name
    )
    return [
        {"html": link},
        agency.get_kind_display(),
        agency.place or _("Not said"),
        {"html": _tag(agency)},
        agency.people,
        date_format(agency.created_at, "DATE_FORMAT"),
    ]


@require_safe
def agency(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show an agency, who asked for it, and what can be decided about it."""
    found = get_object_or_404(Agency, pk=pk)
    audit.read(found, actor=request.user, purpose="verification")
    context = {
        "subject": found,
        "tags": _tag(found),
        "rows": [
            (_("Code"), found.slug),
            (_("Kind"), found.get_kind_display()),
            (_("Place"), found.place or _("Not said")),
            (_("Since"), date_format(found.created_at, "DATETIME_FORMAT")),
        ],
        "people": found.members.select_related("user").order_by("joined_at"),
        "invitations": found.invitations.filter(accepted_at=None, revoked_at=None).order_by("expires_at"),
        "decisions": [
            (decision.label, reverse(decision.page, args=[found.pk]))
            for decision in DECISIONS
            if may(request.user, decision.id) and decision.is_open(found)
        ],
        "history": _history(found),
    }
    return draw_agency(request, "console_agency", context)


def _history(found: Agency) -> list[dict[str, Any]]:
    """Return what operators decided about an agency, the newest first."""
    from amends.audit.models import AuditEntry, Kind

    entries = AuditEntry.objects.filter(
        object_type=found._meta.label_lower, object_id=str(found.pk), kind=Kind.CHANGE, verb__in=BY_VERB
    ).order_by("-seq")
    return [
        {
            "label": BY_VERB[entry.verb].told,
            "at": entry.at,
            "text": str(BY_VERB[entry.verb].reasons.get(entry.facts.get("reason"), "")),
        }
        for entry in entries[:50]
    ]


@TWO_WAYS
def decide(request: HttpRequest, pk: Any, decision: Decision) -> HttpResponse:
    """Ask why, say what follows, and do it; what would change nothing is refused with 409."""
    found = get_object_or_404(Agency, pk=pk)
    form = DecisionForm(decision, request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if form.is_valid():
        try:
            getattr(actions, decision.id)(actor=request.user, agency=found, **form.cleaned_data)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, f"{found.name}: {decision.told}")
            return redirect("console-agency", pk=found.pk)
    context = {
        "subject": found,
        "decision": decision,
        "form": form,
        "reasons": reasons,
        "has_errors": bool(form.errors or reasons),
    }
    status = HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    return draw_agency(request, "console_decision", context, status=status)


@TWO_WAYS
def register(request: HttpRequest) -> HttpResponse:
    """Register an agency that the operator knows, and invite whoever will manage it."""
    form = RegisterForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        made = actions.register_with_manager(actor=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The agency is registered, and the link is on its way."))
        return redirect("console-agency", pk=made.pk)
    return draw_agency(request, "console_register", {"form": form})
