"""The standards of a network, and its public register."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amends.actions import Refused
from network.accreditation.actions import adopt_standard, close_standard, reopen_standard
from network.accreditation.changes import as_draft, changes_between, concerned_by
from network.accreditation.criteria import in_language
from network.accreditation.models import StandardVersion
from network.accreditation.register import badge_of, register_of
from network.accreditation.starters import STARTERS
from network.accreditation.views.drafts import own_standard
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
    # Of each its latest version alone, however many there were.
    latest = StandardVersion.objects.order_by("standard", "-number").distinct("standard")
    rows = list(
        request.network.standards.prefetch_related(Prefetch("versions", latest, "latest")).order_by("slug")
    )
    known = {each.slug for each in rows}
    shown = [
        {"row": each, "name": in_language(version.title), "version": version}
        for each in rows
        for version in each.latest
    ]
    context = {
        "standards": shown,
        "starters": [each for each in STARTERS.values() if each.slug not in known],
        "reasons": reasons,
    }
    return draw(request, "standards", context, status=answer_of(reasons))


@require_safe
@network_page
def starter(request: NetworkRequest, slug: str) -> HttpResponse:
    """Show all that one of our standards asks for, before it is published as the network's own."""
    found = STARTERS.get(slug)
    if found is None:
        raise Http404
    context = {
        "starter": found,
        "name": found.name,
        "content": found.document,
        "version": found,
        "is_known": request.network.standards.filter(slug=slug).exists(),
    }
    return draw(request, "starter", context)


@require_safe
@network_page
def standard(request: NetworkRequest, slug: str) -> HttpResponse:
    """Show all that a standard asks for now, and what each version changed of the one before."""
    row = own_standard(request, slug)
    versions = list(row.versions.all())
    earlier = [*versions[1:], None]
    history = [
        {"version": each, "changes": changes_between(as_draft(before), as_draft(each)) if before else None}
        for each, before in zip(versions, earlier, strict=True)
    ]
    context = {
        "row": row,
        "name": in_language(versions[0].title),
        "version": versions[0],
        "content": versions[0].content,
        "history": history,
        "concerned": concerned_by(row, timezone.localdate()),
    }
    return draw(request, "standard", context)


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
    return redirect("accreditation-standard", slug)


@require_POST
@network_page
def close(request: NetworkRequest, slug: str) -> HttpResponse:
    """Let nobody apply for a standard any more."""
    close_standard(actor=request.user, standard=own_standard(request, slug), now=timezone.now())
    messages.success(request, _("Nobody can apply for it any more. What stands goes on until its own end."))
    return redirect("accreditation-standard", slug)


@require_POST
@network_page
def reopen(request: NetworkRequest, slug: str) -> HttpResponse:
    """Let members apply for a closed standard again."""
    reopen_standard(actor=request.user, standard=own_standard(request, slug))
    messages.success(request, _("Members can apply for it again."))
    return redirect("accreditation-standard", slug)


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
