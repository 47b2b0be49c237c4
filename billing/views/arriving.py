"""The way in from a program's host, and out again."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from billing import arriving
from billing.actions.visits import arrive_to_pay, leave_billing
from billing.arriving import NotLetIn
from billing.views.pages import PayerRequest, payer_page
from billing.visits import VISITS
from tenants.models import Domain


@csrf_exempt  # the form is a program's; the token and where it comes from are the proof
@never_cache
@sensitive_post_parameters("token")
@require_POST
def come(request: HttpRequest) -> HttpResponse:
    """Let in who comes with a way in, and lead them to their payments; else say why not."""
    try:
        arrival = arriving.read(request.POST.get("token", ""))
        _demand_from(request, arrival)
        value = arrive_to_pay(actor=None, arrival=arrival, now=timezone.now())
    except NotLetIn as refusal:
        return render(request, "billing/refused.html", {"why": refusal.why}, status=HTTPStatus.BAD_REQUEST)
    response = redirect("billing")
    VISITS.keep(response, value)
    return response


def _demand_from(request: HttpRequest, arrival: arriving.Arrival) -> None:
    """Raise NotLetIn unless the browser says that a page of that program sent the form.

    Otherwise anybody's page could seat a visitor here, who would then pay for somebody else.
    """
    try:
        origin = urlsplit(request.headers.get("Origin", ""))
    except ValueError as error:
        raise NotLetIn("altered") from error
    hosts = Domain.objects.filter(tenant_id=arrival.tenant_id)
    if origin.scheme != request.scheme or not hosts.filter(domain=origin.hostname or "").exists():
        raise NotLetIn("altered")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say that nobody is here to pay, and how to come."""
    return render(request, "billing/closed.html")


@require_POST
@payer_page
def leave(request: PayerRequest) -> HttpResponse:
    """End the visit."""
    value = request.COOKIES.get(VISITS.purpose, "")
    leave_billing(actor=request.outsider, account=request.account, value=value)
    response = redirect("billing-closed")
    VISITS.forget(response)
    return response
