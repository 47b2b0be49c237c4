"""The operator's pages about payments: who is on trial, who pays late, what each plan brings, what waits."""

from datetime import datetime, time, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends import audit
from amends.actions import Refused
from amends.console.views import menu
from billing import money
from billing.actions.coverage import grant_coverage
from billing.actions.mirroring import replay_event
from billing.actions.rates import answer_rate
from billing.catalogue import PLANS, Interval, Rate
from billing.forms import AnswerRateForm, GrantForm
from billing.ladder import rung_at
from billing.models import (
    FAILING,
    GOOD,
    Coverage,
    EventStatus,
    RateRequest,
    StripeEvent,
    Subscription,
    TenantStanding,
)
from billing.views.home import program_rows
from tenants.models import Tenant

TITLE = gettext_lazy("Payments")
SHOWN = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show trials, late payers, revenue by plan, requests for another price, and events of Stripe that failed."""
    now = timezone.now()
    trials = Coverage.objects.live_at(now).filter(kind="trial").select_related("tenant").order_by("ends_at")
    lapsed = TenantStanding.objects.filter(lapsed_since__lte=now).select_related("tenant")
    failed = StripeEvent.objects.filter(status=EventStatus.FAILED).order_by("-received_at")
    program, payer, plan, state, since = _("Program"), _("Payer"), _("Plan"), _("State"), _("Since")
    tables = (
        (
            _("Requests for another price"),
            [payer, _("Price"), since],
            [_request(each) for each in _requests()[:SHOWN]],
        ),
        (
            _("Payers whose payment is late"),
            [payer, plan, state, since],
            [_late(each) for each in _failing()[:SHOWN]],
        ),
        (
            _("Programs that nobody pays for"),
            [program, since, state, _("Open cases")],
            [_lapsed(each, now) for each in lapsed.order_by("lapsed_since")[:SHOWN]],
        ),
        (
            _("Trials"),
            [program, _("Until")],
            [[_program(each.tenant), _day(each.ends_at)] for each in trials[:SHOWN]],
        ),
        (_("What each plan brings in a month"), [plan, _("Payers"), _("Programs"), _("A month")], _revenue()),
        (
            _("Events of Stripe that failed"),
            [_("Event"), _("Kind"), since, _("Error"), _("Again")],
            [_event(request, each) for each in failed[:SHOWN]],
        ),
    )
    context = {
        "title": TITLE,
        "tables": [{"caption": caption, "head": head, "rows": rows} for caption, head, rows in tables],
    }
    return _draw(request, "console", context)


def _draw(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(
        request, f"billing/{template}.html", {"navigation": menu(request), **context}, status=status
    )


def _failing() -> Any:
    rows = Subscription.objects.filter(status__in=FAILING).select_related("account")
    return rows.order_by("failing_since")


def _requests() -> Any:
    return RateRequest.objects.filter(answered_at=None).select_related("account").order_by("made_at")


def _lapsed(row: TenantStanding, now: Any) -> list[Any]:
    rung = rung_at(row.lapsed_since, now=now, has_open_cases=row.active_cases > 0)
    return [_program(row.tenant), _day(row.lapsed_since), rung.label, row.active_cases]


def _late(row: Subscription) -> list[Any]:
    since = _day(row.failing_since) if row.failing_since else ""
    return [row.account.name, row.plan.label, row.get_status_display(), since]


def _request(row: RateRequest) -> list[Any]:
    link = format_html(
        '<a class="govuk-link" href="{}">{}</a>', reverse("console-rate", args=[row.pk]), row.account.name
    )
    return [link, row.get_rate_display(), _day(row.made_at)]


def _program(tenant: Tenant) -> SafeString:
    url = reverse("console-coverage", args=[tenant.pk])
    return format_html('<a class="govuk-link" href="{}">{}</a>', url, tenant.name)


def _event(request: HttpRequest, row: StripeEvent) -> list[Any]:
    button = render_to_string("billing/replay.html", {"event": row}, request=request)
    return [row.pk, row.kind, _day(row.received_at), row.error, button]


def _revenue() -> list[list[Any]]:
    """Return what each plan brings in a month, by currency: yearly prices count with a twelfth."""
    groups = ("plan_key", "rate", "interval", "currency")
    rows = Subscription.objects.filter(status__in=(*GOOD, *FAILING)).values(*groups)
    found: dict[tuple[str, str], list[int]] = {}
    for row in rows.annotate(payers=Count("pk"), programs=Sum("quantity")):
        plan = PLANS[row["plan_key"]]
        line = found.setdefault((row["plan_key"], row["currency"]), [0, 0, 0])
        line[0] += row["payers"]
        line[1] += row["programs"]
        price = plan.price(row["currency"].upper(), Interval(row["interval"]), Rate(row["rate"]))
        # Tiers hold for one payer: a mean quantity would be another sum, so each payer is counted.
        each = Subscription.objects.filter(
            status__in=(*GOOD, *FAILING), **{name: row[name] for name in groups}
        )
        total = sum(price.total(quantity) for quantity in each.values_list("quantity", flat=True))
        line[2] += total // 12 if row["interval"] == Interval.YEAR else total
    return [
        [PLANS[key].label, payers, programs, money.told(total, currency.upper())]
        for (key, currency), (payers, programs, total) in sorted(found.items())
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, pk: Any) -> HttpResponse:
    """Read why somebody asks for another price, and answer."""
    row = get_object_or_404(RateRequest.objects.select_related("account"), pk=pk)
    form = AnswerRateForm(request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            answer_rate(actor=request.user, request=row, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Your answer is on its way to %s.") % row.account.name)
            return redirect("console-billing")
    audit.read(row, actor=request.user, purpose="rate")
    context = {"row": row, "form": form, "reasons": reasons}
    return _draw(request, "console_rate", context, status=HTTPStatus.CONFLICT if reasons else HTTPStatus.OK)


@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show who covers a program, and cover it without payment until a day."""
    tenant = get_object_or_404(Tenant, pk=pk)
    now = timezone.now()
    form = GrantForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            _grant(request.user, tenant, form.cleaned_data, now)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("%s is covered, and is told so.") % tenant.name)
            return redirect("console-billing")
    rows = program_rows(tenant, now)
    context = {"tenant": tenant, "rows": rows, "form": form, "reasons": reasons}
    status = HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    return _draw(request, "console_coverage", context, status=status)


def _grant(actor: Any, tenant: Tenant, asked: dict[str, Any], now: datetime) -> None:
    # To the end of the day that was chosen.
    end = datetime.combine(asked["until"] + timedelta(days=1), time.min, timezone.get_current_timezone())
    grant_coverage(
        actor=actor, tenant=tenant, plan_key=asked["plan"], until=end, reason=asked["reason"], now=now
    )


@require_POST
def replay(request: HttpRequest) -> HttpResponse:
    """Look into an event again."""
    event = get_object_or_404(StripeEvent, pk=request.POST.get("event", ""))
    if replay_event(actor=request.user, event=event):
        messages.success(request, _("It is looked into again; the page shows how it ended in a moment."))
    else:
        messages.info(request, _("It is about no payer of ours, so there is nothing to look into."))
    return redirect("console-billing")


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
