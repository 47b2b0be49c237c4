"""The payer's own pages: how things stand, who pays, another price, the programs that are covered."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.actions import Refused
from amends.web.components import draw
from billing import ladder, money
from billing.actions.accounts import change_payer
from billing.actions.coverage import (
    answer_offer,
    offer_coverage,
    release_program,
    withdraw_offer,
)
from billing.actions.rates import ask_rate
from billing.forms import OfferForm, PayerForm, RateForm, told_plan, told_price
from billing.models import CoverageKind, Invoice, InvoiceStatus, Offer, Subscription, TenantStanding
from billing.running import own_programs, running
from billing.standing import Span, standing_of_tenant
from billing.views.pages import PayerRequest, draw_billing, payer_page, pays_for_others
from tenants.models import Tenant

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 24
COLOURS = {
    InvoiceStatus.PAID: "govuk-tag--green",
    InvoiceStatus.OPEN: "govuk-tag--orange",
    InvoiceStatus.UNCOLLECTIBLE: "govuk-tag--red",
}


@never_cache
@require_safe
@payer_page
def page(request: PayerRequest) -> HttpResponse:
    """Show what is paid for, by which plan, what comes next, the invoices, and questions that wait for an answer."""
    account, now = request.account, timezone.now()
    paid = running(account)
    own = Tenant.objects.filter(pk__in=own_programs(account)).first()
    context: dict[str, Any] = {
        "subscription": paid,
        "rows": _rows(request, paid),
        "program_rows": program_rows(own, now) if own else [],
        "invoices": invoice_rows(account),
        "invoice_head": [_("Number"), _("Date"), _("Amount"), _("To be paid by"), _("State")],
        "pays_for_others": pays_for_others(account),
        "rate_request": account.rate_requests.filter(answered_at=None).first(),
        "offers": waiting_offers(own) if own else [],
    }
    return draw_billing(request, "home", context)


def _rows(request: PayerRequest, paid: Subscription | None) -> list[dict[str, Any]]:
    """Return the facts of a subscription, for a summary list."""
    if paid is None:
        return []
    price = told_price(paid.plan, paid.currency, paid.interval, paid.rate, paid.quantity)
    rows = [(_("Plan"), told_plan(paid.plan)), (_("Price"), price)]
    if paid.plan.is_for_network:
        rows.append((_("Programs"), str(paid.quantity)))
    if paid.failing_since:
        tag = draw("tag", text=_("Payment is late"), classes="govuk-tag--orange")
        rows.append((_("State"), format_html("{} {}", tag, _("since %s") % _day(paid.failing_since))))
    if paid.ends_at:
        rows.append((_("Ends"), _day(paid.ends_at)))
    elif paid.trial_ends_at and paid.trial_ends_at > timezone.now():
        rows.append((_("First payment"), _day(paid.trial_ends_at)))
    elif paid.period_ends_at:
        rows.append((_("Next payment"), _day(paid.period_ends_at)))
    return [{"key": key, "value": value} for key, value in rows]


def program_rows(tenant: Tenant, now: datetime) -> list[dict[str, Any]]:
    """Return how the payer's own program stands: who covers it, until when, and what comes next where nobody does."""
    standing = standing_of_tenant(tenant, now=now)
    told = TenantStanding.objects.filter(pk=tenant.pk).first()
    rows: list[tuple[Any, Any]] = [(_("Program"), tenant.name)]
    rows += [(span.coverage.get_kind_display(), _until(span)) for span in standing.live]
    if told and told.counted_at:
        rows.append((_("Open cases"), _of(told.active_cases, standing.active_cases)))
    if standing.lapsed_since is not None:
        rows += lapse_rows(standing.lapsed_since, now)
    return [{"key": key, "value": value} for key, value in rows]


def _until(span: Span) -> str:
    """Return until when a coverage lasts; who pays is named where that is somebody else."""
    others = span.coverage.kind == CoverageKind.COVERED
    told = {"payer": span.coverage.account.name, "day": _day(span.ends_at) if span.ends_at else ""}
    if span.ends_at:
        words = _("%(payer)s, until %(day)s") if others else _("Until %(day)s")
    else:
        words = "%(payer)s" if others else _("For as long as the subscription goes on")
    return words % told


def _of(count: int, most: int | None) -> str:
    if most is None:
        return str(count)
    return _("%(count)s, of %(most)s in your plan") % {"count": count, "most": most}


def lapse_rows(since: datetime, now: datetime) -> list[tuple[Any, Any]]:
    """Return what stopped, or will stop, on which day, for a summary list."""
    words = {
        ladder.Rung.RESTRICTED: _("No new referrals and cases"),
        ladder.Rung.EXPORT_ONLY: _("No changes to policy, staff and listing either"),
        ladder.Rung.ARCHIVED: _("Archived, once no case is open"),
    }
    rows: list[tuple[Any, Any]] = [(_("Nobody pays since"), _day(since))]
    for rung, told in words.items():
        first = since + ladder.FROM_DAY[rung]
        when = _("since %s") if first <= now else _("from %s on")
        rows.append((told, when % _day(first)))
    return rows


def invoice_rows(account: Any) -> list[list[Any]]:
    """Return the newest invoices as rows of a table, each with a link to Stripe's page of it.

    Stripe makes one of nothing too, when a trial begins: there is nothing to pay on it, and nothing to file.
    """
    rows = account.invoices.exclude(status=InvoiceStatus.DRAFT).exclude(total=0)
    return [_invoice_row(each) for each in rows[:SHOWN]]


