"""The agency's own sign-in, for whoever manages the agency: set up and tested, required, removed."""

from http import HTTPStatus
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from amends.accounts.proving import demand_proof
from amends.actions import Refused
from amends.web.errors import too_many_requests
from network.agencies.actions.sign_on import remove_sign_on, require_sign_on, set_up_sign_on
from network.agencies.models import AgencyState, SignOn
from network.agencies.sign_on.forms import SignOnForm
from network.agencies.sign_on.protocol import discover
from network.agencies.sign_on.reasons import NOT_VERIFIED
from network.agencies.views.pages import AgencyRequest, agency_page, draw_agency
from network.agencies.views.signing_in import back_to

KEPT = ("issuer", "client_id", "has_second_step", "second_step_acr")


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
@agency_page
def page(request: AgencyRequest) -> HttpResponse:
    """Show how the agency's people sign in; ask the provider what it is, and keep it when all is right."""
    if request.method != "POST":
        return _draw(request)
    # Whoever sets this decides who gets in.
    demand_proof(request)
    if request.member.agency.state != AgencyState.VERIFIED:
        return _draw(request, reasons=[NOT_VERIFIED])
    form = SignOnForm(request.POST, agency=request.member.agency)
    if not form.is_valid():
        return _draw(request, form=form)
    if not ratelimit.consume(request, app="allauth.account", action="sign_on_tested"):
        return too_many_requests(request)
    try:
        set_up_sign_on(actor=request.user, provider=discover(form.cleaned_data["issuer"]), **form.answers())
    except Refused as refusal:
        return _draw(request, form=form, reasons=refusal.reasons)
    messages.success(
        request, _("The provider answered, and all that is needed is there. Now try it yourself.")
    )
    return redirect("agency-sign-on")


def _draw(request: AgencyRequest, *, form: SignOnForm | None = None, reasons: Any = ()) -> HttpResponse:
    agency = request.member.agency
    sign_on = SignOn.objects.filter(pk=agency.pk).first()
    if form is None:
        initial = {name: getattr(sign_on, name) for name in KEPT} if sign_on else {}
        initial |= {"domains": "\n".join(sign_on.domains)} if sign_on else {}
        form = SignOnForm(initial=initial, agency=agency)
    if agency.state != AgencyState.VERIFIED:
        reasons = reasons or [NOT_VERIFIED]
    context = {
        "form": form,
        "sign_on": sign_on,
        "reasons": reasons,
        "is_verified": agency.state == AgencyState.VERIFIED,
        "back": back_to(request, agency.pk),
        "way_in": request.build_absolute_uri(reverse("sign-in-agency-go", args=[agency.pk])),
        "linked": sign_on.links.count() if sign_on else 0,
        "has_come": sign_on is not None and sign_on.links.filter(user=request.user).exists(),
    }
    status = HTTPStatus.CONFLICT if reasons and request.method == "POST" else HTTPStatus.OK
    return draw_agency(request, "sign_on", context, status=status)


@require_POST
@agency_page
def require(request: AgencyRequest) -> HttpResponse:
    """Have passwords open no longer for the agency's people, or again."""
    demand_proof(request)
    get_object_or_404(SignOn, pk=request.member.agency_id)
    is_required = request.POST.get("is_required") == "yes"
    try:
        require_sign_on(actor=request.user, is_required=is_required)
    except Refused as refusal:
        return _draw(request, reasons=refusal.reasons)
    told = (
        _("Passwords open no longer for the people of the agency.")
        if is_required
        else _("Passwords open again.")
    )
    messages.success(request, told)
    return redirect("agency-sign-on")


@require_http_methods(["GET", "HEAD", "POST"])
@agency_page
def remove(request: AgencyRequest) -> HttpResponse:
    """Ask first, then forget the provider."""
    demand_proof(request)
    get_object_or_404(SignOn, pk=request.member.agency_id)
    if request.method != "POST":
        return draw_agency(request, "sign_on_remove", {})
    remove_sign_on(actor=request.user)
    messages.success(request, _("The agency’s own sign-in is removed. Its people sign in with passwords."))
    return redirect("agency-sign-on")
