"""The standards of a network, and its public register."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amends.actions import Refused
from network.accreditation.actions import adopt_standard, close_standard
from network.accreditation.criteria import in_language
from network.accreditation.register import badge_of, register_of
from network.accreditation.starters import STARTERS
from network.accreditation.views.pages import draw
from network.oversight.models import Network
from network.oversight.views.pages import NetworkRequest, answer_of, network_page

ON_A_PAGE = 100


@require_safe
@network_page
def standards(request: NetworkRequest) -> HttpResponse:
    """Show what the network accredits for, and what it can start from."""
    return _draw_standards(request)


def _draw_standards(request: NetworkRequest, *, reasons: Any = ()) -> HttpResponse:
    rows = list(request.network.standards.prefetch_related("versions").order_by("slug"))
    known = {each.slug for each in rows}
    shown = []
    for each in rows:
        latest = each.versions.all()[0]
        shown.append(
            {"row": each, "name": in_language(latest.title), "version": latest, "content": latest.content}
        )
    context = {
        "standards": shown,
        "starters": [each for each in STARTERS.values() if each.slug not in known],
        "reasons": reasons,
    }
    return draw(request, "standards", context, status=answer_of(reasons))


@require_POST
@network_page
def adopt(request: NetworkRequest, slug: str) -> HttpResponse:
    """Publish one of our standards as the network's own."""
    if slug not in STARTERS:
        raise Http404
    try:
        adopt_standard(actor=request.user, network=request.network, slug=slug, now=timezone.now())
    except Refused as refusal:
        return _draw_standards(request, reasons=refusal.reasons)
    messages.success(request, _("Published. Members can apply for it now."))
    return redirect("accreditation-standards")


@require_POST
@network_page
def close(request: NetworkRequest, slug: str) -> HttpResponse:
    """Let nobody apply for a standard any more."""
    standard = get_object_or_404(request.network.standards, slug=slug)
    close_standard(actor=request.user, standard=standard, now=timezone.now())
    messages.success(request, _("Nobody can apply for it any more. What stands goes on until its own end."))
    return redirect("accreditation-standards")


@require_safe
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Say to everybody which programs a network accredited, and until when."""
    network, today = get_object_or_404(Network, slug=slug), timezone.localdate()
    shown = Paginator(register_of(network, today), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "network": network,
        "page": shown,
        "head": [_("Program"), _("Standard"), _("How it stands"), _("Since"), _("Valid until")],
        "rows": [_line(each, today) for each in shown],
    }
    return render(request, "accreditation/register.html", context)


def _line(row: Any, today: Any) -> list[Any]:
    badge = badge_of(row, today)
    return [row.tenant.name, badge.name, badge.state.label, badge.decided_on, badge.valid_until]
