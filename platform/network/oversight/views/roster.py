"""The members of a network: a list that is searched, sorted and saved, and one of them with all that it shares."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from amends.accounts.access import may
from amends.actions import Refused
from amends.web.sorting import Sorting
from network.oversight.actions import end_program_membership, note_looks, offer_transfer
from network.oversight.forms import OfferMemberForm, RosterForm, WhyForm
from network.oversight.models import Membership, MembershipState, Share
from network.oversight.roster import (
    NOT_SHARED,
    Line,
    chosen,
    covered_by,
    headings,
    line_of,
    lines_of,
)
from network.oversight.views.pages import (
    TWO_WAYS,
    NetworkRequest,
    answer_of,
    as_file,
    draw_network,
    network_page,
    own,
)

ON_A_PAGE = 50
PAGE, ONE, FILE = "network-roster", "network-member", "network-roster-file"
"""What a member reads about which page showed what it shares."""
COLUMNS = {
    "program": ("tenant__name",),
    "kind": ("told__program__type",),
    "place": ("told__program__place",),
    "since": ("joined_at",),
}


@require_safe
@network_page
def page(request: NetworkRequest) -> HttpResponse:
    """List the members, each with what it shares; each look is told to the member."""
    form, rows, sorting = _asked(request)
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(request.network, shown, timezone.now())
    _note(request, [line.membership for line in lines], PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "sort": sorting.chosen,
        "page": shown,
        "query": query.urlencode(),
        "head": [
            *(
                sorting.heading(key, text)
                for key, text in zip(COLUMNS, headings()[: len(COLUMNS)], strict=True)
            ),
            *headings()[len(COLUMNS) :],
        ],
        "rows": [_row(line, form) for line in lines],
    }
    return draw_network(request, "roster", context)


def _asked(request: NetworkRequest) -> tuple[RosterForm, Any, Sorting]:
    form = RosterForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    sorting = Sorting(request, COLUMNS, "program")
    now = timezone.now()
    rows = chosen(request.network, asked, now.date(), now).order_by(*sorting.fields, "pk")
    return form, rows, sorting


def _row(line: Line, form: RosterForm) -> list[Any]:
    href = reverse("network-member", args=[line.membership.pk])
    link = format_html('<a class="govuk-link" href="{}">{}</a>', href, line.program)
    cells: list[Any] = [{"html": link}, *line.cells[1:]]
    if line.membership.state != MembershipState.MEMBER:
        cells[3] = line.membership.get_state_display()
    return cells


def _note(request: NetworkRequest, memberships: list[Membership], page_name: str) -> None:
    """Tell those who share something that it was looked at."""
    sharing = [each for each in memberships if each.told]
    if sharing:
        note_looks(actor=request.user, memberships=sharing, page=page_name, now=timezone.now())


@require_safe
@network_page
def as_table(request: NetworkRequest, form: str) -> HttpResponse:
    """Return the list, all pages of it, as CSV or as a workbook."""
    _form, rows, _sorting = _asked(request)
    lines = lines_of(request.network, rows, timezone.now())
    _note(request, [line.membership for line in lines], FILE)
    return as_file("members", form, _("Members"), [headings(), *(line.cells for line in lines)])


@require_safe
@network_page
def member(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Show all that one program shares, and how the membership came about; the program hears of the look."""
    row = own(request, pk)
    _note(request, [row], ONE)
    is_covered = row.tenant_id in covered_by(request.network, [row.tenant_id], timezone.now())
    line = line_of(row, is_covered=is_covered, today=timezone.localdate())
    is_member = row.state == MembershipState.MEMBER
    context = {
        "membership": row,
        "line": line,
        "facts_told": _told(row, line),
        "policy": _policy(row),
        "history": _history(row),
        "may_end": is_member and may(request.user, "end_program_membership"),
    }
    return draw_network(request, "member", context)


def _told(row: Membership, line: Line) -> list[tuple[Any, Any]]:
    """Return by name what the program shares, and that it does not share the rest."""
    facts = [
        (_("Kind"), line.kind or _("Not said yet")),
        (_("Place"), line.place or _("Not said yet")),
        (Share.CONTACT.label, line.contact),
        (Share.LISTING.label, line.listing),
        (Share.PAYMENT.label, line.payment),
        (Share.FIGURES.label, _("Shared") if Share.FIGURES in row.shares else NOT_SHARED),
        (_("Terms that it accepted"), line.terms or _("None")),
    ]
    if "policy" not in row.told:
        facts.insert(-2, (Share.POLICY.label, NOT_SHARED))
    return facts


def _policy(row: Membership) -> list[tuple[Any, str]]:
    """Return the shared settings of the policy in words; nothing where they are not shared."""
    values = row.told.get("policy", {}).get("values", {})
    return list(import_string(settings.AMENDS_POLICY_WORDS)(values)) if values else []


def _history(row: Membership) -> list[dict[str, Any]]:
    """Return what came of this program in this network, the newest first, also in earlier memberships."""
    rows = Membership.objects.filter(network=row.network_id, tenant=row.tenant_id)
    events = [event for each in rows.select_related("moved_from", "terms") for event in _events(each)]
    return sorted(events, key=lambda event: event["at"], reverse=True)


def _events(row: Membership) -> list[dict[str, Any]]:
    began = _("Offered by %(network)s") % {"network": row.moved_from.name} if row.moved_from else _("Begun")
    events = [{"label": began, "at": row.began_at, "text": "" if row.ended_at else row.why}]
    if row.joined_at:
        terms = (
            _("It accepted version %(number)s of the terms.") % {"number": row.terms.number}
            if row.terms
            else ""
        )
        events.append({"label": _("Member"), "at": row.joined_at, "text": terms})
    if row.ended_at:
        events.append({"label": row.get_state_display(), "at": row.ended_at, "text": row.why})
    return events


@TWO_WAYS
@network_page
def end(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Ask why, then end a membership; what was shared is gone at once."""
    row = own(request, pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            end_program_membership(actor=request.user, membership=row, why=why, now=timezone.now())
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("The membership has ended, and the program was told why."))
            return redirect("network-member", pk=row.pk)
    return _decide(request, row, form, reasons, "end")


@TWO_WAYS
@network_page
def offer(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Offer a member to another network; it stays a member until that one and the program said yes."""
    row = own(request, pk)
    form = OfferMemberForm(request.network, request.POST if request.method == "POST" else None)
    reasons: Any = ()
    if form.is_valid():
        try:
            offer_transfer(actor=request.user, membership=row, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            told = {"network": form.cleaned_data["to"].name}
            messages.success(
                request, _("%(network)s was asked. Until the program agrees too, it stays here.") % told
            )
            return redirect("network-member", pk=row.pk)
    return _decide(request, row, form, reasons, "offer")


def _decide(request: NetworkRequest, row: Membership, form: Any, reasons: Any, what: str) -> HttpResponse:
    context = {"membership": row, "form": form, "reasons": reasons, "what": what}
    status = answer_of(reasons) if request.method == "POST" else HTTPStatus.OK
    return draw_network(request, "decide", context, status=status)