def _invoice_row(invoice: Invoice) -> list[Any]:
    name: Any = invoice.number or _("Invoice")
    if invoice.hosted_url:
        name = format_html('<a class="govuk-link" href="{}">{}</a>', invoice.hosted_url, name)
    colour = COLOURS.get(InvoiceStatus(invoice.status), "govuk-tag--grey")
    state = draw("tag", text=invoice.get_status_display(), classes=colour)
    due = _day(invoice.due_at) if invoice.due_at else ""
    return [name, _day(invoice.made_at), money.told(invoice.total, invoice.currency.upper()), due, state]


def waiting_offers(tenant: Tenant) -> list[Offer]:
    """Return the payers that wait for this program's answer."""
    rows = Offer.objects.filter(tenant=tenant, answered_at=None, withdrawn_at=None)
    return list(rows.select_related("account"))


@never_cache
@TWO_WAYS
@payer_page
def payer(request: PayerRequest) -> HttpResponse:
    """Change how invoices name the payer and where they go."""
    form = PayerForm(request.POST if request.method == "POST" else None, instance=request.account)
    if request.method == "POST" and form.is_valid():
        change_payer(actor=request.outsider, account=request.account, **form.cleaned_data)
        messages.success(request, _("The payer’s details are saved."))
        return redirect("billing-subscribe" if request.GET.get("then") == "subscribe" else "billing")
    return draw_billing(request, "payer", {"form": form})


@never_cache
@TWO_WAYS
@payer_page
def rate(request: PayerRequest) -> HttpResponse:
    """Ask for another price."""
    form = RateForm(request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            ask_rate(actor=request.outsider, account=request.account, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("We have your request. You get a message with our answer."))
            return redirect("billing")
    status = HTTPStatus.CONFLICT if reasons else HTTPStatus.OK
    return draw_billing(request, "rate", {"form": form, "reasons": reasons}, status=status)


@never_cache
@require_safe
@payer_page
def programs(request: PayerRequest) -> HttpResponse:
    """List the programs that a payer covers, and those that it has asked."""
    return _programs(request, OfferForm())


def _programs(
    request: PayerRequest, form: OfferForm, reasons: Any = (), status: int = HTTPStatus.OK
) -> HttpResponse:
    now = timezone.now()
    covered = request.account.coverages.open_at(now).filter(kind="covered").select_related("tenant")
    waiting = request.account.offers.filter(answered_at=None, withdrawn_at=None).select_related("tenant")
    context = {
        "form": form,
        "reasons": reasons,
        "covered": covered.order_by("tenant__name"),
        "waiting": waiting.order_by("made_at"),
        "subscription": running(request.account),
    }
    return draw_billing(request, "programs", context, status=status)


@require_POST
@payer_page
def offer(request: PayerRequest) -> HttpResponse:
    """Ask a program whether it wants to be covered."""
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _programs(request, form)
    tenant = form.cleaned_data["address"]
    try:
        offer_coverage(actor=request.outsider, account=request.account, tenant=tenant, now=timezone.now())
    except Refused as refusal:
        return _programs(request, form, refusal.reasons, HTTPStatus.CONFLICT)
    messages.success(
        request, _("%s reads your question on the page of its payments, and answers it there.") % tenant.name
    )
    return redirect("billing-programs")


@require_POST
@payer_page
def withdraw(request: PayerRequest, pk: Any) -> HttpResponse:
    """Take a question back."""
    row = get_object_or_404(Offer, pk=pk, account=request.account)
    try:
        withdraw_offer(actor=request.outsider, offer=row, now=timezone.now())
    except Refused as refusal:
        return _programs(request, OfferForm(), refusal.reasons, HTTPStatus.CONFLICT)
    return redirect("billing-programs")


@require_POST
@payer_page
def release(request: PayerRequest, pk: Any) -> HttpResponse:
    """Stop paying for a program, after the days of the hand-over."""
    row = get_object_or_404(request.account.coverages.select_related("tenant"), pk=pk, kind="covered")
    try:
        ended = release_program(
            actor=request.outsider, account=request.account, tenant=row.tenant, now=timezone.now()
        )
    except Refused as refusal:
        return _programs(request, OfferForm(), refusal.reasons, HTTPStatus.CONFLICT)
    told = {"program": row.tenant.name, "day": _day(ended.ends_at)}
    messages.success(request, _("%(program)s stays covered until %(day)s, and was told so.") % told)
    return redirect("billing-programs")


@require_POST
@payer_page
def answer(request: PayerRequest, pk: Any) -> HttpResponse:
    """Answer, for a program, whoever would pay for it."""
    mine = own_programs(request.account)
    row = get_object_or_404(Offer.objects.select_related("account"), pk=pk, tenant_id__in=mine)
    accepted = request.POST.get("answer") == "yes"
    try:
        answer_offer(actor=request.outsider, offer=row, accepted=accepted, now=timezone.now())
    except Refused as refusal:
        return draw_billing(
            request,
            "stopped",
            {"reasons": refusal.reasons, "back": reverse("billing")},
            status=HTTPStatus.CONFLICT,
        )
    said = _("%s pays for your program from now on.") if accepted else _("%s was told no.")
    messages.success(request, said % row.account.name)
    return redirect("billing")


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
