"""Time passes: what is due is done in the order in which it is due, each at its own moment."""

import time
from collections.abc import Callable, Iterator

from billing.fakestripe import invoices, paying, subscriptions
from billing.fakestripe.world import Thing, World

DAY = 86_400
ANNOUNCED_BEFORE = 3 * DAY
EXPIRES_AFTER = 23 * 3600
RUNNING = ("trialing", "active", "past_due", "unpaid")
PENDING = ("incomplete", *RUNNING)

Due = tuple[int, Callable[[World, Thing], None], Thing]


def advance(world: World, to: int) -> int:
    """Let the clock go to a time; return how many things were done on the way."""
    done = 0
    with world.lock:
        while due := min(_due(world, to), key=lambda each: each[0], default=None):
            moment, act, thing = due
            world.offset += max(moment - world.now, 0)
            act(world, thing)
            done += 1
        world.offset += max(to - world.now, 0)
    return done


def age(world: World, seconds: int) -> int:
    """Let as much time pass and call the end of it now: everything was done that long ago."""
    with world.lock:
        done = advance(world, int(time.time()) + world.offset + seconds)
        world.age(seconds)
    return done


def _due(world: World, to: int) -> Iterator[Due]:
    # Most have an end behind them: they are not asked.
    for subscription in world.things["subscription"].values():
        if subscription["status"] in PENDING:
            yield from (each for each in _of_subscription(subscription) if each[0] <= to)
    for invoice in world.things["invoice"].values():
        if invoice["status"] in ("draft", "open"):
            yield from (each for each in _of_invoice(invoice) if each[0] <= to)


def _of_subscription(subscription: Thing) -> Iterator[Due]:
    status = subscription["status"]
    if status == "incomplete":
        yield subscription["created"] + EXPIRES_AFTER, _expire, subscription
    if status not in RUNNING:
        return
    end = subscription["items"]["data"][0]["current_period_end"]
    if status == "trialing" and not subscription["_announced"]:
        yield end - ANNOUNCED_BEFORE, _announce, subscription
    yield end, subscriptions.renew, subscription


def _of_invoice(invoice: Thing) -> Iterator[Due]:
    if invoice["status"] == "draft" and invoice["automatically_finalizes_at"]:
        yield invoice["automatically_finalizes_at"], invoices.finalize, invoice
    if invoice["status"] != "open":
        return
    if invoice["_settles_at"]:
        yield invoice["_settles_at"], paying.settle, invoice
    elif invoice["next_payment_attempt"]:
        yield invoice["next_payment_attempt"], _try_again, invoice
    if invoice["due_date"] and not invoice["_is_overdue"]:
        yield invoice["due_date"], _be_late, invoice
    if invoice["_is_overdue"] == 1 and invoice["due_date"]:
        yield invoice["due_date"] + paying.PATIENCE_DAYS * DAY, _lose_patience, invoice


def _announce(world: World, subscription: Thing) -> None:
    subscription["_announced"] = True
    world.emit("customer.subscription.trial_will_end", subscription)


def _expire(world: World, subscription: Thing) -> None:
    subscription["status"] = "incomplete_expired"
    subscription["ended_at"] = world.now
    for invoice in world.invoices_of(subscription):
        if invoice["status"] == "open":
            invoices.void(world, invoice)
    world.emit("customer.subscription.updated", subscription)


def _try_again(world: World, invoice: Thing) -> None:
    paying.attempt(world, invoice)


def _be_late(world: World, invoice: Thing) -> None:
    invoice["_is_overdue"] = 1
    world.emit("invoice.overdue", invoice)
    subscription = world.get("subscription", invoice["_subscription"])
    if subscription["status"] in ("active", "trialing"):
        subscription["status"] = "past_due"
        world.emit("customer.subscription.updated", subscription)


def _lose_patience(world: World, invoice: Thing) -> None:
    invoice["_is_overdue"] = 2
    subscription = world.get("subscription", invoice["_subscription"])
    if subscription["status"] == "past_due":
        paying.give_up(world, subscription)
