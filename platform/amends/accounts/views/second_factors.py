"""Pages for the second step: an app with codes, passkeys, recovery codes."""

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from amends.accounts.actions import second_factors as actions
from amends.accounts.forms import EnrolAppForm
from amends.accounts.passkeys import PasskeyForm
from amends.accounts.views import SignedInRequest
from amends.accounts.views.account import keep_session

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
sensitive = reauthentication_required(app="allauth.mfa")


@GET_OR_POST
@sensitive
def enrol_app(request: SignedInRequest) -> HttpResponse:
    """Show the secret as a picture and in letters, and ask for a code that it makes."""
    if _mine(request).filter(type=Authenticator.Type.TOTP).exists():
        return redirect("account")
    form = EnrolAppForm(
        request.POST if request.method == "POST" else None, user=request.user, request=request
    )
    if request.method == "POST" and form.is_valid():
        actions.enrol_app(actor=request.user, secret=form.secret)
        clear_totp_secret(request)
        return _go_on(request, _("Your sign-in now asks for a code of your app."))
    address = get_adapter().build_totp_url(request.user, form.secret)
    picture = get_adapter().build_totp_svg(address)
    context = {
        "form": form,
        "address": address,
        "secret": " ".join(form.secret[start : start + 4] for start in range(0, len(form.secret), 4)),
        # Made here from nothing that anybody typed except their own address, which is in the squares.
        "picture": mark_safe(picture[picture.index("<svg") :]),  # noqa: S308
    }
    return render(request, "accounts/enrol_app.html", context)


@GET_OR_POST
@sensitive
def add_passkey(request: SignedInRequest) -> HttpResponse:
    """Let the browser make a passkey for this host, and check what it says."""
    form = PasskeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.add_passkey(
            actor=request.user, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
        )
        return _go_on(request, _("The passkey is added. You can sign in with it alone."))
    options = begin_registration(request.user, True)
    context = {"form": form, "passkey_options": json.dumps(options)}
    return render(request, "accounts/add_passkey.html", context)


@GET_OR_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove one of one's own, after asking."""
    found = get_object_or_404(_mine(request).exclude(type=Authenticator.Type.RECOVERY_CODES), pk=pk)
    raise_if_reauthentication_required(request, app="allauth.mfa")
    if request.method == "POST":
        actions.remove_second_factor(actor=request.user, authenticator=found)
        messages.success(request, _("It is removed."))
        return redirect("account")
    is_last = not _mine(request).exclude(type=Authenticator.Type.RECOVERY_CODES).exclude(pk=pk).exists()
    name = found.wrap().name if found.type == Authenticator.Type.WEBAUTHN else _("Authenticator app")
    return render(request, "accounts/remove_factor.html", {"name": name, "is_last": is_last})


@GET_OR_POST
@sensitive
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Show the codes, once; or make new ones."""
    if request.method == "POST":
        if not request.user.has_second_factor:
            return redirect("account")
        actions.renew_recovery_codes(actor=request.user)
        return redirect("recovery-codes")
    found = get_object_or_404(_mine(request), type=Authenticator.Type.RECOVERY_CODES)
    codes = RecoveryCodes(found)
    unused: list[Any] = codes.get_unused_codes()
    context = {"codes": [] if codes.did_view else unused, "count": len(unused)}
    if not codes.did_view and request.method == "GET":
        actions.note_codes_shown(actor=request.user, codes=found)
    return render(request, "accounts/recovery_codes.html", context)


def _mine(request: SignedInRequest) -> Any:
    return Authenticator.objects.filter(user=request.user)


def _go_on(request: SignedInRequest, said: str) -> HttpResponse:
    """Keep the person signed in here after the others were signed out; the first time there are codes to note."""
    keep_session(request, request.user)
    messages.success(request, said)
    found = _mine(request).filter(type=Authenticator.Type.RECOVERY_CODES).first()
    is_new = found is not None and not RecoveryCodes(found).did_view
    return redirect("recovery-codes" if is_new else "account")
