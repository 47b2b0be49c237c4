"""What a ledger has to say, in other words than ours: whole cents, one number for each debt, and loops."""

import copy
import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any


@dataclass
class Debt:
    """What somebody owes to one beneficiary: `owed` never changes but when a version lets the rest go."""

    name: int
    owed: int
    is_work: bool
    is_firm: bool
    owers: frozenset[int]
    """Who owes it, all of them the whole; empty: everybody."""
    plan: list[tuple[dt.date, int]]
    """The instalments of the version that runs."""
    due: dt.date
    before: int = 0
    """What had come in when the version that runs was made."""
    got: int = 0
    is_in: bool = True
    """Is it in the version that runs?"""
    is_done: bool = False
    reversed_on: dt.date | None = None

    @property
    def left(self) -> int:
        return self.owed - self.got

    def standing(self, today: dt.date) -> tuple[int, int, int]:
        """Return what is outstanding, overdue and paid ahead."""
        if not self.is_in:
            return self.left, max(self.left, 0), 0
        expected = sum(amount for day, amount in self.plan if day < today)
        by_today = sum(amount for day, amount in self.plan if day <= today)
        came = self.got - self.before
        return self.left, min(max(expected - came, 0), max(self.left, 0)), max(came - by_today, 0)


@dataclass
class Row:
    debt: int
    amount: int
    receipt: Any
    is_back: bool = False


@dataclass
class Books:
    """All debts of one case."""

    shares_people_first: bool
    debts: list[Debt] = field(default_factory=list)
    rows: dict[Any, Row] = field(default_factory=dict)

    def copy(self) -> "Books":
        return copy.deepcopy(self)

    def state(self) -> list[tuple[int, int, bool]]:
        return [(debt.owed, debt.got, debt.is_done) for debt in self.debts]

    def can_be_paid(self, debt: Debt) -> bool:
        return debt.is_in or debt.left > 0

    def pay(self, number: int, amount: int) -> bool:
        """Pay on one debt; False where that is refused."""
        debt = self.debts[number]
        if not self.can_be_paid(debt) or amount > debt.left:
            return False
        debt.got += amount
        self.mark(debt)
        return True

    def mark(self, debt: Debt) -> None:
        debt.is_done = debt.left <= 0

    def payable(self, payer: int | None) -> list[Debt]:
        return [
            debt
            for debt in self.debts
            if not debt.is_work and debt.left > 0 and (payer is None or not debt.owers or payer in debt.owers)
        ]

    def receive(self, amount: int, payer: int | None) -> dict[int, int] | None:
        """Share a receipt; return what each debt got, or None where it is refused."""
        open_ones = self.payable(payer)
        if amount > sum(debt.left for debt in open_ones):
            return None
        groups = [open_ones]
        if self.shares_people_first:
            groups = [[d for d in open_ones if not d.is_firm], [d for d in open_ones if d.is_firm]]
        got: dict[int, int] = {}
        for group in groups:
            here = min(amount, sum(debt.left for debt in group))
            amount -= here
            got |= largest_remainder(here, {debt.name: debt.left for debt in group}) if here else {}
        for name, part in got.items():
            self.debts[name].got += part
            self.mark(self.debts[name])
        return {name: part for name, part in got.items() if part}

    def take_back(self, key: Any, today: dt.date) -> bool:
        """Reverse a row; False where that is refused."""
        row = self.rows[key]
        if row.is_back:
            return False
        row.is_back = True
        debt = self.debts[row.debt]
        debt.got -= row.amount
        debt.reversed_on = today
        if debt.is_done and debt.left > 0:
            debt.is_done = False
        return True

    def carry(self) -> list[Debt]:
        """Return the debts that a changed agreement begins with, as its draft has them."""
        return [
            debt
            for debt in self.debts
            if (debt.is_in and not debt.is_done) or (not debt.is_in and debt.left > 0)
        ]

    def change(self, kept: list[Debt], carried: list[Debt]) -> None:
        """Sign a version that keeps these of what it began with."""
        for debt in self.debts:
            if debt in kept:
                debt.before = max(debt.got, 0)
                debt.plan = last_cents(debt.plan, debt.left) if debt.plan else []
                debt.is_in = True
            else:
                debt.is_in = False
                if debt.left > 0:
                    debt.owed = debt.got


def largest_remainder(amount: int, weights: dict[int, int]) -> dict[int, int]:
    """Give each its whole cents, then those that are left one by one to whom most is missing, the first of equals."""
    whole = sum(weights.values())
    exact = {name: Fraction(amount * weight, whole) for name, weight in weights.items()}
    got = {name: int(part) for name, part in exact.items()}
    while sum(got.values()) < amount:
        worst = max(exact, key=lambda name: (exact[name] - got[name], -name))
        got[worst] += 1
    return got


def last_cents(plan: list[tuple[dt.date, int]], left: int) -> list[tuple[dt.date, int]]:
    """Return the end of a plan that comes to so much; what is more than the whole plan falls on its first day."""
    kept: list[tuple[dt.date, int]] = []
    for day, amount in reversed(plan):
        part = min(amount, left)
        left -= part
        if part:
            kept.insert(0, (day, part))
    if left and kept:
        kept[0] = (kept[0][0], kept[0][1] + left)
    return kept
