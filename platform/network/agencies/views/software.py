"""Keys of an agency's software, and the address where it changes one for a hand-over to a program."""

import json
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from amends import audit
from amends.accounts.access import AGENCY_SOFTWARE, Outsider
from amends.web.errors import too_many_requests
from amends.web.problems import Trouble, problem
from network.agencies import software
from network.agencies.actions.keys import hand_software_over, make_agency_key, revoke_agency_key
from network.agencies.forms import KeyForm
from network.agencies.handover import LASTS
from network.agencies.models import AgencyState
from network.agencies.offers import host_of, on_offer
from network.agencies.views.pages import AgencyRequest, agency_page, draw_agency, site_of, why_not

LARGEST = 10_000
"""Bytes of a body."""

KEY_NEEDED = Trouble(
    "key_needed",
    _("A key of your agency is needed"),
    _(
        "Send one that is still good, as “Authorization: Bearer” and the key. Whoever manages your agency makes it."
    ),
)
NOT_VERIFIED = Trouble(
    "agency_not_verified",
    _("Nothing can be sent under the name of your agency"),
    _("It is not verified, or it is closed. Whoever manages your agency sees why."),
)
NOT_UNDERSTOOD = Trouble(
    "invalid",
    _("Something in the request is not right"),
    _("Send one JSON object that names the program by its code, for example {“program”: “grace”}."),
)
NO_PROGRAM = Trouble(
    "no_program",
    _("No program of this code takes referrals now"),
    _("The code is the first part of the program’s address. It may be misspelt, or the program is closed."),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@agency_page
@sensitive_variables("secret")
def listing(request: AgencyRequest) -> HttpResponse:
    """List the keys; make another after the actor has shown who they are, and show it this one time."""
    form = KeyForm(request.POST or None)
    made = None
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="allauth.account")
        if form.is_valid():
            key, secret = make_agency_key(actor=request.user, now=timezone.now(), **form.cleaned_data)
            made, form = {"key": key, "secret": secret}, KeyForm()
    now = timezone.now()
    keys = list(request.member.agency.keys.select_related("made_by").order_by("-made_at"))
    context = {
        "form": form,
        "made": made,
        "live": [key for key in keys if key.is_good(now)],
        "ended": [key for key in keys if not key.is_good(now)],
        "reasons": why_not(request.member),
        "address": request.build_absolute_uri(reverse("api-agency-hand-over")),
    }
    return draw_agency(request, "software", context)


@require_POST
@agency_page
def revoke(request: AgencyRequest, pk: Any) -> HttpResponse:
    """End a key at once."""
    key = get_object_or_404(request.member.agency.keys, pk=pk)
    revoke_agency_key(actor=request.user, key=key, now=timezone.now())
    messages.success(request, _now("The key is revoked. Whatever used it is shut out from now on."))
    return redirect("agency-software")


@csrf_exempt  # no cookie counts here; the key is the proof
@never_cache
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Change a key of an agency for the right to send one referral to one program, within two minutes."""
    now = timezone.now()
    key = software.find_key(request, now)
    if key is None:
        shown = ' error="invalid_token"' if "Authorization" in request.headers else ""
        return problem(KEY_NEEDED, HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": f"Bearer{shown}"})
    who = Outsider(AGENCY_SOFTWARE, key.pk)
    if wait := software.seconds_to_wait(key, now):
        return too_many_requests(request, retry_after=wait)
    if key.agency.state != AgencyState.VERIFIED:
        audit.denied("hand_software_over", key, actor=who, rule="agency_not_verified")
        return problem(NOT_VERIFIED, HTTPStatus.FORBIDDEN)
    code = _code_in(request)
    if code is None:
        return problem(NOT_UNDERSTOOD, HTTPStatus.BAD_REQUEST)
    tenant = on_offer().filter(slug=code).first()
    if tenant is None:
        return problem(NO_PROGRAM, HTTPStatus.NOT_FOUND)
    told = {
        "token": hand_software_over(actor=who, key=key, tenant_id=tenant.pk, now=now),
        "expires_in": LASTS,
        "send_to": f"{site_of(request, host_of(tenant))}/api/v1/agency/referrals/",
    }
    return JsonResponse(told, status=HTTPStatus.CREATED)


def _code_in(request: HttpRequest) -> str | None:
    """Return the code of the program that the body names; None when it names none."""
    body = request.read(LARGEST + 1)
    try:
        told = json.loads(body) if len(body) <= LARGEST else None
    except ValueError:
        return None
    code = told.get("program") if isinstance(told, dict) and told.keys() == {"program"} else None
    return code if isinstance(code, str) else None
