"""What happens to a payer at Stripe, one thing after another; each leaves events that are delivered meanwhile."""

import random
from typing import Any

from billing.fakestripe import paying, subscriptions
from billing.fakestripe.endpoints import make_price, make_product
from billing.fakestripe.world import Thing, World

GOOD, BAD = "4242424242424242", "4000000000000341"
PLANS = ("program-small.1", "program-medium.1", "program-large.1")


def open_shop(world: World) -> None:
    """Make the prices that payers take; the drill needs three."""
    for at, plan in enumerate(PLANS, start=1):
        make_product(world, {"id": plan.replace(".", "-"), "name": plan})
        price = {"currency": "usd", "unit_amount": 1000 * at, "recurring": {"interval": "month"}}
        make_price(
            world, price | {"product": plan.replace(".", "-"), "lookup_key": f"{plan}:standard:month:usd"}
        )


def change(world: World, customer: str, dice: random.Random) -> None:
    """Let one to three things happen to a payer; at most one subscription begins or ends in one go."""
    with world.lock:
        running = [
            each
            for each in world.of("subscription", customer)
            if each["status"] not in ("canceled", "incomplete_expired")
        ]
        if not running:
            _begin(world, customer, dice)
            return
        for _ in range(dice.randint(1, 3)):
            dice.choice((_plan, _card, _pay, _end_later, _pay))(world, running[0], dice)
        if dice.random() < 0.03:
            paying.end(world, running[0], "cancellation_requested")


def _begin(world: World, customer: str, dice: random.Random) -> None:
    paying.keep_card(world, world.get("customer", customer), paying.CARDS[GOOD])
    subscriptions.begin(world, {"customer": customer}, _price(world, dice), 1, None)


def _price(world: World, dice: random.Random) -> Thing:
    return dice.choice(list(world.things["price"].values()))


def _plan(world: World, subscription: Thing, dice: random.Random) -> None:
    said: dict[str, Any] = {"items": [{"id": subscription["items"]["data"][0]["id"]}]}
    said["proration_behavior"] = dice.choice(("always_invoice", "create_prorations"))
    subscriptions.change(world, subscription, said, _price(world, dice))


def _card(world: World, subscription: Thing, dice: random.Random) -> None:
    paying.keep_card(
        world, world.get("customer", subscription["customer"]), paying.CARDS[dice.choice((GOOD, GOOD, BAD))]
    )


def _pay(world: World, subscription: Thing, dice: random.Random) -> None:
    for invoice in world.invoices_of(subscription):
        if invoice["status"] == "open":
            paying.attempt(world, invoice)


def _end_later(world: World, subscription: Thing, dice: random.Random) -> None:
    subscriptions.change(world, subscription, {"cancel_at_period_end": dice.random() < 0.4}, None)
