"""A network's subscription pays for as many programs as it covers: Stripe is told whenever one comes or goes."""

from amends.accounts.access import PAYER, Outsider
from amends.outbox.registry import find
from billing import stripe_client, subscribing
from billing.actions import answer_offer, offer_coverage, open_account, release_program
from billing.actions.coverage import QUANTITY
from billing.catalogue import Interval, offered
from billing.looking import look_now
from billing.models import Subscription
from billing.subscribing import Wish
from tenants.context import platform
from tests.billing.conftest import PERSON
from tests.billing.made import attempt, tell_stripe

SOMEBODY = Outsider(PAYER, PERSON)


def test_it_works(shop, alpha, beta, now):
    with platform():
        account = open_account(
            actor=None, owner_kind="network", owner_id=PERSON, name="State Network", email="money@net.example"
        )
        (plan,) = offered(is_for_network=True)
        wish = Wish(plan, Interval.MONTH, subscribing.quantity_of(account, plan, now=now))
        subscribing.by_invoice(account, wish, actor=SOMEBODY, now=now)
        assert look_now(account, now=now)
        assert Subscription.objects.get().quantity == 1
        for tenant in (alpha, beta):
            offer = offer_coverage(actor=SOMEBODY, account=account, tenant=tenant, now=now)
            answer_offer(actor=SOMEBODY, offer=offer, accepted=True, now=now)
        assert tell_stripe(QUANTITY) == 2
        (seen,) = stripe_client.subscriptions_of(account.customer_id)
        assert seen.quantity == 2
        look_now(account, now=now)
        release_program(actor=SOMEBODY, account=account, tenant=alpha, now=now)
        assert tell_stripe(QUANTITY, after=2) == 1
        (seen,) = stripe_client.subscriptions_of(account.customer_id)
        assert seen.quantity == 1


def test_who_comes_and_goes_before_stripe_was_asked_again_is_not_paid_for(shop, alpha, beta, now):
    """The second release is counted against a row that is behind Stripe; the look after it finds the difference."""
    with platform():
        account = open_account(
            actor=None, owner_kind="network", owner_id=PERSON, name="State Network", email="m@n.example"
        )
        (plan,) = offered(is_for_network=True)
        subscribing.by_invoice(account, Wish(plan, Interval.MONTH, 1), actor=SOMEBODY, now=now)
        assert look_now(account, now=now)
        for tenant in (alpha, beta):
            offer = offer_coverage(actor=SOMEBODY, account=account, tenant=tenant, now=now)
            answer_offer(actor=SOMEBODY, offer=offer, accepted=True, now=now)
        assert tell_stripe(QUANTITY) == 2
        release_program(actor=SOMEBODY, account=account, tenant=beta, now=now)
        assert tell_stripe(QUANTITY, after=2) == 1
        (seen,) = stripe_client.subscriptions_of(account.customer_id)
        assert seen.quantity == 2, "the row said 1 already"
        assert look_now(account, now=now)
        assert tell_stripe(QUANTITY, after=3) == 1
        (seen,) = stripe_client.subscriptions_of(account.customer_id)
        assert seen.quantity == 1
        assert look_now(account, now=now)
        assert tell_stripe(QUANTITY, after=4) == 0


def test_while_stripe_is_away_it_waits(shop, alpha, now):
    from amends.outbox import NotYet

    with platform():
        account = open_account(
            actor=None, owner_kind="network", owner_id=PERSON, name="State Network", email="m@n.example"
        )
        (plan,) = offered(is_for_network=True)
        subscribing.by_invoice(account, Wish(plan, Interval.MONTH, 1), actor=SOMEBODY, now=now)
        look_now(account, now=now)
        Subscription.objects.update(quantity=5)
        shop.is_away = True
        errand = find("billing.bring_quantity").errand
        try:
            errand.perform(errand.prepare(attempt(), account_id=account.pk))
        except NotYet:
            shop.is_away = False
        assert shop.is_away is False
