"""Amounts, in the currency's smallest unit and to the unit: tiers, shares of a period, discounts, months."""

import calendar
from datetime import UTC, datetime
from typing import Any

Thing = dict[str, Any]
MONTHS = {"month": 1, "year": 12}


def amount_of(price: Thing, quantity: int) -> int:
    """Return what a period costs: a flat amount each, or graduated tiers, each for its own part."""
    if price["billing_scheme"] == "per_unit":
        return int(price["unit_amount"]) * quantity
    amount, done = 0, 0
    for tier in price["tiers"]:
        last = quantity if tier["up_to"] is None else min(quantity, tier["up_to"])
        if last > done:
            amount += (last - done) * (tier["unit_amount"] or 0) + (tier["flat_amount"] or 0)
            done = last
    return amount


def share(amount: int, left: int, whole: int) -> int:
    """Return the part of an amount for the seconds that are left of a period, rounded to the nearest unit."""
    return (2 * amount * left + whole) // (2 * whole)


def discount_on(amount: int, coupon: Thing | None) -> int:
    """Return how much a coupon takes off; never more than there is."""
    if coupon is None or amount <= 0:
        return 0
    if coupon["percent_off"] is not None:
        return share(amount, round(coupon["percent_off"] * 100), 10_000)
    return min(int(coupon["amount_off"] or 0), amount)


def months_after(anchor: int, months: int) -> int:
    """Return the same day and time of a later month, or that month's last day where it is shorter."""
    start = datetime.fromtimestamp(anchor, UTC)
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return int(start.replace(year=year, month=month + 1, day=day).timestamp())


def next_period_end(anchor: int, after: int, interval: str) -> int:
    """Return the first end of a period, counted from the anchor, that lies after a time."""
    count = 1
    while (end := months_after(anchor, count * MONTHS[interval])) <= after:
        count += 1
    return end
