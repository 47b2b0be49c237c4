"""The referral sources of the program, and what is agreed with each."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.web.components import draw
from network.agencies.codes import code_of
from programs.actions.sources import add_source, change_source, close_source, reopen_source
from programs.forms.sources import SourceForm
from programs.models import ReferralSource
from programs.views.pages import ProgramRequest, draw_page, posted, program_page

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@program_page
def listing(request: ProgramRequest) -> HttpResponse:
    """List the sources, those that are open first, with what is agreed and how much came from each."""
    came = Count("referrals", filter=Q(referrals__is_sample=False))
    sources = ReferralSource.objects.annotate(came=came).order_by("-is_open", "name", "id")
    most = request.program.policy.answer_days
    context = {
        "head": [_("Name"), _("Who refers"), _("Answered within"), _("Is told"), _("Referrals so far")],
        "rows": [_row(source, most) for source in sources],
    }
    return draw_page(request, "programs/sources.html", context)


def _row(source: Any, most: int) -> list[Any]:
    link = format_html('<a class="govuk-link" href="{}">{}</a>', reverse("source", args=[source.pk]), source)
    closed = "" if source.is_open else draw("tag", text=_("No longer offered"), classes="govuk-tag--grey")
    days = source.days_within(most)
    return [
        {"html": format_html("{} {}", link, closed)},
        source.get_kind_display(),
        _("%(days)s days") % {"days": days} if days > 1 else _("1 day"),
        source.get_told_back_display(),
        source.came,
    ]


@TWO_WAYS
@program_page
def add(request: ProgramRequest) -> HttpResponse:
    """Add a source."""
    form = SourceForm(posted(request), program=request.program)
    if request.method == "POST" and form.is_valid():
        add_source(actor=request.user, agreed=form.agreed())
        messages.success(request, _("The source is added. Your referral form offers it from now on."))
        return redirect("sources")
    return draw_page(request, "programs/source.html", {"form": form, "title": _("Add a source")})


@TWO_WAYS
@program_page
def change(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Show what is agreed with a source, and change it."""
    source = get_object_or_404(ReferralSource.objects.select_related("told_user"), pk=pk)
    names = ("name", "kind", "asks_for", "answer_days", "told_roles", "told_user", "told_back")
    initial = {name: getattr(source, name) for name in names} | {"is_office": source.office_id is not None}
    initial["agency_code"] = code_of(source.agency_id) if source.agency_id else ""
    form = SourceForm(posted(request), program=request.program, source=source, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_source(actor=request.user, source=source, agreed=form.agreed())
        messages.success(request, _("Saved. What was promised before stays promised."))
        return redirect("sources")
    context = {"form": form, "source": source, "title": source.name}
    return draw_page(request, "programs/source.html", context)


@require_POST
@program_page
def close(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Take a source off the form."""
    close_source(actor=request.user, source=get_object_or_404(ReferralSource, pk=pk))
    messages.success(request, _("The source is closed. What came from it stays as it is."))
    return redirect("sources")


@require_POST
@program_page
def reopen(request: ProgramRequest, pk: Any) -> HttpResponse:
    """Put a source on the form again."""
    reopen_source(actor=request.user, source=get_object_or_404(ReferralSource, pk=pk))
    messages.success(request, _("The source is open again."))
    return redirect("sources")
