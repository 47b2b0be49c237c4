"""Subscriptions: begun, changed with proration to the second, renewed, ended."""

from typing import Any

from billing.fakestripe import invoices, paying, shapes
from billing.fakestripe.parameters import Unfit
from billing.fakestripe.prices import amount_of, next_period_end, share
from billing.fakestripe.world import Thing, World

DAY = 86_400


def begin(world: World, said: dict[str, Any], price: Thing, quantity: int, coupon: Thing | None) -> Thing:
    """Begin a subscription: with a trial it costs nothing yet, else the first invoice is made at once."""
    trial_end = _trial_end(world, said)
    interval = price["recurring"]["interval"]
    end = trial_end or next_period_end(world.now, world.now, interval)
    item = shapes.item(world, price, quantity, world.now, end)
    subscription = world.add("subscription", shapes.subscription(world, said, item))
    subscription["_coupon"] = coupon
    if trial_end:
        subscription |= {"status": "trialing", "trial_start": world.now, "trial_end": trial_end}
        subscription["billing_cycle_anchor"] = trial_end
    elif said.get("collection_method") == "send_invoice":
        subscription["status"] = "active"
    amount = 0 if trial_end else amount_of(price, quantity)
    lines = [shapes.line(world, subscription, _whole(item, amount))]
    world.emit("customer.subscription.created", subscription)
    # A first invoice that is sent is a draft for an hour; one that is charged is charged now.
    at_once = bool(trial_end) or subscription["collection_method"] == "charge_automatically"
    invoices.make(world, subscription, lines, "subscription_create", at_once=at_once)
    return subscription


def _trial_end(world: World, said: dict[str, Any]) -> int | None:
    end, days = said.get("trial_end"), said.get("trial_period_days")
    if end == "now" or (end is None and not days):
        return None
    end = int(end) if end is not None else world.now + int(days or 0) * DAY
    if end <= world.now:
        raise Unfit(
            "Invalid timestamp: must be an integer Unix timestamp in the future", parameter="trial_end"
        )
    return end


def _whole(item: Thing, amount: int) -> dict[str, Any]:
    return {
        "amount": amount,
        "quantity": item["quantity"],
        "start": item["current_period_start"],
        "end": item["current_period_end"],
        "price": item["price"],
        "proration": False,
        "description": f"{item['quantity']} × {item['price']['product']}",
    }


def change(world: World, subscription: Thing, said: dict[str, Any], price: Thing | None) -> Thing:
    """Change price, number, end, card or metadata; prorated and invoiced as is said."""
    if subscription["status"] in ("canceled", "incomplete_expired"):
        raise Unfit("A canceled subscription can only update its cancellation_details and metadata.")
    if "items" in said:
        _change_item(world, subscription, said, price)
    if "cancel_at_period_end" in said:
        _set_end(world, subscription, ends=said["cancel_at_period_end"])
    for name in ("default_payment_method", "metadata", "days_until_due", "collection_method"):
        if name in said:
            subscription[name] = said[name]
    world.emit("customer.subscription.updated", subscription)
    if said.get("trial_end") == "now" and subscription["status"] == "trialing":
        renew(world, subscription)
    return subscription


def _set_end(world: World, subscription: Thing, *, ends: bool) -> None:
    subscription["cancel_at_period_end"] = ends
    item = subscription["items"]["data"][0]
    subscription["cancel_at"] = item["current_period_end"] if ends else None
    subscription["canceled_at"] = world.now if ends else None
    subscription["cancellation_details"]["reason"] = "cancellation_requested" if ends else None


def _change_item(world: World, subscription: Thing, said: dict[str, Any], price: Thing | None) -> None:
    item = subscription["items"]["data"][0]
    wanted = said["items"][0]
    if wanted.get("id") != item["id"]:
        raise Unfit("Amends' played Stripe keeps one item in a subscription.", parameter="items[0][id]")
    new_price, quantity = price or item["price"], wanted.get("quantity", item["quantity"])
    behaviour = said.get("proration_behavior", "create_prorations")
    lines, is_new_period = changed_lines(
        world, subscription, new_price, quantity, at=said.get("proration_date"), behaviour=behaviour
    )
    item["price"], item["quantity"] = new_price, quantity
    if is_new_period:
        item["current_period_start"] = subscription["billing_cycle_anchor"] = world.now
        item["current_period_end"] = next_period_end(world.now, world.now, new_price["recurring"]["interval"])
        if subscription["cancel_at_period_end"]:
            subscription["cancel_at"] = item["current_period_end"]
    if behaviour == "always_invoice" or is_new_period:
        lines = subscription["_pending"] + lines
        subscription["_pending"] = []
        if lines:
            invoices.make(world, subscription, lines, "subscription_update", at_once=True)
    else:
        subscription["_pending"] += lines


