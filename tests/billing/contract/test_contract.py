"""What `stripe_client` asks, asked of both: the played Stripe always, Stripe's test mode where there is a key.

Set AMENDS_STRIPE_TEST_KEY to a key of Stripe's test mode; without it the second half is skipped, and says so.
"""

import datetime as dt
import os
import uuid

import pytest
from django.core.management import call_command

from billing import stripe_client
from billing.stripe_client import StripeRefused

KEY = os.environ.get("AMENDS_STRIPE_TEST_KEY", "")
NETWORK, SMALL = "network.1:standard:year:usd", "program-small.1:standard:month:usd"
LARGE = "program-large.1:standard:month:usd"
WHY = "Stripe itself was not asked: AMENDS_STRIPE_TEST_KEY is not set."


@pytest.fixture(params=["played", pytest.param("real", marks=pytest.mark.skipif(not KEY, reason=WHY))])
def account(request, settings):
    """Ask one of the two, with our catalogue mirrored to it."""
    if request.param == "played":
        request.getfixturevalue("shop")
    else:
        assert "_test_" in KEY, "This is no key of Stripe's test mode."
        settings.STRIPE_KEY, settings.STRIPE_API = KEY, ""
        call_command("stripe_catalogue", verbosity=0)
    return uuid.uuid4()


@pytest.fixture
def payer(account):
    told = {"name": "Contract", "email": "contract@amends.example", "language": "fr", "tax_exempt": "exempt"}
    return stripe_client.make_customer(
        account_id=account, po_number="PO-1", key=f"customer:{account}", **told
    )


def by_invoice(account, payer, lookup_key, quantity, *, trial=None):
    return stripe_client.subscribe_by_invoice(
        customer_id=payer, account_id=account, lookup_key=lookup_key, quantity=quantity, days_until_due=30,
        trial_ends_at=trial, now=dt.datetime.now(dt.UTC), key=f"subscribe:{account}",
    )  # fmt: skip


def test_a_key_of_idempotency_holds(account, payer):
    told = {"name": "Contract", "email": "contract@amends.example", "language": "fr", "tax_exempt": "exempt"}
    same = {"account_id": account, "po_number": "PO-1", "key": f"customer:{account}"}
    assert stripe_client.make_customer(**told, **same) == payer
    with pytest.raises(StripeRefused, match="IdempotencyError"):
        stripe_client.make_customer(**(told | {"name": "Other"}), **same)


def test_by_invoice_changed_ended_and_taken_back(account, payer):
    seen = by_invoice(account, payer, NETWORK, 12)
    assert (seen.status, seen.lookup_key, seen.quantity, seen.pays_by_invoice) == (
        "active",
        NETWORK,
        12,
        True,
    )
    assert seen.period_ends_at - seen.began_at > dt.timedelta(days=364)
    more = stripe_client.set_quantity(
        subscription_id=seen.id, item_id=seen.item_id, quantity=15, key=f"quantity:{account}"
    )
    assert more.quantity == 15
    ending = stripe_client.cancel_at_period_end(seen.id, key=f"end:{account}")
    assert (ending.cancels_at_period_end, ending.ends_at) == (True, seen.period_ends_at)
    again = stripe_client.resume(seen.id, key=f"on:{account}")
    assert (again.cancels_at_period_end, again.ends_at) == (False, None)
    look = stripe_client.look_at(payer)
    assert [each.id for each in look.subscriptions] == [seen.id]
    (bill,) = look.invoices
    assert (bill.subscription_id, bill.status, bill.total) == (seen.id, "draft", 10 * (10 * 5900 + 2 * 4900))


def test_a_preview_is_the_price_of_the_change(account, payer):
    seen = by_invoice(account, payer, SMALL, 1)
    shown = stripe_client.preview_change(
        customer_id=payer, subscription_id=seen.id, item_id=seen.item_id, lookup_key=LARGE, quantity=1,
        now=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    assert sorted(line.amount > 0 for line in shown.lines if line.is_proration) == [False, True]
    assert abs(shown.prorated - (15_900 - 2_900)) < 100
    changed = stripe_client.change_plan(
        subscription_id=seen.id, item_id=seen.item_id, lookup_key=LARGE, quantity=1,
        prorated_at=shown.prorated_at, key=f"change:{account}",
    )  # fmt: skip
    assert changed.lookup_key == LARGE
    assert shown.total in {each.total for each in stripe_client.invoices_of(payer)}


def test_a_trial_goes_on_to_its_end(account, payer):
    ends = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(days=9)
    seen = by_invoice(account, payer, SMALL, 1, trial=ends)
    assert (seen.status, seen.trial_ends_at, seen.period_ends_at) == ("trialing", ends, ends)


def test_pages_have_addresses(account, payer):
    url = stripe_client.start_checkout(
        customer_id=payer, account_id=account, lookup_key=SMALL, quantity=1, trial_ends_at=None,
        now=dt.datetime.now(dt.UTC), success_url="https://amends.example/?s={CHECKOUT_SESSION_ID}",
        cancel_url="https://amends.example/", language="es", key=f"checkout:{account}",
    )  # fmt: skip
    assert url.startswith(("http://127.0.0.1", "https://checkout.stripe.com/"))


def test_what_is_not_there_is_said_by_its_code(account):
    with pytest.raises(StripeRefused, match="resource_missing"):
        stripe_client.subscription("sub_nobody")
