"""Whole numbers from the discrete Gaussian distribution, drawn exactly: no float enters, and no seed is kept.

The algorithms are those of Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (NeurIPS
2020): everything is built from fair choices among whole numbers, so that no rounding leaves a trace of what was
counted. The randomness is the operating system's.
"""

from fractions import Fraction
from math import isqrt
from random import SystemRandom

_CHANCE = SystemRandom()


def draw_gaussian(variance: Fraction) -> int:
    """Return a whole number that is x with a chance proportional to exp(-x² / (2 variance)); `variance` above 0."""
    if variance <= 0:
        raise ValueError("Noise has a variance above 0.")
    scale = isqrt(variance.numerator // variance.denominator) + 1
    while True:
        drawn = _draw_laplace(scale)
        beside = abs(drawn) - variance / scale
        if _happens_exp(beside * beside / (2 * variance)):
            return drawn


def _draw_laplace(scale: int) -> int:
    """Return a whole number that is x with a chance proportional to exp(-|x| / scale)."""
    while True:
        part = _CHANCE.randrange(scale)
        if not _happens_exp(Fraction(part, scale)):
            continue
        whole = 0
        while _happens_exp(Fraction(1)):
            whole += 1
        size = part + scale * whole
        is_negative = _CHANCE.randrange(2) == 1
        if size or not is_negative:  # 0 would come twice as often
            return -size if is_negative else size


def _happens_exp(rate: Fraction) -> bool:
    """Return True with a chance of exp(-rate); `rate` is 0 or more."""
    while rate > 1:
        if not _happens_exp_of_part(Fraction(1)):
            return False
        rate -= 1
    return _happens_exp_of_part(rate)


def _happens_exp_of_part(rate: Fraction) -> bool:
    """Return True with a chance of exp(-rate) for a rate of 0 to 1: by how soon a row of rarer luck ends."""
    turn = 1
    while _CHANCE.randrange(rate.denominator * turn) < rate.numerator:
        turn += 1
    return turn % 2 == 1
