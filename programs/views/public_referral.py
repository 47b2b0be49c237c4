"""The referral form that needs no account, and the receipt that whoever sent it keeps."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from amends.accounts.access import may_open
from programs.actions.referrals import submit_referral
from programs.forms.referral import ReferralForm
from programs.models import MediationCase, Referral
from programs.models.case import CaseState
from programs.models.referral import ReferralState
from programs.openness import needs_of
from programs.views.pages import ProgramRequest, draw_page, posted, program_page
from tenants import signing

PURPOSE = "referral-receipt"
KEPT = 400 * 24 * 60 * 60
"""Seconds for which the address of a receipt works."""


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def refer(request: ProgramRequest) -> HttpResponse:
    """Show the form; when it is sent, take the referral in and lead on to its receipt.

    In a program that is not open yet, say so; those who decide about referrals here may practise on invented people.
    """
    is_practice = not request.program.is_open and may_open(request.user, "referrals")
    if not request.program.is_open and not is_practice:
        status = HTTPStatus.FORBIDDEN if request.method == "POST" else HTTPStatus.OK
        return draw_page(
            request, "programs/not_open.html", {"needs": needs_of(request.program)}, status=status
        )
    form = ReferralForm(posted(request), program=request.program)
    if request.method == "POST" and form.is_valid():
        referral = submit_referral(
            actor=request.user, now=timezone.now(), is_sample=is_practice, **form.answers()
        )
        return redirect("refer-received", token=signing.dumps({"referral": referral.pk.hex}, purpose=PURPOSE))
    return draw_page(request, "programs/refer.html", {"form": form, "is_practice": is_practice})


@never_cache
@require_safe
@program_page
def received(request: ProgramRequest, token: str) -> HttpResponse:
    """Show the receipt: the reference and how far the referral has come, nothing about anybody."""
    try:
        key = signing.loads(token, purpose=PURPOSE, max_age=KEPT)["referral"]
    except signing.BadSignature as error:
        raise Http404 from error
    referral = get_object_or_404(
        Referral.objects.only("id", "reference", "state", "submitted_at", "decided_at"), pk=key
    )
    return draw_page(request, "programs/received.html", {"referral": referral, "rows": _how_far(referral)})


def _how_far(referral: Referral) -> list[tuple[Any, Any]]:
    """Return what the referrer may know (D1), as rows of a list."""
    rows: list[tuple[str, Any]] = [
        (_("Reference"), referral.reference),
        (_("Received"), referral.submitted_at),
    ]
    if referral.state == ReferralState.ACCEPTED:
        rows.append((_("Accepted"), referral.decided_at))
    if referral.state == ReferralState.DECLINED:
        rows.append((_("Declined"), referral.decided_at))
    case = MediationCase.objects.filter(referral=referral).only("state", "closed_at", "report").first()
    if case is not None and case.report:
        rows += _report(case.report)
    if case is not None and case.state == CaseState.CLOSED:
        rows.append((_("Closed"), case.closed_at))
    return [(label, value if isinstance(value, str) else _day(value)) for label, value in rows]


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
        return _("Yes, on %(day)s") % {"day": date_format(date.fromisoformat(day), "DATE_FORMAT")}
    return _("Yes") if answer else _("No")


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
