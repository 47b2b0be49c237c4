"""Who stands before a page of billing: somebody of a program who came over, or an account that acts for a payer."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from amends.accounts.access import PAYER, Outsider
from amends.accounts.visits import Visits
from billing.models import BillingAccount

VISITS = Visits("payer", lasts=timedelta(hours=1))


@dataclass(frozen=True)
class Visitor:
    """Somebody who sees to the payments of one payer, and the key by which the audit knows them."""

    account: BillingAccount
    person_id: uuid.UUID
    came_over: bool

    @property
    def outsider(self) -> Outsider:
        return Outsider(PAYER, self.person_id)


def visitor_at(request: HttpRequest) -> Visitor | None:
    """Return who sees to whose payments; None for everybody else."""
    if not hasattr(request, "payer"):
        request.payer = _came_over(request) or _signed_in(request)  # type: ignore[attr-defined]
    found: Visitor | None = request.payer  # type: ignore[attr-defined]
    return found


def find_visitor(request: HttpRequest) -> Outsider | None:
    """Return who acts on a page of billing; `settings.AMENDS_OUTSIDERS` names this."""
    visitor = visitor_at(request)
    return visitor.outsider if visitor else None


def _came_over(request: HttpRequest) -> Visitor | None:
    told = VISITS.find(request)
    account = BillingAccount.objects.filter(pk=uuid.UUID(told[0])).first() if told else None
    return Visitor(account, uuid.UUID(told[1]), came_over=True) if told and account else None


def _signed_in(request: HttpRequest) -> Visitor | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    account_id = import_string(settings.BILLING_PAYERS)(user)
    account = BillingAccount.objects.filter(pk=account_id).first() if account_id else None
    return Visitor(account, user.pk, came_over=False) if account else None
