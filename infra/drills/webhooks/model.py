"""What has to be true at the end, worked out from what the played Stripe holds; shares nothing with `billing`.

Rows are compared as tuples of texts and whole seconds. The ledger of coverage is: each subscription of a program covers
it from its beginning to its end; it lapses since the oldest invoice that is open, while payment fails.
"""

from typing import Any

Thing = dict[str, Any]
BEGUN = ("trialing", "active", "past_due", "unpaid", "canceled")


def expected(world: Any, customer: str) -> dict[str, Any]:
    """Return everything that is compared, by the words of `ours.Ours.seen`."""
    return {
        "subscriptions": subscriptions_of(world, customer),
        "invoices": invoices_of(world, customer),
        "ledger": ledger_of(world, customer),
        "standing": standing_of(world, customer),
    }


def subscriptions_of(world: Any, customer: str) -> set[tuple[Any, ...]]:
    """Return what a payer's subscriptions are."""
    return {_subscription(world, each) for each in world.of("subscription", customer)}


def _subscription(world: Any, seen: Thing) -> tuple[Any, ...]:
    item = seen["items"]["data"][0]
    plan, rate, interval, currency = item["price"]["lookup_key"].split(":")
    ends = seen["ended_at"] or seen["cancel_at"]
    told = (seen["id"], seen["status"], plan, rate, interval, currency.upper(), item["quantity"])
    return (*told, item["current_period_end"], ends, lapsed_since(world, seen))


def lapsed_since(world: Any, seen: Thing) -> int | None:
    """Return since when a subscription is not paid for."""
    if seen["status"] not in ("past_due", "unpaid"):
        return None
    return min(each["created"] for each in world.invoices_of(seen) if each["status"] == "open")


def invoices_of(world: Any, customer: str) -> set[tuple[Any, ...]]:
    """Return what a payer's invoices are."""
    return {
        (
            each["id"],
            each["status"],
            each["number"] or "",
            each["total"],
            each["amount_due"],
            each["attempt_count"],
        )
        for each in world.of("invoice", customer)
    }


def ledger_of(world: Any, customer: str) -> set[tuple[Any, ...]]:
    """Return which subscription covered the payer's program, from when until when."""
    return {
        (each["id"], each["start_date"], each["ended_at"])
        for each in world.of("subscription", customer)
        if each["status"] in BEGUN
    }


def standing_of(world: Any, customer: str) -> int | None:
    """Return since when nobody pays for the payer's program; None while somebody does."""
    ends = []
    for each in world.of("subscription", customer):
        # The played clock is behind the real one, by which our side counts: an end that is planned has come by now.
        known = [end for end in (each["ended_at"] or each["cancel_at"], lapsed_since(world, each)) if end]
        if not known:
            return None
        ends.append(min(known))
    return max(ends)
