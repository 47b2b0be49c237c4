"""The receipt that whoever sent a referral keeps: how far it has come, and the way to take it back."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.web.limits import is_within, network_of
from programs.actions.receipts import ask_receipt_address
from programs.actions.referrals import withdraw_referral
from programs.guards import StepRefused
from programs.models import MediationCase, Referral
from programs.models.case import CaseState
from programs.models.referral import ReferralState
from programs.models.source import ToldBack
from programs.platform_pages import platform_address
from programs.receipts import PURPOSE, is_told, receipt_token, state_told
from programs.steps import STEPS
from programs.views.pages import ProgramRequest, draw_page, program_page
from tenants import signing

KEPT = 400 * 24 * 60 * 60
"""Seconds for which the address of a receipt works."""


def lead_to_receipt(referral: Referral) -> HttpResponse:
    """Return the way to the receipt of a referral that was sent."""
    return redirect("refer-received", token=receipt_token(referral.pk))


@never_cache
@require_safe
@program_page
def received(request: ProgramRequest, token: str) -> HttpResponse:
    """Show the receipt: the reference and how far the referral has come, nothing about anybody."""
    referral = _find(token)
    context = {
        "referral": referral,
        "rows": how_far(referral),
        "token": token,
        "state": state_told(referral),
        "is_told_later": is_told(referral, ToldBack.MILESTONES),
        "is_late": referral.is_overdue(timezone.localdate()),
        "directory": platform_address(request, reverse("directory", settings.TENANCY_PUBLIC_URLCONF)),
    }
    return draw_page(request, "programs/received.html", context)


@never_cache
@require_POST
@program_page
def mail(request: ProgramRequest, token: str) -> HttpResponse:
    """Mail the address of the receipt to whoever sent the referral; the page does not say to which address."""
    referral = _find(token)
    now = timezone.now()
    # By the receipt too, not only by who asks: it is the same person who gets the mails.
    if is_within("network", network_of(request), now=now) and is_within("receipt", referral.pk.hex, now=now):
        language = get_language() or settings.LANGUAGE_CODE
        ask_receipt_address(actor=request.user, referral=referral, language=language)
        messages.success(request, _("If you gave an e-mail address, the message is on its way there."))
    else:
        messages.warning(request, _("It was mailed several times already. Try again tomorrow."))
    return redirect("refer-received", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def withdraw(request: ProgramRequest, token: str) -> HttpResponse:
    """Ask once more, then take the referral back; one that is decided stays, and the page says so."""
    referral = _find(token)
    if request.method == "POST" and _may_go_back(referral):
        try:
            withdraw_referral(actor=request.user, referral=referral, now=timezone.now())
        except StepRefused:
            referral = _find(token)  # somebody here decided in between
        else:
            return redirect("refer-received", token=token)
    may_go_back = _may_go_back(referral)
    status = HTTPStatus.OK if may_go_back else HTTPStatus.CONFLICT
    context = {"referral": referral, "token": token, "may_go_back": may_go_back}
    return draw_page(request, "programs/withdraw.html", context, status=status)


def _may_go_back(referral: Referral) -> bool:
    return referral.state in STEPS["withdraw_referral"].sources


def _find(token: str) -> Referral:
    """Return the referral of a receipt, with what the receipt may say; 404 for any other token."""
    try:
        key = signing.loads(token, purpose=PURPOSE, max_age=KEPT)["referral"]
    except signing.BadSignature as error:
        raise Http404 from error
    told = ("id", "reference", "state", "submitted_at", "decided_at", "answer_by", "is_sample")
    rows = Referral.objects.select_related("source").only(*told, "source", "source__told_back")
    return get_object_or_404(rows, pk=key)


def how_far(referral: Referral) -> list[tuple[Any, Any]]:
    """Return what the referrer may know (D1), and was agreed with the source to be told, as rows of a list."""
    rows: list[tuple[str, Any]] = [
        (_("Reference"), referral.reference),
        (_("Received"), referral.submitted_at),
    ]
    if is_told(referral, ToldBack.MILESTONES) and referral.is_waiting and referral.answer_by:
        rows.append((_("We answer by"), referral.answer_by))
    decided = {
        ReferralState.ACCEPTED: _("Accepted"),
        ReferralState.DECLINED: _("Declined"),
        ReferralState.WITHDRAWN: _("Withdrawn"),
        ReferralState.FORWARDED: _("Forwarded"),
    }
    if (state := state_told(referral)) in decided:
        rows.append((decided[state], referral.decided_at))
    if state == ReferralState.ACCEPTED:
        rows += _of_the_case(referral)
    return [(label, value if isinstance(value, str) else _day(value)) for label, value in rows]


def _of_the_case(referral: Referral) -> list[tuple[str, Any]]:
    case = MediationCase.objects.filter(referral=referral).only("state", "closed_at", "report").first()
    rows: list[tuple[str, Any]] = []
    if case is not None and case.report and is_told(referral, ToldBack.REPORT):
        rows += _report(case.report)
    if case is not None and case.state == CaseState.CLOSED:
        rows.append((_("Closed"), case.closed_at))
    return rows


def _report(report: dict[str, Any]) -> list[tuple[Any, str]]:
    """Return the report of a case that ended, as rows: yes, no and days."""
    rows = [(_("The two sides had to do with each other"), _yes_or_no(report["held"], report["held_on"]))]
    if report["held"]:
        rows.append((_("They made an agreement"), _yes_or_no(report["agreement"], report["agreement_on"])))
    if report["agreement"]:
        rows.append((_("It was kept in full"), _yes_or_no(report["fulfilled"], None)))
    return rows


def _yes_or_no(answer: bool, day: str | None) -> str:
    if answer and day:
        return _("Yes, on %(day)s") % {"day": _day(date.fromisoformat(day))}
    return _("Yes") if answer else _("No")


def _day(moment: date) -> str:
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return date_format(local, "DATE_FORMAT")
