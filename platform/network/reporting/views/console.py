"""The operator's page about figures across programs: how far each year is, and figures that are withdrawn."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from amends.actions import Refused
from amends.console.views import menu
from network.reporting.actions import ask_for_reissue, withdraw_release
from network.reporting.forms import WithdrawForm
from network.reporting.ledger import spent_on_a_case
from network.reporting.models import Period, PeriodState, Release, ReleaseState
from network.reporting.plan import HARD_CAP

TITLE = gettext_lazy("Figures")
TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200


def _draw(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shown = {"navigation": menu(request), "title": TITLE, **context}
    return render(request, f"reporting/{template}.html", shown, status=status)


@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """List the years with how many programs have answered, what each spent, and every release."""
    rows = Period.objects.annotate(
        asked=Count("handings"), handed=Count("handings", filter=Q(handings__handed_at__isnull=False))
    )
    releases = Release.objects.select_related("period").defer("document", "members")[:SHOWN]
    context = {
        "head": [
            _("Year"),
            _("What is counted"),
            _("State"),
            _("Answered"),
            _("Counted from"),
            _("Spent on a case"),
        ],
        "rows": [_period_row(each) for each in rows],
        "release_head": [_("Figures of"), _("Year"), _("State"), _("Published on")],
        "releases": [_release_row(each) for each in releases],
    }
    return _draw(request, "console", context)


def _period_row(period: Any) -> list[Any]:
    answered = f"{period.handed} / {period.asked}" if period.state != PeriodState.OPEN else ""
    spent = spent_on_a_case(period.year)
    return [
        str(period.year),
        period.get_kind_display(),
        period.get_state_display(),
        answered,
        date_format(period.seals_on),
        f"{float(spent):.3f} / {float(HARD_CAP):.2f}",
    ]


def _release_row(release: Release) -> list[Any]:
    href = reverse("console-release", args=[release.pk])
    link = format_html('<a class="govuk-link" href="{}">{}</a>', href, release.name)
    day = date_format(timezone.localtime(release.published_at))
    return [link, str(release.period.year), release.get_state_display(), day]


@TWO_WAYS
def release(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show a release, withdraw it with a sentence for its readers, or have it made anew."""
    row = get_object_or_404(Release.objects.select_related("period"), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" and "anew" not in request.POST else None)
    reasons: Any = ()
    try:
        if request.method == "POST" and "anew" in request.POST:
            ask_for_reissue(actor=request.user, release=row, now=timezone.now())
            messages.success(request, _("These figures are being made anew; it takes a few seconds."))
            return redirect("console-figures")
        if request.method == "POST" and form.is_valid():
            words = form.cleaned_data["words"]
            withdraw_release(actor=request.user, release=row, words=words, now=timezone.now())
            messages.success(request, _("The figures are withdrawn, and readers are told why."))
            return redirect("console-release", pk=row.pk)
    except Refused as refusal:
        reasons = refusal.reasons
        row.refresh_from_db()
    context = {
        "release": row,
        "form": form,
        "reasons": reasons,
        "is_published": row.state == ReleaseState.PUBLISHED,
        "is_withdrawn": row.state == ReleaseState.WITHDRAWN,
    }
    return _draw(request, "console_release", context, HTTPStatus.CONFLICT if reasons else HTTPStatus.OK)
