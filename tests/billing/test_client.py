"""What we ask of Stripe and what comes back, over HTTP, by the calls that production makes."""

import datetime as dt
import io
import uuid
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
import stripe
from django.core.management import CommandError, call_command

from billing import stripe_client
from billing.catalogue import PLANS
from billing.fakestripe import clockwork
from billing.stripe_client import StripeRefused, StripeUnreachable

DAY = dt.timedelta(days=1)
SMALL, LARGE = "program-small.1:standard:month:usd", "program-large.1:standard:month:usd"
NETWORK = "network.1:standard:year:usd"
ACCOUNT = uuid.UUID(int=7)


def now(world) -> dt.datetime:
    return dt.datetime.fromtimestamp(world.now, dt.UTC)


def customer(**more) -> str:
    told = {
        "name": "Grace Church",
        "email": "a@b.example",
        "language": "fr",
        "tax_exempt": "none",
        "po_number": "",
    }
    return stripe_client.make_customer(account_id=ACCOUNT, key=f"customer:{uuid.uuid4()}", **(told | more))


def checkout(world, who, *, trial=None, lookup_key=SMALL, quantity=1) -> str:
    return stripe_client.start_checkout(
        customer_id=who, account_id=ACCOUNT, lookup_key=lookup_key, quantity=quantity, trial_ends_at=trial,
        now=now(world), success_url="https://amends.example/thanks?s={CHECKOUT_SESSION_ID}",
        cancel_url="https://amends.example/", language="fr", key=str(uuid.uuid4()),
    )  # fmt: skip


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def press(url: str, **said) -> tuple[int, str]:
    """Send a form of the played Stripe and return the status, and where it leads or what it says."""
    try:
        with build_opener(_Stay).open(Request(url, urlencode(said).encode()), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as answer:
        return answer.code, answer.headers.get("Location") or answer.read().decode()


def subscribed(world, *, card="4242424242424242", **more):
    who = customer()
    status, _ = press(checkout(world, who, **more), card=card)
    assert status == 303
    (seen,) = stripe_client.subscriptions_of(who)
    return who, seen


def test_our_version_is_the_librarys():
    from billing.fakestripe.world import API_VERSION

    assert stripe_client.API_VERSION == stripe._api_version._ApiVersion.CURRENT == API_VERSION


def test_the_catalogue_is_mirrored_once(world):
    said = io.StringIO()
    with pytest.raises(CommandError, match="not at Stripe yet"):
        call_command("stripe_catalogue", "--check", stdout=said)
    assert world.things["price"] == {}
    call_command("stripe_catalogue", stdout=said)
    prices = {each["lookup_key"]: each for each in world.things["price"].values()}
    assert len(prices) == sum(len(plan.prices) for plan in PLANS.values())
    assert [
        (tier["up_to"], tier["unit_amount"]) for tier in prices["network.1:standard:month:usd"]["tiers"]
    ] == [
        (10, 5900),
        (40, 4900),
        (None, 3900),
    ]
    call_command("stripe_catalogue", stdout=said)
    assert said.getvalue().endswith("Stripe has every product and price.\n")
    assert len(world.things["price"]) == len(prices)


def test_a_customer_knows_of_us_only_the_accounts_id(shop):
    who = customer(po_number="PO-17", tax_exempt="exempt")
    kept = shop.get("customer", who)
    assert kept["metadata"] == {"account": str(ACCOUNT)}
    assert kept["invoice_settings"]["custom_fields"] == [{"name": "PO number", "value": "PO-17"}]
    stripe_client.update_customer(
        who, name="Grace", email="c@d.example", language="", tax_exempt="none", po_number="", key="u1"
    )
    assert (kept["name"], kept["invoice_settings"]["custom_fields"], kept["tax_exempt"]) == (
        "Grace",
        None,
        "none",
    )


def test_one_press_is_one_customer(shop):
    told = {
        "account_id": ACCOUNT,
        "name": "Grace",
        "email": "",
        "language": "",
        "tax_exempt": "none",
        "po_number": "",
    }
    first = stripe_client.make_customer(key="customer:1", **told)
    assert stripe_client.make_customer(key="customer:1", **told) == first
    assert len(shop.things["customer"]) == 1
    with pytest.raises(StripeRefused, match="IdempotencyError"):
        stripe_client.make_customer(key="customer:1", **(told | {"name": "Other"}))


@pytest.mark.parametrize(
    ("left", "expected"),
    [(dt.timedelta(days=12), 12), (dt.timedelta(hours=30), 2), (dt.timedelta(hours=2), 1), (-DAY, None)],
)
def test_what_is_left_of_the_trial_goes_on(shop, left, expected):
    _, seen = subscribed(shop, trial=now(shop) + left)
    if expected is None:
        assert (seen.status, seen.trial_ends_at) == ("active", None)
    else:
        assert seen.status == "trialing"
        assert abs(seen.trial_ends_at - (now(shop) + expected * DAY)) < dt.timedelta(minutes=1)
        assert seen.period_ends_at == seen.trial_ends_at


def test_checkout_ends_with_a_paid_subscription(shop):
    who, seen = subscribed(shop)
    assert (seen.status, seen.lookup_key, seen.quantity, seen.customer_id) == ("active", SMALL, 1, who)
    (bill,) = stripe_client.invoices_of(who)
    assert (bill.status, bill.total, bill.subscription_id, bill.currency) == ("paid", 2900, seen.id, "USD")
    assert bill.paid_at is not None
    assert bill.hosted_url.startswith("http://127.0.0.1")
    assert stripe_client.subscription(seen.id) == seen


def test_a_declined_card_subscribes_nobody_and_another_one_does(shop):
    who = customer()
    page = checkout(shop, who)
    for card in ("4000000000000002", "4000000000009995", "4000000000000341"):
        status, said = press(page, card=card)
        assert (status, "declined" in said) == (402, True)
    assert stripe_client.subscriptions_of(who) == ()
    status, leads = press(page, card="4242424242424242")
    assert status == 303
    assert leads.startswith("https://amends.example/thanks?s=cs_test_")
    assert press(page, card="4242424242424242")[0] == 410
    assert len(stripe_client.subscriptions_of(who)) == 1


def test_a_change_costs_what_was_shown_to_the_cent(shop):
    who, seen = subscribed(shop)
    clockwork.advance(shop, shop.now + 10 * 86_400)
    item = {"subscription_id": seen.id, "item_id": seen.item_id, "lookup_key": LARGE, "quantity": 1}
    shown = stripe_client.preview_change(customer_id=who, now=now(shop), **item)
    whole = (seen.period_ends_at - seen.began_at).total_seconds()
    left = (seen.period_ends_at - shown.prorated_at).total_seconds()
    expected = [-round(2900 * left / whole), round(15_900 * left / whole)]
    assert [line.amount for line in shown.lines if line.is_proration] == expected
    assert shown.amount_due == shown.prorated == sum(expected)
    clockwork.advance(shop, shop.now + 3600)
    changed = stripe_client.change_plan(prorated_at=shown.prorated_at, key="change:1", **item)
    assert (changed.lookup_key, changed.period_ends_at) == (LARGE, seen.period_ends_at)
    newest = stripe_client.invoices_of(who)[0]
    assert (newest.total, newest.status) == (sum(expected), "paid")


def test_a_smaller_plan_is_credited_on_what_comes_next(shop):
    who, seen = subscribed(shop, lookup_key=LARGE)
    clockwork.advance(shop, shop.now + 86_400)
    moment = now(shop)
    stripe_client.change_plan(
        subscription_id=seen.id,
        item_id=seen.item_id,
        lookup_key=SMALL,
        quantity=1,
        prorated_at=moment,
        key="c",
    )
    credit = stripe_client.invoices_of(who)[0]
    assert (credit.total < 0, credit.amount_due, credit.status) == (True, 0, "paid")
    assert shop.get("customer", who)["balance"] == credit.total
    clockwork.advance(shop, int(seen.period_ends_at.timestamp()) + 7200)
    renewed = stripe_client.invoices_of(who)[0]
    assert (renewed.total, renewed.amount_due) == (2900, max(0, 2900 + credit.total))


def test_a_network_pays_for_more_programs_on_the_next_invoice(shop):
    who = customer(po_number="PO-4711")
    told = {
        "customer_id": who,
        "account_id": ACCOUNT,
        "lookup_key": NETWORK,
        "quantity": 12,
        "days_until_due": 60,
    }
    seen = stripe_client.subscribe_by_invoice(trial_ends_at=None, now=now(shop), key="n1", **told)
    assert (seen.status, seen.pays_by_invoice, seen.quantity) == ("active", True, 12)
    clockwork.advance(shop, shop.now + 4000)
    (bill,) = stripe_client.invoices_of(who)
    assert (bill.status, bill.total) == ("open", 10 * (10 * 5900 + 2 * 4900))
    assert bill.due_at - bill.made_at > dt.timedelta(days=60) - dt.timedelta(minutes=1)
    stripe_client.note_paid(bill.id, key="n0")
    at = shop.now
    bigger = stripe_client.set_quantity(subscription_id=seen.id, item_id=seen.item_id, quantity=14, key="n2")
    assert bigger.quantity == 14
    start, end = int(seen.began_at.timestamp()), int(seen.period_ends_at.timestamp())
    shares = [round(10 * (590_00 + n * 4900) * (end - at) / (end - start)) for n in (2, 4)]
    clockwork.advance(shop, end + 4000)
    renewed = stripe_client.invoices_of(who)[0]
    assert renewed.total == pytest.approx(shares[1] - shares[0] + 10 * (10 * 5900 + 4 * 4900), abs=2)
    paid = stripe_client.note_paid(renewed.id, key="n3")
    assert (paid.status, paid.paid_at is not None) == ("paid", True)


def test_cancelling_waits_for_the_end_and_can_be_taken_back(shop):
    who, seen = subscribed(shop)
    ending = stripe_client.cancel_at_period_end(seen.id, key="x1")
    assert (ending.cancels_at_period_end, ending.ends_at, ending.status) == (
        True,
        seen.period_ends_at,
        "active",
    )
    again = stripe_client.resume(seen.id, key="x2")
    assert (again.cancels_at_period_end, again.ends_at) == (False, None)
    stripe_client.cancel_at_period_end(seen.id, key="x3")
    clockwork.advance(shop, int(seen.period_ends_at.timestamp()) + 10)
    (over,) = stripe_client.subscriptions_of(who)
    assert (over.status, over.ends_at) == ("canceled", seen.period_ends_at)


def test_more_subscriptions_than_a_page_are_all_seen(shop):
    who, first = subscribed(shop)
    for _ in range(120):
        shop.add("subscription", {**shop.get("subscription", first.id), "id": shop.new_id("subscription")})
    assert len(stripe_client.subscriptions_of(who)) == 121


def test_stripe_away_is_said_so(shop, settings):
    who = customer()
    shop.is_away = True
    with pytest.raises(StripeUnreachable):
        stripe_client.look_at(who)
    settings.STRIPE_API = "http://127.0.0.1:9"
    with pytest.raises(StripeUnreachable) as told:
        customer()
    assert "Grace" not in repr(told.value)
    assert told.value.__context__ is None
    settings.STRIPE_KEY = ""
    with pytest.raises(StripeUnreachable, match="no_key"):
        customer()


def test_a_refusal_has_a_code_and_none_of_stripes_words(shop, settings):
    with pytest.raises(StripeRefused) as told:
        stripe_client.subscription("sub_nobody")
    assert (told.value.code, str(told.value)) == ("resource_missing", "resource_missing")
    assert told.value.__context__ is None
    settings.STRIPE_KEY = "rk_live_never_here"
    with pytest.raises(StripeRefused, match="AuthenticationError"):
        stripe_client.products()


def test_the_portal_changes_the_card_cancels_and_pays(shop):
    who, seen = subscribed(shop, card="4000000000004341")
    clockwork.advance(shop, int(seen.period_ends_at.timestamp()) + 4000)
    assert stripe_client.subscription(seen.id).status == "past_due"
    page = stripe_client.start_portal(
        customer_id=who, return_url="https://a.example/", language="es", key="p1"
    )
    assert press(page, do="pay")[0] == 402
    assert press(page, do="card", card="4242424242424242")[0] == 303
    assert press(page, do="pay")[0] == 303
    assert stripe_client.subscription(seen.id).status == "active"
    assert press(page, do="cancel", subscription=seen.id)[0] == 303
    assert stripe_client.subscription(seen.id).cancels_at_period_end
