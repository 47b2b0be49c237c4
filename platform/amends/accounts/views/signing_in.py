"""Pages around signing in: password, second step, passkey, out again, and once more before something sensitive."""

import json
from typing import Any

from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.account.views import ReauthenticateView as AllauthReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as AllauthCodeAgainView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView as AllauthPasskeyAgainView
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_POST

from amends.accounts import actions
from amends.accounts.forms import PASSED, CodeAgainForm, CodeForm, PasswordAgainForm, SignInForm
from amends.accounts.passkeys import PasskeyAgainForm, PasskeyCodeForm, PasskeySignInForm

SIGN_IN_AS = "sign_in_as"
"""Where the session keeps the address of somebody who has just made an account, for the box of the sign-in page."""


class SignInView(LoginView):
    """E-mail and password, or a passkey; then on to where the person was heading."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def get_initial(self) -> dict[str, Any]:
        """Fill in the address that the person has just used."""
        return {**super().get_initial(), "username": self.request.session.get(SIGN_IN_AS, "")}

    def get_form_class(self) -> Any:
        """Return our own form."""
        return self.form_class


class SecondStepView(AuthenticateView):
    """A code or a passkey after the password."""

    form_class = CodeForm
    webauthn_form_class = PasskeyCodeForm
    template_name = "accounts/second_step.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Begin anew when the account was secured after the password was given: it may be another by now."""
        stage = get_pending_stage(request)
        if stage and not _still_holds(stage.login):
            clear_login(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        """Return our own form."""
        return self.form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the browser needs to ask for a passkey, when the person has one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | _passkey_options(context, self.stage.login.user)


class PasskeySignInView(LoginWebAuthnView):
    """Where a passkey alone signs in: a fetch gets the question, a form brings the answer."""

    form_class = PasskeySignInForm


class PasswordAgainView(AllauthReauthenticateView):
    """The password before something sensitive."""

    template_name = "accounts/again_password.html"

    def get_form_class(self) -> Any:
        """Return our own form."""
        return PasswordAgainForm


class CodeAgainView(AllauthCodeAgainView):
    """A code before something sensitive."""

    template_name = "accounts/again_code.html"

    def get_form_class(self) -> Any:
        """Return our own form."""
        return CodeAgainForm


class PasskeyAgainView(AllauthPasskeyAgainView):
    """A passkey before something sensitive."""

    form_class = PasskeyAgainForm
    template_name = "accounts/again_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the browser needs to ask for it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | _passkey_options(context, self.request.user)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the browser is told to forget what it stored of these pages."""
    if request.user.is_authenticated:
        actions.note_sign_out(actor=request.user)
    logout(request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _still_holds(login: Login) -> bool:
    now = login.user.get_session_auth_hash() if login.user else ""
    return bool(now) and constant_time_compare(login.state.get(PASSED, ""), now)


def _passkey_options(context: dict[str, Any], user: Any) -> dict[str, Any]:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    if "js_data" not in context or not is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]):
        return {"passkey_options": ""}
    return {"passkey_options": json.dumps(context["js_data"]["request_options"])}


sign_in = SignInView.as_view()
second_step = SecondStepView.as_view()
passkey_sign_in = PasskeySignInView.as_view()
password_again = PasswordAgainView.as_view()
code_again = CodeAgainView.as_view()
passkey_again = PasskeyAgainView.as_view()
