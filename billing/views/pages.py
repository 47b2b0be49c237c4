"""What every page of billing has: whose payments it is about, and the menu."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.web.middleware import policy_with_forms_to
from billing.catalogue import PLANS
from billing.hosted import hosted_origins
from billing.models import BillingAccount
from billing.running import running
from billing.visits import Visitor, visitor_at

View = Callable[..., HttpResponse]


class PayerRequest(HttpRequest):
    """A request of somebody who sees to the payments of one payer."""

    visitor: Visitor
    account: BillingAccount
    outsider: Any


def payer_page(view: View) -> View:
    """Give a view the payer; the access policy has seen to it that there is one."""

    @wraps(view)
    def entered(request: PayerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visitor = visitor_at(request)
        assert visitor is not None  # noqa: S101 - nobody else comes past the access policy
        request.visitor, request.account = visitor, visitor.account
        return view(request, *args, **kwargs)

    return entered


def draw_billing(
    request: Any, template: str, context: dict[str, Any] | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Return a page of billing with its menu, in the payer's name; its forms may lead on to Stripe's pages.

    A browser holds the form's own page to that, also where an address of ours stands between.
    """
    shared = {"navigation": menu(request), "payer": request.account, "came_over": request.visitor.came_over}
    response = render(request, f"billing/{template}.html", shared | (context or {}), status=status)
    response.headers["Content-Security-Policy"] = policy_with_forms_to(*hosted_origins())
    return response


def menu(request: Any) -> list[dict[str, Any]]:
    """Return the entries of a payer's menu."""
    here = request.resolver_match.url_name
    entries = [("billing", _("Plan and payments")), ("billing-payer", _("Payer’s details"))]
    if pays_for_others(request.account):
        entries.insert(1, ("billing-programs", _("Programs that you cover")))
    return [{"text": text, "href": reverse(name), "current": name == here} for name, text in entries]


def pays_for_others(account: BillingAccount) -> bool:
    """Return whether an account is one that covers programs, rather than one of a program."""
    from billing.arriving import PROGRAM

    paid = running(account)
    return account.owner_kind != PROGRAM or (paid is not None and PLANS[paid.plan_key].is_for_network)
