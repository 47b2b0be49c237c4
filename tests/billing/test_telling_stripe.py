"""What a payer changes here is told to Stripe, each time anew, also within the minute in which it was changed back."""

from amends.accounts.access import PAYER, Outsider
from amends.outbox.models import Outbox
from billing import stripe_client, subscribing
from billing.actions import change_payer
from billing.actions.accounts import DETAILS
from billing.catalogue import Interval, offered
from billing.looking import look_now
from billing.models import Subscription
from billing.subscribing import Wish
from tenants.context import platform
from tests.billing.conftest import PERSON
from tests.billing.made import tell_stripe

SOMEBODY = Outsider(PAYER, PERSON)


def call_it(account, name):
    facts = {"email": "office@alpha.example", "country": "US", "po_number": "PO-1", "language": "fr"}
    return change_payer(actor=SOMEBODY, account=account, name=name, **facts)


def subscribe(account, now):
    plan = offered(is_for_network=False)[0]
    subscribing.by_invoice(account, Wish(plan, Interval.MONTH, 1), actor=SOMEBODY, now=now)
    look_now(account, now=now)


def test_changed_details_stand_on_the_next_invoice(shop, payer, now):
    with platform():
        assert call_it(payer, "Before anybody is a customer").customer_id is None
        assert not Outbox.objects.filter(job=DETAILS).exists()
        subscribe(payer, now)
        kept = shop.get("customer", payer.customer_id)
        for told, name in enumerate(("Alpha House", "Alpha Mediation", "Alpha House")):
            call_it(payer, name)
            assert tell_stripe(DETAILS, after=told) == 1
            assert kept["name"] == name
        assert kept["invoice_settings"]["custom_fields"] == [{"name": "PO number", "value": "PO-1"}]
        assert kept["preferred_locales"] == ["fr"]
        call_it(payer, "Alpha House")
        assert tell_stripe(DETAILS, after=3) == 0


def test_one_who_cancels_goes_on_and_cancels_again_within_a_minute_has_cancelled(shop, payer, now):
    with platform():
        subscribe(payer, now)
        for step, ends in (
            (subscribing.cancel, True),
            (subscribing.resume, False),
            (subscribing.cancel, True),
        ):
            step(payer, Subscription.objects.get(), actor=SOMEBODY, now=now)
            look_now(payer, now=now)
            payer.refresh_from_db()
            assert (Subscription.objects.get().ends_at is not None) is ends
    (seen,) = stripe_client.subscriptions_of(payer.customer_id)
    assert seen.cancels_at_period_end