def changed_lines(
    world: World, subscription: Thing, price: Thing, quantity: int, *, at: int | None, behaviour: str
) -> tuple[list[Thing], bool]:
    """Return the lines that a change makes, and whether a new period begins with it (another interval).

    The credit is the old price's share of the seconds that are left of the period, the charge the new one's.
    """
    item = subscription["items"]["data"][0]
    old = item["price"]
    if subscription["status"] == "trialing" or (old["id"], item["quantity"]) == (price["id"], quantity):
        return [], False
    at = min(max(at or world.now, item["current_period_start"]), item["current_period_end"])
    left, whole = item["current_period_end"] - at, item["current_period_end"] - item["current_period_start"]
    is_new_period = old["recurring"]["interval"] != price["recurring"]["interval"]
    made = []
    base = {"start": at, "end": item["current_period_end"], "proration": True}
    if behaviour != "none":
        credit = -share(amount_of(old, item["quantity"]), left, whole)
        made.append(
            base
            | {"amount": credit, "quantity": item["quantity"], "price": old, "description": "Unused time"}
        )
    new_amount = amount_of(price, quantity)
    if is_new_period:
        end = next_period_end(world.now, world.now, price["recurring"]["interval"])
        whole_line = {"start": world.now, "end": end, "proration": False}
        made.append(
            whole_line
            | {"amount": new_amount, "quantity": quantity, "price": price, "description": "New period"}
        )
    elif behaviour != "none":
        charge = share(new_amount, left, whole)
        made.append(
            base | {"amount": charge, "quantity": quantity, "price": price, "description": "Remaining time"}
        )
    return [shapes.line(world, subscription, each) for each in made], is_new_period


def preview(world: World, subscription: Thing, said: dict[str, Any], price: Thing | None) -> Thing:
    """Return the invoice that a change would make: now, or at the next renewal."""
    details = said.get("subscription_details") or {}
    wanted = (details.get("items") or [{}])[0]
    item = subscription["items"]["data"][0]
    new_price, quantity = price or item["price"], wanted.get("quantity", item["quantity"])
    behaviour = details.get("proration_behavior", "create_prorations")
    lines, is_new_period = changed_lines(
        world, subscription, new_price, quantity, at=details.get("proration_date"), behaviour=behaviour
    )
    lines = subscription["_pending"] + lines
    if not (behaviour == "always_invoice" or is_new_period):
        start = item["current_period_end"]
        end = next_period_end(subscription["billing_cycle_anchor"], start, new_price["recurring"]["interval"])
        whole = _whole(item, amount_of(new_price, quantity))
        lines.append(
            shapes.line(
                world,
                subscription,
                whole | {"start": start, "end": end, "price": new_price, "quantity": quantity},
            )
        )
    invoice = shapes.invoice(world, subscription, lines, "upcoming") | {
        "id": "upcoming_in_1",
        "object": "invoice",
    }
    invoice |= {"created": world.now, "livemode": False}
    invoices.price(invoice, subscription["_coupon"])
    return invoice


def renew(world: World, subscription: Thing) -> None:
    """Begin the next period, or end as was asked: called when the current one is over."""
    item = subscription["items"]["data"][0]
    if subscription["cancel_at_period_end"]:
        paying.end(world, subscription, "cancellation_requested")
        return
    if subscription["status"] == "trialing":
        subscription["trial_end"] = min(subscription["trial_end"], world.now)
        subscription["billing_cycle_anchor"] = world.now
        subscription["status"] = "active"
    item["current_period_start"] = world.now
    item["current_period_end"] = next_period_end(
        subscription["billing_cycle_anchor"], world.now, item["price"]["recurring"]["interval"]
    )
    world.emit("customer.subscription.updated", subscription)
    lines = [*subscription["_pending"]]
    subscription["_pending"] = []
    lines.append(shapes.line(world, subscription, _whole(item, amount_of(item["price"], item["quantity"]))))
    invoice = invoices.make(world, subscription, lines, "subscription_cycle", at_once=False)
    if subscription["status"] == "unpaid":
        # Nobody is charged for what an unpaid subscription goes on to cost, until somebody says so.
        invoice["auto_advance"], invoice["automatically_finalizes_at"] = False, None
