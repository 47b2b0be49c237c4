"""How an agency gets an account: asked for on a public page, confirmed by a link that makes the first account."""

from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from amends.accounts.forms import AcceptForm
from amends.accounts.models import User
from amends.accounts.views.signing_in import SIGN_IN_AS
from amends.actions import Refused
from amends.web.errors import too_many_requests
from network.agencies.actions.agencies import ask_for_agency
from network.agencies.actions.people import join_agency
from network.agencies.forms import AskForm
from network.agencies.links import read_invitation

TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@sensitive_post_parameters()
@TWO_WAYS
def ask(request: HttpRequest) -> HttpResponse:
    """Take in that an agency wants an account, and say that a link is on its way; to whomever, it says the same."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, app="allauth.account", action="agency_asked", key=email.lower()):
            return too_many_requests(request)
        ask_for_agency(actor=None, now=timezone.now(), language=get_language() or "", **form.answers())
        return redirect("agency-asked")
    return render(request, "agencies/ask.html", {"form": form})


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "agencies/asked.html")


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
    if request.method == "POST" and form.is_valid():
        try:
            join_agency(
                actor=None,
                invitation=invitation,
                link_number=number,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                now=timezone.now(),
                language=get_language() or "",
            )
        except Refused as refusal:
            context = {"form": form, "invitation": invitation, "reasons": refusal.reasons}
            return render(request, "agencies/join.html", context, status=HTTPStatus.CONFLICT)
        messages.success(request, _("Your account is ready. Sign in with your password."))
        request.session[SIGN_IN_AS] = invitation.email
        return redirect("sign-in")
    return render(request, "agencies/join.html", {"form": form, "invitation": invitation})


def _over(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "accounts/link_over.html", {"is_invitation": True}, status=status)
