"""Instalments: days and amounts that make up an item; made by count and interval, or written by hand."""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from programs.ledger.money import CENT, NOTHING, split

WEEK, FORTNIGHT, MONTH = "week", "fortnight", "month"
MOST = 60
"""Instalments of one item: five years of months."""
_BETWEEN = re.compile(r"[\s;:=]+")


class Misfit(ValueError):
    """The instalments do not make up the item; `reason` says why: "sum", "order", "many", "line" or "last"."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Instalment:
    day: date
    amount: Decimal


def even(whole: Decimal, count: int, first: date, every: str, unit: Decimal = CENT) -> list[Instalment]:
    """Return `count` instalments as equal as the unit lets them be, the larger ones first.

    Raises Misfit when there are too many for the amount.
    """
    if not 1 <= count <= MOST or whole < count * unit:
        raise Misfit("many")
    amounts = split(whole, [Decimal(1)] * count, unit)
    return [Instalment(_after(first, every, number), part) for number, part in enumerate(amounts)]


def even_until(whole: Decimal, count: int, last: date, every: str, unit: Decimal = CENT) -> list[Instalment]:
    """Return the same, with the last one on a day that is known; raises Misfit as `even`."""
    days = [_after(last, every, -number) for number in range(count)]
    plan = even(whole, count, last, every, unit)
    return [Instalment(day, each.amount) for day, each in zip(reversed(days), plan, strict=True)]


def _after(first: date, every: str, number: int) -> date:
    """Return the day so many intervals later; of a month that is too short, its last day."""
    if every != MONTH:
        return first + timedelta(days={WEEK: 7, FORTNIGHT: 14}[every] * number)
    months = first.month - 1 + number
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


def checked(instalments: Sequence[Instalment], whole: Decimal) -> list[Instalment]:
    """Return the instalments when they make up the whole; raise Misfit otherwise."""
    if len(instalments) > MOST:
        raise Misfit("many")
    days = [each.day for each in instalments]
    if days != sorted(set(days)):
        raise Misfit("order")
    if (
        any(each.amount <= 0 for each in instalments)
        or sum((i.amount for i in instalments), NOTHING) != whole
    ):
        raise Misfit("sum")
    return list(instalments)


def stored(instalments: Iterable[Instalment]) -> list[list[str]]:
    """Return instalments as a column of JSON holds them."""
    return [[each.day.isoformat(), str(each.amount)] for each in instalments]


def read(rows: Any) -> list[Instalment]:
    """Return the instalments of a column of JSON."""
    return [Instalment(date.fromisoformat(day), Decimal(amount)) for day, amount in rows or ()]


def remaining(instalments: Sequence[Instalment], paid: Decimal) -> list[Instalment]:
    """Return what is left of instalments once so much was paid, the oldest met first."""
    left = []
    for each in instalments:
        met = min(max(paid, NOTHING), each.amount)
        paid -= met
        if each.amount > met:
            left.append(Instalment(each.day, each.amount - met))
    return left


def lines_of(text: str) -> list[tuple[str, str]]:
    """Return what stands on each line of a list by hand: a day, and an amount."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        day, *rest = _BETWEEN.split(line, maxsplit=1)
        found.append((day, rest[0] if rest else ""))
    return found
