"""The played Stripe against what stripe-python says of Stripe: fields, parameters, signatures, errors."""

import os
import subprocess
import sys

import pytest
import stripe

from billing.fakestripe import clockwork
from billing.fakestripe.couriers import Couriers, signed
from billing.fakestripe.world import World, shown
from tests.billing.conftest import SECRET
from tests.billing.test_client import customer, now, press, subscribed
from tests.meta.source import ROOT, python_files

DAY = 86_400


@pytest.fixture
def library(shop, settings):
    return stripe.StripeClient(settings.STRIPE_KEY, base_addresses={"api": settings.STRIPE_API})


@pytest.mark.parametrize(
    ("kind", "cls"),
    [
        ("subscription", stripe.Subscription),
        ("invoice", stripe.Invoice),
        ("customer", stripe.Customer),
        ("price", stripe.Price),
        ("product", stripe.Product),
        ("checkout.session", stripe.checkout.Session),
        ("billing_portal.session", stripe.billing_portal.Session),
        ("event", stripe.Event),
    ],
)
def test_no_object_has_a_field_that_the_library_does_not_know(shop, kind, cls):
    who, _ = subscribed(shop)
    from billing import stripe_client

    stripe_client.start_portal(customer_id=who, return_url="https://a.example/", language="", key="p")
    thing = shown(next(iter(shop.things[kind].values())))
    assert set(thing) - set(cls.__annotations__) == set()


def test_what_we_read_is_where_the_library_says(shop):
    assert {"current_period_end", "price", "quantity"} <= set(stripe.SubscriptionItem.__annotations__)
    assert "current_period_end" not in stripe.Subscription.__annotations__
    assert "subscription" not in stripe.Invoice.__annotations__
    assert "subscription" in stripe.Invoice.Parent.SubscriptionDetails.__annotations__
    details = stripe.InvoiceLineItem.Parent.SubscriptionItemDetails.__annotations__
    assert "proration" in details
    _, seen = subscribed(shop)
    item = shop.get("subscription", seen.id)["items"]["data"][0]
    assert set(shown(item)) - set(stripe.SubscriptionItem.__annotations__) == set()


@pytest.mark.parametrize(
    ("params", "code", "parameter"),
    [
        ({"nme": "x"}, "parameter_unknown", "nme"),
        (
            {"invoice_settings": {"custom_feilds": [{"name": "a"}]}},
            "parameter_unknown",
            "invoice_settings[custom_feilds]",
        ),
        ({"tax_exempt": "perhaps"}, "parameter_invalid", "tax_exempt"),
    ],
)
def test_what_stripe_does_not_know_is_refused(library, params, code, parameter):
    with pytest.raises(stripe.InvalidRequestError) as told:
        library.v1.customers.create(params)
    assert (told.value.code, told.value.param, told.value.http_status) == (code, parameter, 400)


def test_another_version_and_a_live_key_are_refused(shop, settings):
    old = stripe.StripeClient(
        "rk_test_x", stripe_version="2024-04-10", base_addresses={"api": settings.STRIPE_API}
    )
    with pytest.raises(stripe.InvalidRequestError):
        old.v1.customers.create({})
    live = stripe.StripeClient("rk_live_x", base_addresses={"api": settings.STRIPE_API})
    with pytest.raises(stripe.AuthenticationError):
        live.v1.customers.create({})


def test_the_library_believes_what_is_signed(shop):
    subscribed(shop)
    for event in shop.things["event"].values():
        body, signature = signed(event, SECRET)
        read = stripe.Webhook.construct_event(body, signature, SECRET)
        assert (read.id, read.api_version) == (event["id"], stripe._api_version._ApiVersion.CURRENT)


