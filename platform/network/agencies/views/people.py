"""The people of an agency, for whoever manages it: who works there, who is invited, and what the agency is called."""

from http import HTTPStatus
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.accounts.models import Role
from amends.accounts.proving import demand_proof
from amends.actions import Refused
from amends.web.errors import too_many_requests
from network.agencies.actions import agencies
from network.agencies.actions import people as actions
from network.agencies.forms import ChangeForm, InviteForm
from network.agencies.models import AgencyInvitation, AgencyMember, AgencyState, SignOnLink
from network.agencies.views.pages import AgencyRequest, agency_page, draw_agency

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@agency_page
def listing(request: AgencyRequest) -> HttpResponse:
    """List who works at the agency, and the invitations that wait."""
    return _draw(request)


def _draw(request: AgencyRequest, reasons: Any = ()) -> HttpResponse:
    agency = request.member.agency
    members = agency.members.select_related("user").order_by("user__name", "pk")
    context = {
        "people": [(each, each.user.has_role(Role.AGENCY_MANAGER)) for each in members],
        "invitations": agency.invitations.filter(accepted_at=None, revoked_at=None).order_by("expires_at"),
        "by_provider": set(SignOnLink.objects.filter(sign_on=agency.pk).values_list("user_id", flat=True)),
        "reasons": reasons,
        "now": timezone.now(),
    }
    return draw_agency(request, "people", context, status=HTTPStatus.CONFLICT if reasons else HTTPStatus.OK)


@TWO_WAYS
@agency_page
def change(request: AgencyRequest) -> HttpResponse:
    """Change what the agency is called, what it is, and who sees what it sent."""
    agency = request.member.agency
    initial = {name: getattr(agency, name) for name in ("name", "kind", "place")}
    initial["shares_receipts"] = "yes" if agency.shares_receipts else "no"
    form = ChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = agencies.change_agency(actor=request.user, **form.answers())
        messages.success(request, _("Saved."))
        if agency.state == AgencyState.VERIFIED != changed.state:
            messages.warning(request, _("Under this name the agency has to be verified anew."))
        return redirect("agency-people")
    return draw_agency(request, "change", {"form": form})


@TWO_WAYS
@agency_page
def invite(request: AgencyRequest) -> HttpResponse:
    """Invite somebody by mail, after the actor has shown who they are: it gives away a way in."""
    demand_proof(request)
    form = InviteForm(request.POST or None, initial={"language": get_language()})
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, app="allauth.account", action="manage_email"):
            return too_many_requests(request)
        try:
            actions.invite_to_agency(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("agency-people")
    context = {"form": form, "reasons": reasons, "has_errors": bool(form.errors or reasons)}
    return draw_agency(request, "invite", context, status=HTTPStatus.CONFLICT if reasons else HTTPStatus.OK)


def _done(request: AgencyRequest, act: Any, told: str, **arguments: Any) -> HttpResponse:
    """Take an action about somebody of the agency, and show the page with what stands in the way."""
    try:
        act(actor=request.user, **arguments)
    except Refused as refusal:
        return _draw(request, refusal.reasons)
    messages.success(request, told)
    return redirect("agency-people")


@require_POST
@agency_page
def resend(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Send an invitation again, with a new link."""
    if not ratelimit.consume(request, app="allauth.account", action="manage_email"):
        return too_many_requests(request)
    invitation = _invitation(request, pk)
    told = _("The invitation is on its way. The link before it works no more.")
    return _done(request, actions.resend_agency_invitation, told, invitation=invitation, now=timezone.now())


@require_POST
@agency_page
def revoke(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = _invitation(request, pk)
    told = _("The invitation is withdrawn.")
    return _done(request, actions.revoke_agency_invitation, told, invitation=invitation, now=timezone.now())


def _invitation(request: AgencyRequest, pk: Any) -> AgencyInvitation:
    found: AgencyInvitation = get_object_or_404(request.member.agency.invitations, pk=pk)
    return found


def _member(request: AgencyRequest, pk: Any) -> AgencyMember:
    found: AgencyMember = get_object_or_404(request.member.agency.members, pk=pk)
    return found


@require_POST
@agency_page
def task(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Have somebody manage the agency too, or no more."""
    demand_proof(request)
    is_manager = request.POST.get("is_manager") == "yes"
    told = _("Saved. It holds from this person’s next page on.")
    member = _member(request, pk)
    return _done(request, actions.change_agency_task, told, member=member, is_manager=is_manager)


@TWO_WAYS
@agency_page
def leave(request: AgencyRequest, pk: Any) -> HttpResponse:
    """Ask first, then close the account of somebody who left."""
    member = _member(request, pk)
    demand_proof(request)
    if request.method != "POST":
        return draw_agency(request, "leave", {"person": member.user})
    told = _("The account is closed, and signed out everywhere.")
    return _done(request, actions.end_membership, told, member=member)
