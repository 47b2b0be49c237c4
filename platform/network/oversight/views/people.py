"""The people of a network, for whoever leads it: who does what, who is invited, and how somebody comes in."""

from http import HTTPStatus
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from amends.accounts.forms import AcceptForm
from amends.accounts.models import Role, User
from amends.accounts.proving import demand_proof
from amends.accounts.views.signing_in import SIGN_IN_AS
from amends.actions import Refused
from amends.web.errors import too_many_requests
from network.oversight.actions import people as actions
from network.oversight.forms import DutiesForm, InvitePersonForm
from network.oversight.links import read_invitation
from network.oversight.models import DUTIES, NetworkInvitation, NetworkOfficer
from network.oversight.views.pages import TWO_WAYS, NetworkRequest, answer_of, draw_network, network_page


@require_safe
@network_page
def listing(request: NetworkRequest) -> HttpResponse:
    """List who acts for the network, with their duties, and the invitations that wait."""
    return _draw(request)


def _draw(request: NetworkRequest, reasons: Any = ()) -> HttpResponse:
    network = request.network
    officers = network.officers.select_related("user").order_by("user__name", "pk")
    waiting = network.invitations.filter(accepted_at=None, revoked_at=None).order_by("expires_at")
    context = {
        "people": [(each, duties_of(each.user.roles)) for each in officers],
        "invitations": [(each, duties_of(each.roles)) for each in waiting],
        "reasons": reasons,
        "now": timezone.now(),
    }
    return draw_network(request, "people", context, status=answer_of(reasons))


def duties_of(roles: list[str]) -> str:
    """Return what somebody does for a network, in words."""
    return ", ".join(str(Role(duty).label) for duty in DUTIES if duty.value in roles)


@TWO_WAYS
@network_page
def invite(request: NetworkRequest) -> HttpResponse:
    """Invite somebody by mail, after the actor has shown who they are: it gives away a way in."""
    demand_proof(request)
    form = InvitePersonForm(request.POST or None, initial={"language": get_language()})
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, app="allauth.account", action="manage_email"):
            return too_many_requests(request)
        try:
            actions.invite_officer(
                actor=request.user, network=request.network, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("network-people")
    return draw_network(
        request, "person_invite", {"form": form, "reasons": reasons}, status=answer_of(reasons)
    )


@TWO_WAYS
@network_page
def person(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Change what somebody does for the network."""
    officer = _officer(request, pk)
    demand_proof(request)
    form = DutiesForm(request.POST or None, initial={"duties": officer.user.roles})
    reasons: Any = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_duties(actor=request.user, officer=officer, duties=form.cleaned_data["duties"])
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Saved. It holds from this person’s next page on."))
            return redirect("network-people" if officer.pk != request.user.pk else "network-home")
    context = {"form": form, "person": officer.user, "reasons": reasons}
    return draw_network(request, "person", context, status=answer_of(reasons))


@TWO_WAYS
@network_page
def remove(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Ask first, then have somebody act for the network no more."""
    officer = _officer(request, pk)
    demand_proof(request)
    if request.method != "POST":
        return draw_network(request, "person_remove", {"person": officer.user})
    told = _("The person acts for the network no more, and is signed out everywhere.")
    return _done(request, actions.remove_officer, told, officer=officer)


@require_POST
@network_page
def resend(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Send an invitation again, with a new link."""
    if not ratelimit.consume(request, app="allauth.account", action="manage_email"):
        return too_many_requests(request)
    told = _("The invitation is on its way. The link before it works no more.")
    row = _invitation(request, pk)
    return _done(request, actions.resend_officer_invitation, told, invitation=row, now=timezone.now())


@require_POST
@network_page
def revoke(request: NetworkRequest, pk: Any) -> HttpResponse:
    """Withdraw an invitation."""
    row = _invitation(request, pk)
    told = _("The invitation is withdrawn.")
    return _done(request, actions.revoke_officer_invitation, told, invitation=row, now=timezone.now())


def _done(request: NetworkRequest, act: Any, told: str, **arguments: Any) -> HttpResponse:
    try:
        act(actor=request.user, **arguments)
    except Refused as refusal:
        return _draw(request, refusal.reasons)
    messages.success(request, told)
    return redirect("network-people")


def _officer(request: NetworkRequest, pk: Any) -> NetworkOfficer:
    found: NetworkOfficer = get_object_or_404(request.network.officers.select_related("user"), pk=pk)
    return found


def _invitation(request: NetworkRequest, pk: Any) -> NetworkInvitation:
    found: NetworkInvitation = get_object_or_404(request.network.invitations, pk=pk)
    return found


@never_cache
@sensitive_post_parameters("password")
@TWO_WAYS
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account of whoever opened an invitation's link."""
    if not ratelimit.consume(request, app="allauth.account", action="reset_password_from_key"):
        return too_many_requests(request)
    found = read_invitation(token)
    if found is None:
        return _over(request, HTTPStatus.NOT_FOUND)
    invitation, number = found
    if number != invitation.link_number or not invitation.is_open(timezone.now()):
        return _over(request, HTTPStatus.GONE)
    candidate = User(email=invitation.email, name=invitation.name)
    form = AcceptForm(request.POST or None, user=candidate, initial={"name": invitation.name})
    context = {"form": form, "invitation": invitation, "duties": duties_of(invitation.roles)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "oversight/join.html", context)
    try:
        actions.join_network(
            actor=None,
            invitation=invitation,
            link_number=number,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            now=timezone.now(),
            language=get_language() or "",
        )
    except Refused as refusal:
        shown = context | {"reasons": refusal.reasons}
        return render(request, "oversight/join.html", shown, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Your account is ready. Sign in with your password."))
    request.session[SIGN_IN_AS] = invitation.email
    return redirect("sign-in")


def _over(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "accounts/link_over.html", {"is_invitation": True}, status=status)
