"""The console's pages: the list of programs, one program, and one page for each decision about it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.accounts.access import may, may_open
from amends.accounts.links import at_host
from amends.console import actions, overview
from amends.console.decisions import DECISIONS, Decision
from amends.console.forms import DecisionForm, FilterForm
from amends.console.models import Introduction
from amends.web.components import draw
from tenants.models import State, Tenant

ON_A_PAGE = 50
COLOURS = {State.TRIAL: "govuk-tag--yellow", State.ACTIVE: "govuk-tag--green"}


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the entries of the main menu that this person may open."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    # Also those of the layers above: an account's pages are the same for everybody who works on the platform.
    entries = (
        ("console", _("Programs")),
        ("console-agencies", _("Agencies")),
        *((name, import_string(label)) for name, label in settings.CONSOLE_PAGES.items()),
        ("agency-home", _("Sent referrals")),
        ("agency-programs", _("Programs")),
        ("agency-figures", _("Figures")),
        ("agency-people", _("People")),
        ("team", _("Team")),
        ("account", _("Account")),
    )
    return [
        {"text": text, "href": reverse(name), "current": name == here}
        for name, text in entries
        if may_open(request.user, name)
    ]


def draw_console(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page of the console with its menu."""
    shown = {"navigation": menu(request), **context}
    return render(request, f"console/{template}.html", shown, status=status)


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """List the programs."""
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = Paginator(overview.listed(**asked), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "page": shown,
        "query": _query(request),
        "head": [_("Program"), _("Kind"), _("State"), _("Verified"), _("Size"), _("Release"), _("Since")],
        "rows": _rows(list(shown)),
        "is_filtered": any(asked.values()),
    }
    return draw_console(request, "programs", context)


@require_safe
def program(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show what the platform knows of one program, and what can be decided about it."""
    tenant = get_object_or_404(Tenant.objects.prefetch_related("domains"), pk=pk)
    open_decisions = [
        (decision.label, reverse(decision.page, args=[tenant.pk]))
        for decision in DECISIONS
        if may(request.user, decision.id, tenant.state) and decision.is_open(tenant)
    ]
    context = {
        "tenant": tenant,
        "tags": state_tags(tenant),
        "facts_of_program": _facts(tenant),
        "introduction": _read_introduction(request, tenant),
        "decisions": open_decisions,
        "history": overview.history(tenant),
    }
    return draw_console(request, "program", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: Any, decision: Decision) -> HttpResponse:
    """Ask why, say what follows, and do it; a decision that changes nothing is refused with 409."""
    tenant = get_object_or_404(Tenant, pk=pk)
    form = DecisionForm(decision, request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if form.is_valid():
        try:
            getattr(actions, decision.id)(
                actor=request.user, tenant=tenant, now=timezone.now(), **form.cleaned_data
            )
        except actions.UnableToDecide as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, f"{tenant.name}: {decision.told}")
            return redirect("console-program", pk=tenant.pk)
    context = {
        "tenant": tenant,
        "decision": decision,
        "form": form,
        "reasons": reasons,
        "has_errors": bool(form.errors or reasons),
    }
    return draw_console(request, "decision", context, status=409 if reasons else 200)


def _read_introduction(request: HttpRequest, tenant: Tenant) -> dict[str, Any] | None:
    """Return what a program that asked to be verified tells of itself; it names somebody, so the reading is noted."""
    told = Introduction.objects.filter(pk=tenant.pk).first()
    if told is None:
        return None
    audit.read(told, actor=request.user, purpose="verification")
    confirmed = _("confirmed") if told.is_address_confirmed else _("not confirmed")
    return {
        "is_waiting": not told.is_answered and tenant.verified_at is None,
        "rows": [
            (_("Asked"), date_format(told.asked_at, "DATETIME_FORMAT")),
            (_("Place"), told.place),
            (_("Telephone"), told.telephone or _("Not said")),
            (_("Signed up by"), told.founder_name),
            (
                _("E-mail address"),
                format_html(
                    '<a class="govuk-link amends-break" href="mailto:{0}">{0}</a> ({1})',
                    told.founder_email,
                    confirmed,
                ),
            ),
            (_("How we can know"), linebreaksbr(told.account)),
        ],
    }


def state_tags(tenant: Tenant) -> SafeString:
    """Return the state of a program and what is beside it, as tags."""
    tags = [
        draw(
            "tag",
            text=tenant.get_state_display(),
            classes=COLOURS.get(State(tenant.state), "govuk-tag--grey"),
        )
    ]
    if getattr(tenant, "has_asked", False):
        tags.append(draw("tag", text=_("Waiting for verification"), classes="govuk-tag--orange"))
    if tenant.suspended_at:
        tags.append(draw("tag", text=_("Suspended"), classes="govuk-tag--red"))
    if tenant.maintenance:
        tags.append(draw("tag", text=_("Maintenance"), classes="govuk-tag--blue"))
    return format_html_join(" ", "{}", ((tag,) for tag in tags))


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _rows(tenants: list[Tenant]) -> list[list[Any]]:
    sizes, kinds, releases = overview.sizes(tenants), overview.kinds(), overview.known_releases()
    return [
        [
            {
                "html": format_html(
                    '<a class="govuk-link" href="{}">{}</a><br><span class="amends-quiet">{}</span>',
                    reverse("console-program", args=[tenant.pk]),
                    tenant.name,
                    tenant.slug,
                )
            },
            kinds.get(tenant.kind, tenant.kind) or _("Not said"),
            {"html": state_tags(tenant)},
            date_format(tenant.verified_at, "DATE_FORMAT") if tenant.verified_at else _("No"),
            _size(sizes.get(tenant.schema_name, overview.Size())),
            _release(tenant, releases),
            date_format(tenant.created_at, "DATE_FORMAT"),
        ]
        for tenant in tenants
    ]


def _facts(tenant: Tenant) -> list[tuple[Any, Any]]:
    size = overview.sizes([tenant]).get(tenant.schema_name, overview.Size())
    days = (timezone.now() - tenant.created_at).days
    hosts = format_html_join(
        ", ",
        '<a class="govuk-link" href="{}">{}</a>',
        ((at_host(domain.domain), domain.domain) for domain in tenant.domains.all()),
    )
    rows = [
        (_("Address"), hosts),
        (_("Kind"), overview.kinds().get(tenant.kind, tenant.kind) or _("Not said")),
        (_("Signed up"), date_format(tenant.created_at, "DATETIME_FORMAT")),
        (_("Verified"), _moment(tenant.verified_at, _("No"))),
        (_("Suspended"), _moment(tenant.suspended_at, _("No"))),
        (_("Maintenance"), _("Yes") if tenant.maintenance else _("No")),
        (_("Size, about"), _size(size)),
        (_("Release of its tables"), _release(tenant, overview.known_releases())),
    ]
    if tenant.state == State.TRIAL:
        rows.insert(3, (_("Trial"), _("Day {day}").format(day=number_format(days + 1))))
    return rows


def _moment(moment: Any, otherwise: str) -> str:
    return date_format(moment, "DATETIME_FORMAT") if moment else otherwise


def _size(size: overview.Size) -> str:
    return _("{rows} rows, {bytes}").format(
        rows=number_format(size.rows, force_grouping=True), bytes=filesizeformat(size.bytes)
    )


def _release(tenant: Tenant, releases: list[str]) -> str:
    short = tenant.release[:8]
    if tenant.release == releases[0]:
        return _("{release}, current").format(release=short)
    if tenant.release in releases:
        return _("{release}, older").format(release=short)
    return _("{release}, not known to this version").format(release=short)
