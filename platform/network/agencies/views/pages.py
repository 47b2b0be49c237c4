"""What every page of an agency has: whose agency it is, and the menu."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amends.accounts.models import User
from amends.console.views import menu
from amends.web.middleware import policy_with_forms_to
from network.agencies import handover
from network.agencies.models import AgencyMember, AgencyState
from network.agencies.offers import host_of
from network.agencies.reasons import IS_CLOSED, NO_AGENCY, NOT_VERIFIED
from tenants.models import Tenant

View = Callable[..., HttpResponse]


class AgencyRequest(HttpRequest):
    """A request of somebody who belongs to an agency."""

    user: User
    member: AgencyMember


def agency_page(view: View) -> View:
    """Give a view whoever asks as somebody of their agency; say so to those who belong to none."""

    @wraps(view)
    def entered(request: AgencyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = AgencyMember.objects.select_related("agency", "user").filter(user=request.user.pk).first()
        if member is None:
            return draw_agency(request, "stopped", {"reasons": [NO_AGENCY]}, status=HTTPStatus.CONFLICT)
        request.member = member
        return view(request, *args, **kwargs)

    return entered


def draw_agency(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Return a page with the menu, and the agency where there is one."""
    member = getattr(request, "member", None)
    shared = {"navigation": menu(request), "agency": member.agency if member else None}
    return render(request, f"agencies/{template}.html", shared | context, status=status)


def why_not(member: AgencyMember) -> list[Any]:
    """Return what keeps an agency from sending."""
    if member.agency.state == AgencyState.VERIFIED:
        return []
    return [IS_CLOSED if member.agency.state == AgencyState.CLOSED else NOT_VERIFIED]


def site_of(request: HttpRequest, host: str) -> str:
    """Return the origin of another host of ours, at the port that this page was asked for."""
    _name, colon, port = request.get_host().rpartition(":")
    return f"{request.scheme}://{host}{f':{port}' if colon and port.isdigit() else ''}"


def lead_over(request: AgencyRequest, tenant: Tenant, *, reference: str = "") -> HttpResponse:
    """Show the button that takes somebody to a program's host, as whom they are here.

    The token is in the form alone; the page says where it leads and what goes along.
    """
    if reasons := why_not(request.member):
        return draw_agency(request, "stopped", {"reasons": reasons}, status=HTTPStatus.CONFLICT)
    site = site_of(request, host_of(tenant))
    context = {
        "program": tenant,
        "site": site,
        "token": handover.issue(request.member, tenant_id=tenant.pk, reference=reference),
        "reference": reference,
    }
    response = draw_agency(request, "go", context)
    response.headers["Content-Security-Policy"] = policy_with_forms_to(site)
    # The program's host wants to see that the form comes from here: a page of anybody's would be refused.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