@pytest.mark.parametrize(
    ("final", "status"), [("unpaid", "unpaid"), ("canceled", "canceled"), ("past_due", "past_due")]
)
def test_a_card_that_fails_is_tried_four_times_in_two_weeks(shop, final, status):
    shop.final = final
    who, seen = subscribed(shop, card="4000000000004341")
    end = int(seen.period_ends_at.timestamp())
    tries = []
    for day in range(20):
        clockwork.advance(shop, end + 4000 + day * DAY)
        (bill,) = [each for each in shop.of("invoice", who) if each["billing_reason"] == "subscription_cycle"]
        if bill["attempt_count"] > len(tries):
            tries.append(day)
    assert tries == [0, 3, 7, 14]
    assert shop.get("subscription", seen.id)["status"] == status


def test_a_trial_is_announced_three_days_before_it_ends(shop):
    from datetime import timedelta

    subscribed(shop, trial=now(shop) + timedelta(days=20))

    def told():
        return [each["type"] for each in shop.things["event"].values() if "trial_will_end" in each["type"]]

    clockwork.advance(shop, shop.now + 16 * DAY)
    assert told() == []
    clockwork.advance(shop, shop.now + 2 * DAY)
    assert len(told()) == 1


def test_a_bank_is_slow_and_pays(shop):
    who, seen = subscribed(shop, card="000123456789")
    assert seen.status == "active"
    assert [each["status"] for each in shop.of("invoice", who)] == ["open"]
    clockwork.advance(shop, shop.now + 5 * DAY)
    assert [each["status"] for each in shop.of("invoice", who)] == ["paid"]


def test_a_promotion_code_takes_off_what_it_says(shop, library):
    library.v1.coupons.create({"id": "fifth", "percent_off": 20, "duration": "once"})
    library.v1.promotion_codes.create({"code": "SPRING", "promotion": {"type": "coupon", "coupon": "fifth"}})
    from tests.billing.test_client import checkout

    who = customer()
    page = checkout(shop, who)
    assert press(page, card="4242424242424242", promotion="winter")[0] == 402
    assert press(page, card="4242424242424242", promotion="spring")[0] == 303
    (bill,) = shop.of("invoice", who)
    assert (bill["subtotal"], bill["total"], bill["amount_due"]) == (2900, 2320, 2320)


def test_pages_are_listed_without_gaps(shop, library):
    made = [library.v1.customers.create({"name": str(each)}).id for each in range(3)]
    assert len(set(made)) == 3
    pages = library.v1.prices.list({"limit": 7})
    assert len({each.id for each in pages.auto_paging_iter()}) == len(shop.things["price"])


def test_the_file_holds_everything(tmp_path, shop):
    subscribed(shop)
    shop.file = tmp_path / "stripe.json"
    shop.save()
    again = World(file=shop.file)
    assert again.things == shop.things
    assert again.of_customer == shop.of_customer


def test_lost_events_are_lost_and_others_come_as_often_as_the_switch_says():
    couriers = Couriers("http://127.0.0.1:9/", SECRET)
    couriers.switches.lost_of_100 = 100
    couriers.tell({"id": "evt_1"})
    assert (couriers.lost, couriers.waiting) == (1, 0)
    couriers.switches.lost_of_100, couriers.switches.most = 0, 5
    for _ in range(50):
        couriers.tell({"id": "evt_1"})
    assert 50 < couriers.waiting < 250


@pytest.mark.parametrize(
    "environment",
    [
        {"DJANGO_SETTINGS_MODULE": "amends.settings.prod"},
        {"AMENDS_SECURE": "1"},
        {"AMENDS_STRIPE_KEY": "rk_live_x"},
    ],
)
def test_nothing_is_played_beside_production(environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AMENDS_", "DJANGO_"))}
    command = (sys.executable, "-m", "billing.fakestripe", "--port", "0")
    done = subprocess.run(
        command, env=clean | environment, cwd=ROOT, timeout=60, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "played" in done.stderr


def test_only_one_module_asks_stripe():
    """The played Stripe reads the library's declarations; nothing else of ours imports it."""
    import ast

    from tests.meta.source import tree

    asking = set()
    for path in python_files():
        for node in ast.walk(tree(path)):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            if any(name.split(".")[0] == "stripe" and not name.startswith("stripe.params") for name in names):
                asking.add(str(path))
    assert asking == {"billing/stripe_client.py"}
