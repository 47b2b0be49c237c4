"""What a reader is shown of noisy counts: rounded numbers, and percentages with a range that knows of the noise."""

from dataclasses import dataclass
from math import sqrt

CONFIDENT = 1.96
"""Half the width of a range of 95 % in standard deviations."""
FEW = 10
"""Below this a count is only said to be below it."""
ROUNDED_TO = 5
LEAST_WHOLE = 60
"""Of fewer, a percentage says nothing."""
WIDEST_HALF = 0.15
"""Of a share; a wider range says nothing either."""


@dataclass(frozen=True)
class Noisy:
    """A count with noise, and the variance of that noise."""

    value: float
    variance: float


@dataclass(frozen=True)
class Share:
    """A part of a whole and its range, between 0 and 1."""

    part: float
    low: float
    high: float

    @property
    def is_reliable(self) -> bool:
        return (self.high - self.low) / 2 <= WIDEST_HALF


def shown_count(value: float) -> int | None:
    """Return a count as it is published; None for one that is only said to be low. The noisy value alone decides."""
    return None if value < FEW else ROUNDED_TO * round(value / ROUNDED_TO)


def share_of(part: Noisy, whole: Noisy, covariance: float) -> Share | None:
    """Return a percentage's share with its range of 95 %, or None where the whole is too small to say anything.

    The range holds every share p for which part and whole as they were drawn are no surprise: it solves
    |p - x/m| <= 1.96 √(p (1 - p)/m + (Vx - 2 p C + p² Vm)/m²), a quadratic, so that it covers both who happened to be
    counted and the noise. A Wilson range of the noisy counts covers as little as 61 % (measured before this was built).
    """
    m = whole.value
    if m < LEAST_WHOLE:
        return None
    middle, z2 = part.value / m, CONFIDENT**2
    square = 1 + z2 / m - z2 * whole.variance / m**2
    line = -2 * middle - z2 / m + 2 * z2 * covariance / m**2
    rest = middle**2 - z2 * part.variance / m**2
    inner = line**2 - 4 * square * rest
    if square <= 0 or inner < 0:
        return None
    low, high = ((-line + sign * sqrt(inner)) / (2 * square) for sign in (-1, 1))
    kept = [min(max(each, 0.0), 1.0) for each in (middle, low, high)]
    return Share(*kept)
