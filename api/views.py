"""The pages on which a program's administrators make tokens and revoke them."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.actions import Refused
from api.actions import make_token, revoke_token
from api.forms import TokenForm
from api.models import ApiToken, Scope


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the tokens that are good, whosever they are, and those that were."""
    now = timezone.now()
    tokens = list(ApiToken.objects.select_related("user"))
    context = {
        "live": [_told(token) for token in tokens if not token.why_dead(now)],
        "ended": [_told(token) | {"why": token.why_dead(now)} for token in tokens if token.why_dead(now)],
    }
    return render(request, "api/tokens.html", context)


def _told(token: ApiToken) -> dict[str, Any]:
    return {"token": token, "scopes": [Scope(scope).label for scope in token.scopes if scope in Scope.values]}


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")
def make(request: HttpRequest) -> HttpResponse:
    """Ask what the token is for, make it, and show it this one time."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    reasons: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_token(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            reasons = list(refused.reasons)
        else:
            return render(request, "api/made.html", _told(token) | {"secret": secret})
    context = {"form": form, "reasons": reasons, "has_errors": bool(reasons)}
    return render(request, "api/make.html", context, status=409 if reasons else 200)


@require_http_methods(["POST"])
def revoke(request: HttpRequest, pk: Any) -> HttpResponse:
    """End a token at once."""
    token = get_object_or_404(ApiToken, pk=pk)
    revoke_token(actor=request.user, token=token, now=timezone.now())
    messages.success(request, _("The token is revoked. Whatever used it is shut out from now on."))
    return redirect("api-tokens")
