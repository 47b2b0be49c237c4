"""The desk of an agency's people at this program: they come with a hand-over, see what they sent, and leave."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from amends.web.components import draw
from network.agencies import handover
from network.agencies.handover import Arrival, NotLetIn, Visitor
from programs import desk
from programs.actions.desk import leave_desk, open_desk
from programs.models import Referral
from programs.models.source import ToldBack
from programs.platform_pages import platform_address
from programs.receipts import is_told, receipt_token, state_told
from programs.views.pages import ProgramRequest, draw_page, program_page
from programs.views.receipts import lead_to_receipt

ON_A_PAGE = 30


@csrf_exempt  # the form is the platform's; the token and where it comes from are the proof
@never_cache
@sensitive_post_parameters("token")
@require_POST
@program_page
def come(request: ProgramRequest) -> HttpResponse:
    """Let in who comes with a hand-over, and lead them to the form or to their receipt; else say why not."""
    try:
        _demand_from_platform(request)
        arrival = handover.read(request.POST.get("token", ""), tenant_id=desk.own_tenant_id())
        visitor = handover.known(arrival)
        value = open_desk(actor=None, arrival=arrival, now=timezone.now())
    except NotLetIn as refusal:
        context = {"why": refusal.why, "platform": _platform_of(request)}
        return draw_page(request, "programs/desk_refused.html", context, status=HTTPStatus.BAD_REQUEST)
    response = _lead_on(arrival, visitor)
    desk.VISITS.keep(response, value)
    return response


def _demand_from_platform(request: ProgramRequest) -> None:
    """Raise NotLetIn unless the browser says that a page of the platform sent the form.

    Otherwise anybody's page could make a visitor of this program sit here in the name of somebody else.
    """
    origin = urlsplit(request.headers.get("Origin", ""))
    is_ours = origin.scheme == request.scheme and origin.hostname in settings.TENANCY_PLATFORM_HOSTS
    if not is_ours:
        raise NotLetIn("altered")


def _platform_of(request: ProgramRequest) -> str:
    """Return where the agency's page is."""
    return platform_address(request, reverse("agency-home", settings.TENANCY_PUBLIC_URLCONF))


def _lead_on(arrival: Arrival, visitor: Visitor) -> HttpResponse:
    found = None
    if arrival.reference:
        found = sent_by(visitor).filter(reference=arrival.reference).only("pk").first()
    if found is not None:
        return lead_to_receipt(found)
    return redirect("desk" if arrival.reference else "refer")


def sent_by(visitor: Visitor) -> Any:
    """Return the referrals that somebody may see the receipts of: their agency's, or only their own."""
    rows = Referral.objects.filter(agency_id=visitor.agency_id)
    return rows if visitor.sees_all else rows.filter(agency_person_id=visitor.person_id)


@never_cache
@require_safe
@program_page
def listing(request: ProgramRequest) -> HttpResponse:
    """List what came here from the agency, by reference, each with its receipt."""
    visitor = desk.visitor_at(request)
    assert visitor is not None  # noqa: S101 - the access table lets nobody else in
    told = ("id", "reference", "state", "submitted_at", "answer_by", "source__told_back", "is_sample")
    rows = sent_by(visitor).select_related("source").only(*told).order_by("-submitted_at", "-id")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "visitor": visitor,
        "page": page,
        "head": [_("Reference"), _("Received"), _("How far it is")],
        "rows": [_row(referral, today) for referral in page],
        "platform": _platform_of(request),
    }
    return draw_page(request, "programs/desk.html", context)


def _row(referral: Referral, today: Any) -> list[Any]:
    link = format_html(
        '<a class="govuk-link amends-figures" href="{}">{}</a>',
        reverse("refer-received", args=[receipt_token(referral.pk)]),
        referral.reference,
    )
    state = draw("tag", text=state_told(referral).label, classes="govuk-tag--grey")
    is_late = is_told(referral, ToldBack.MILESTONES) and referral.is_overdue(today)
    late = draw("tag", text=_("Answer is late"), classes="govuk-tag--red") if is_late else ""
    return [
        {"html": link},
        date_format(timezone.localtime(referral.submitted_at), "DATE_FORMAT"),
        {"html": format_html("{} {}", state, late)},
    ]


@never_cache
@require_safe
@program_page
def closed(request: ProgramRequest) -> HttpResponse:
    """Say that nobody sits at the desk, and how to come back."""
    return draw_page(request, "programs/desk_closed.html", {"platform": _platform_of(request)})


@require_POST
@program_page
def leave(request: ProgramRequest) -> HttpResponse:
    """End the visit."""
    leave_desk(actor=request.outsider, value=request.COOKIES[desk.VISITS.purpose])
    response = redirect("desk-closed")
    desk.VISITS.forget(response)
    return response
