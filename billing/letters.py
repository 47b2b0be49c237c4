"""Letters to payers: of a lapse and what it stops on which day, of an answer about the price. Nothing of a case."""

import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.accounts.links import absolute, at_host
from amends.accounts.tasks import recipient_of
from amends.mail import Letter, letter
from amends.mail.letters import in_language_of
from billing.lapse_words import lapse_words
from billing.models import BillingAccount, Coverage, CoverageKind, Offer, RateRequest, TenantStanding
from tenants.models import Domain, Tenant


@letter("billing.lapse_letter", platform=True)
def lapse_letter(*, account_id: uuid.UUID, tenant_id: uuid.UUID, rung: str) -> Letter | None:
    """Tell a payer how a program stands; nothing when that is over, or somebody pays again."""
    account = BillingAccount.objects.filter(pk=account_id).exclude(email="").first()
    row = TenantStanding.objects.select_related("tenant").filter(pk=tenant_id).first()
    if account is None or row is None or row.announced_rung != rung or row.announced_lapse is None:
        return None
    since = row.lapsed_since or row.lapses_at
    if since != row.announced_lapse:
        return None
    recipient = recipient_of(account.email, account.language)
    with in_language_of(recipient):
        words = lapse_words(rung, row.tenant.name, since)
        return Letter(recipient, words.subject, words.body(_plan_address(row.tenant)))


@letter("billing.offer_letter", platform=True)
def offer_letter(*, offer_id: uuid.UUID) -> Letter | None:
    """Tell whoever pays for a program that somebody else would; nothing once that has its answer."""
    offer = Offer.objects.select_related("account", "tenant").filter(pk=offer_id).first()
    if offer is None or offer.answered_at or offer.withdrawn_at:
        return None
    own = Coverage.objects.filter(tenant=offer.tenant_id).exclude(kind=CoverageKind.COVERED)
    payer = BillingAccount.objects.filter(coverages__in=own).exclude(email="").first()
    if payer is None:
        return None
    recipient = recipient_of(payer.email, payer.language)
    with in_language_of(recipient):
        told = {"name": offer.account.name, "program": offer.tenant.name}
        text = _(
            "%(name)s would pay for %(program)s. Who pays learns nothing of a case. To say yes or no, sign in to the"
            " program, open the page of its plan, and press “Manage payment”:"
        )
        address = _plan_address(offer.tenant)
        return Letter(recipient, _("Somebody would pay for you"), f"{text % told}\n\n{address}")


def _plan_address(tenant: Tenant) -> str:
    host = Domain.objects.filter(tenant=tenant, is_primary=True).values_list("domain", flat=True).first()
    return at_host(host, "/plan/") if host else absolute("/")


@letter("billing.rate_letter", platform=True)
def rate_letter(*, request_id: uuid.UUID) -> Letter | None:
    """Tell a payer what the operator answered about the price."""
    row = RateRequest.objects.select_related("account").filter(pk=request_id).first()
    if row is None or row.answered_at is None or not row.account.email:
        return None
    recipient = recipient_of(row.account.email, row.account.language)
    with in_language_of(recipient):
        yes = _(
            "Your request for another price is granted. It holds for whatever you subscribe to or change from now on."
        )
        first = yes if row.granted else _("We could not grant your request for another price.")
        link = absolute(reverse("pricing", settings.TENANCY_PUBLIC_URLCONF))
        return Letter(
            recipient,
            _("Your request for another price"),
            "\n\n".join(filter(None, (first, row.answer, link))),
        )
