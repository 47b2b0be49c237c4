"""One's own account: what there is, where one is signed in, the e-mail address."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.accounts import clients
from amends.accounts.actions.addresses import ask_for_confirmation, confirm_address
from amends.accounts.actions.signing_in import end_other_sessions
from amends.accounts.forms import AddressForm
from amends.accounts.models import User
from amends.accounts.second_factor import must_enrol
from amends.accounts.views import SignedInRequest
from amends.actions import Refused
from amends.web.errors import too_many_requests


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Show how one signs in, and what can be changed."""
    mine = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    context = {
        "must_enrol": must_enrol(request),
        "app": next((each for each in mine if each.type == Authenticator.Type.TOTP), None),
        "passkeys": [each for each in mine if each.type == Authenticator.Type.WEBAUTHN],
        "codes": next((each for each in mine if each.type == Authenticator.Type.RECOVERY_CODES), None),
        "is_confirmed": EmailAddress.objects.filter(
            user=request.user, email=request.user.email, verified=True
        ).exists(),
        "waiting": EmailAddress.objects.filter(user=request.user, verified=False)
        .exclude(email=request.user.email)
        .first(),
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: SignedInRequest) -> HttpResponse:
    """Show where one is signed in, and sign out everywhere else."""
    if request.method == "POST":
        user = end_other_sessions(actor=request.user, kept=request.session.session_key)
        keep_session(request, user)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("sessions")
    listed: Any = UserSession.objects.purge_and_list(request.user)
    rows = [
        [
            {"text": clients.describe(session.user_agent)},
            {"text": session.ip},
            {"text": clients.shown(session.created_at)},
            {"text": _("This one") if session.session_key == request.session.session_key else ""},
        ]
        for session in sorted(listed, key=lambda each: each.created_at, reverse=True)
    ]
    head = [{"text": text} for text in (_("Browser"), _("Network address"), _("Since"), _("Here"))]
    return render(request, "accounts/sessions.html", {"head": head, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")
def address(request: SignedInRequest) -> HttpResponse:
    """Mail a link to a new address; it counts once the link was opened."""
    form = AddressForm(request.POST or None, initial={"email": request.user.email})
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, app="allauth.account", action="new_address"):
            return too_many_requests(request)
        ask_for_confirmation(actor=request.user, user=request.user, email=form.cleaned_data["email"])
        return render(request, "accounts/mail_sent.html")
    return render(request, "accounts/address.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm an address by the mailed link; a button does it, because programs that read mail open links too."""
    confirmation = EmailConfirmation.from_key(key)
    if confirmation is None:
        return render(request, "accounts/link_over.html", status=404)
    if request.method == "POST":
        found = confirmation.email_address
        owner = User.objects.get(pk=found.user_id)
        try:
            confirm_address(actor=owner, address=found)
        except Refused:
            return render(request, "accounts/link_over.html", status=410)
        messages.success(request, _("Your e-mail address is confirmed."))
        return redirect("account" if request.user.is_authenticated else "sign-in")
    return render(request, "accounts/confirm_address.html", {"email": confirmation.email_address.email})


def keep_session(request: SignedInRequest, user: User) -> None:
    """Keep somebody signed in here after their stamp was raised."""
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
