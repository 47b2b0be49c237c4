"""An agency's home: the receipts of what it sent. Status only; what more may be told, the program tells."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from amends.web.components import draw
from network.agencies.forms import ReceiptsForm
from network.agencies.models import Receipt, ReceiptStatus
from network.agencies.offers import names_of
from network.agencies.views.pages import AgencyRequest, agency_page, draw_agency, lead_over, why_not
from network.agencies.views.places import places_at_hand
from tenants.models import Tenant

ON_A_PAGE = 20
COLOURS = {
    ReceiptStatus.RECEIVED: "govuk-tag--blue",
    ReceiptStatus.ACCEPTED: "govuk-tag--green",
    ReceiptStatus.DECLINED: "govuk-tag--grey",
    ReceiptStatus.CLOSED: "govuk-tag--grey",
}


@require_safe
@agency_page
def receipts(request: AgencyRequest) -> HttpResponse:
    """List what the agency sent, or what this person did, as far as they see it: the latest first."""
    seen = Receipt.objects.seen_by(request.member)
    programs = names_of(seen.values_list("tenant_id", flat=True).distinct().order_by())
    form = ReceiptsForm(request.GET or None, programs=programs)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = timezone.localdate()
    rows = _chosen(seen, today, **asked).order_by("-received_on", "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "places": places_at_hand(request),
        "filter": form,
        "page": page,
        "query": _query(request),
        "is_filtered": any(asked.values()),
        "reasons": why_not(request.member),
        "late": seen.late(today).count(),
        "head": [_("Reference"), _("Program"), _("Received"), _("How far it is"), _("Receipt")],
        "rows": [_row(request, receipt, programs, today) for receipt in page],
    }
    return draw_agency(request, "home", context)


def _chosen(seen: Any, today: Any, *, status: str = "", program: Any = None) -> Any:
    if program:
        seen = seen.filter(tenant_id=program)
    if status == "late":
        return seen.late(today)
    return seen.filter(status=status) if status else seen


def _query(request: AgencyRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _row(request: AgencyRequest, receipt: Receipt, programs: dict[Any, str], today: Any) -> list[Any]:
    return [
        {"html": format_html('<span class="amends-figures">{}</span>', receipt.reference)},
        programs.get(receipt.tenant_id, _("A program that is no more")),
        date_format(receipt.received_on, "DATE_FORMAT"),
        {"html": _how_far(receipt, today)},
        {"html": render_to_string("agencies/_look.html", {"receipt": receipt}, request)},
    ]


def _how_far(receipt: Receipt, today: Any) -> Any:
    tag = draw(
        "tag", text=receipt.get_status_display(), classes=COLOURS.get(ReceiptStatus(receipt.status), "")
    )
    if receipt.is_late(today):
        late = draw("tag", text=_("Answer is late"), classes="govuk-tag--red")
        return format_html("{} {}<br>{}", tag, late, _by(_("It was due by {day}"), receipt.answer_by))
    if receipt.status == ReceiptStatus.RECEIVED:
        return format_html("{}<br>{}", tag, _by(_("Answer due by {day}"), receipt.answer_by))
    return format_html("{}<br>{}", tag, _by("{day}", receipt.closed_on or receipt.decided_on))


def _by(words: str, day: Any) -> str:
    return words.format(day=date_format(day, "DATE_FORMAT")) if day else ""


@require_POST
@agency_page
def go(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Lead over to the program's host, where what may be told of this referral is shown."""
    receipt = get_object_or_404(Receipt.objects.seen_by(request.member), pk=pk)
    tenant = get_object_or_404(Tenant, pk=receipt.tenant_id)
    return lead_over(request, tenant, reference=receipt.reference)
