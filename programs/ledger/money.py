"""Splitting an amount so that the parts make the whole."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")
TENTH = Decimal("0.1")
"""The smallest part of money, and of hours of work."""
NOTHING = Decimal(0)


def split(amount: Decimal, weights: Sequence[Decimal], unit: Decimal = CENT) -> list[Decimal]:
    """Return the parts of an amount in proportion to weights, each a multiple of `unit`; their sum is the amount.

    What rounding leaves goes, a unit each, to those who lost most by it (largest remainder), of equals to the first.
    Raises ValueError for weights that are negative or all 0, and for an amount that is no multiple of the unit.
    """
    whole = sum(weights, NOTHING)
    if whole <= 0 or min(weights) < 0 or amount % unit:
        raise ValueError("An amount is split by weights of which one at least is more than 0.")
    exact = [amount * weight / whole for weight in weights]
    parts = [each.quantize(unit, rounding=ROUND_DOWN) for each in exact]
    left = int((amount - sum(parts, NOTHING)) / unit)
    # By what was cut off, not by the quotient: a division that is cut at 28 digits must not decide.
    by_loss = sorted(range(len(weights)), key=lambda at: (parts[at] * whole - amount * weights[at], at))
    for at in by_loss[:left]:
        parts[at] += unit
    return parts
