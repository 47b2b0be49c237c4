"""Signing in with an agency: the way to its provider and back. Decision 0023 says what is checked, and why."""

import time
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from amends import audit
from amends.accounts.arriving import proved_again, sign_in_from_elsewhere
from amends.accounts.proving import demand_proof
from amends.accounts.second_factor import ELSEWHERE
from amends.actions import Refused
from amends.web.errors import too_many_requests
from network.agencies.actions.sign_on import come_by_sign_on, join_to_sign_on
from network.agencies.models import SignOn, SignOnLink
from network.agencies.sign_on import protocol, reasons
from network.agencies.sign_on.forms import WhereForm
from network.agencies.sign_on.working import of_address, working

BEGUN = "agency_sign_on"
LASTS = 10 * 60
TWO_WAYS = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@TWO_WAYS
def choose(request: HttpRequest) -> HttpResponse:
    """Find whose sign-in is meant by the domain of an address; that anybody has the address is never said."""
    form = WhereForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not _may_begin(request):
            return too_many_requests(request)
        sign_on = of_address(form.cleaned_data["email"])
        if sign_on:
            return redirect(_with_next(reverse("sign-in-agency-go", args=[sign_on.pk]), _next(request)))
        form.add_error(
            "email",
            _(
                "We find no agency by this address. Use the address that your agency gave you, or your password."
            ),
        )
    return render(request, "agencies/sign_on_choose.html", {"form": form, "next": _next(request)})


@never_cache
@TWO_WAYS
def go(request: HttpRequest, pk: Any) -> HttpResponse:
    """Say where it leads; then begin, and lead there. Whoever is signed in shows again who they are."""
    sign_on = working().filter(pk=pk).first()
    if sign_on is None:
        return _stopped(request, [reasons.NOT_WORKING], status=HTTPStatus.NOT_FOUND)
    context = {
        "sign_on": sign_on,
        "host": reasons.at_other_host(sign_on.authorization_endpoint),
        "next": _next(request),
    }
    if request.method != "POST":
        return render(request, "agencies/sign_on_go.html", context)
    if not _may_begin(request):
        return too_many_requests(request)
    is_again = request.user.is_authenticated
    if is_again and not SignOnLink.objects.filter(user=request.user.pk).exists():
        # Their account will be joined to what the provider calls them: a borrowed session must not be enough.
        demand_proof(request)
    begun = protocol.begin(pk, is_again=is_again, next_url=_next(request))
    request.session[BEGUN] = begun._asdict()
    address = protocol.address_to(sign_on, begun, back_to(request, pk))
    response = render(request, "agencies/sign_on_leaving.html", context | {"address": address})
    # No redirect: browsers hold one that answers a form to `form-action`, and all those behind it, at hosts that
    # only the provider knows.
    response.headers["Refresh"] = f"0; url={address}"
    return response


@never_cache
@require_safe
def back(request: HttpRequest, pk: Any) -> HttpResponse:
    """Take what the provider sent the browser back with, once; sign somebody in, or say why not."""
    begun = _taken(request)
    sign_on = working().filter(pk=pk).first()
    if sign_on is None:
        return _stopped(request, [reasons.NOT_WORKING], status=HTTPStatus.NOT_FOUND)
    try:
        claims = _claims(request, sign_on, begun)
        if begun and begun.is_again:
            return _again(request, sign_on, begun, claims)
        user = come_by_sign_on(
            actor=None, sign_on=sign_on, claims=claims, now=timezone.now(), language=get_language() or ""
        )
    except Refused as refusal:
        rule = refusal.reasons[0].id
        audit.denied("agency.came_by_sign_on", sign_on.agency, actor=None, rule=rule)
        return _stopped(request, refusal.reasons, sign_on)
    return sign_in_from_elsewhere(
        request,
        user,
        with_second_step=protocol.has_second_step(sign_on, claims),
        next_url=begun.next if begun else "",
    )


def _claims(request: HttpRequest, sign_on: SignOn, begun: protocol.Begun | None) -> dict[str, Any]:
    """Return what the provider says of whoever comes back; Refused unless it answers what this browser began here."""
    state = request.GET.get("state", "")
    # The agency stands in the address too: an answer of another's provider comes back to another address.
    if not begun or begun.agency != str(sign_on.pk) or not constant_time_compare(state, begun.state):
        raise Refused(reasons.STALE)
    if begun.is_again != request.user.is_authenticated or time.time() - begun.at > LASTS:
        raise Refused(reasons.STALE)
    if request.GET.get("iss", sign_on.issuer) != sign_on.issuer:  # RFC 9207
        raise Refused(reasons.BAD_TOKEN)
    code = request.GET.get("code", "")
    if "error" in request.GET or not code:
        raise Refused(reasons.SAID_NO)
    return protocol.claims_for(sign_on, begun, code, back_to(request, sign_on.pk))


def _again(
    request: HttpRequest, sign_on: SignOn, begun: protocol.Begun, claims: dict[str, Any]
) -> HttpResponse:
    """Note that somebody who is signed in has shown who they are; then on to what they wanted."""
    user: Any = request.user
    join_to_sign_on(actor=user, sign_on=sign_on, claims=claims)
    proved_again(request, user)
    if protocol.has_second_step(sign_on, claims):
        request.session[ELSEWHERE] = True
    request.GET = QueryDict(urlencode({"next": begun.next}))  # type: ignore[assignment]
    return resume_request(request) or redirect("account")


def _taken(request: HttpRequest) -> protocol.Begun | None:
    """Return the sign-in that this browser began, which is over now: another answer to it finds nothing."""
    found = request.session.pop(BEGUN, None)
    if found is None:
        return None
    request.session.save()  # before the provider is asked: a second answer may come meanwhile
    return protocol.Begun(**found)


def back_to(request: HttpRequest, pk: Any) -> str:
    """Return the address to which an agency's provider sends people back; it is registered there."""
    return request.build_absolute_uri(reverse("sign-in-agency-back", args=[pk]))


def _may_begin(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, app="allauth.account", action="sign_on_begun"))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # A word alone would be taken for the name of a page, of which there may be none.
    return wanted if is_ours and wanted.startswith("/") else ""


def _with_next(address: str, wanted: str) -> str:
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


def _stopped(
    request: HttpRequest, why: Any, sign_on: SignOn | None = None, *, status: int = HTTPStatus.CONFLICT
) -> HttpResponse:
    context = {"reasons": why, "sign_on": sign_on}
    return render(request, "agencies/sign_on_stopped.html", context, status=status)
