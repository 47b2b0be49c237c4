"""Pages for passwords: forgotten, chosen anew by the mailed link, changed."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.views import PasswordResetFromKeyView
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amends.accounts.actions.passwords import ask_for_reset, change_password, reset_password
from amends.accounts.adapter import attempts_key
from amends.accounts.forms import AddressForm, ChangePasswordForm, NewPasswordForm
from amends.accounts.views import SignedInRequest
from amends.accounts.views.account import keep_session
from amends.web.errors import too_many_requests


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link; the answer is the same whether there is such an account or not."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, app="allauth.account", action="reset_password", key=email):
            return too_many_requests(request)
        ask_for_reset(actor=None, email=email)
        return render(request, "accounts/mail_sent.html")
    return render(request, "accounts/forgotten.html", {"form": form})


class ChooseView(PasswordResetFromKeyView):
    """Choose a new password by the mailed link, which is good once, for an hour and in this place alone."""

    template_name = "accounts/choose_password.html"

    def get_form_class(self) -> Any:
        """Return our own form."""
        return NewPasswordForm

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """Change it, and have the person sign in with it."""
        reset_password(actor=self.reset_user, password=form.cleaned_data["password"])
        ratelimit.clear(
            self.request,
            app="allauth.account",
            action="login_failed",
            key=attempts_key(self.reset_user.email),
        )
        messages.success(self.request, _("Your password is changed. Sign in with it."))
        return redirect("sign-in")

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """Answer 404 for a link that is no good, so that nobody takes it for one that works."""
        response = super().render_to_response(context, **options)
        if self.reset_user is None:
            response.status_code = 404
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Leave allauth's form out when the link is no good, so that the page shows none."""
        if self.reset_user is None:
            return {"view": self, "is_over": True} | kwargs
        return super().get_context_data(**kwargs)


@sensitive_post_parameters("old_password", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest) -> HttpResponse:
    """Change one's password; one stays signed in here, and nowhere else."""
    has_one = request.user.has_usable_password()
    if not has_one:
        raise_if_reauthentication_required(request, app="allauth.account")
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = change_password(actor=request.user, password=form.cleaned_data["password"])
        keep_session(request, user)
        messages.success(request, _("Your password is set. You are signed out everywhere else."))
        return redirect("account")
    return render(request, "accounts/change_password.html", {"form": form, "has_one": has_one})


choose = ChooseView.as_view()
