"""The noise is exactly what it is said to be."""

import ast
import inspect
import math
from collections import Counter
from fractions import Fraction

import pytest

from network.reporting import noise
from network.reporting.noise import draw_gaussian

pytestmark = pytest.mark.no_db
DRAWS = 20_000
# At one in a million such a test fails by chance once in years of runs.
MOST_DEVIATIONS = 5.0


def masses(variance, most):
    """Return the chance of each whole number up to `most`, reckoned another way: by the formula itself."""
    found = {x: math.exp(-x * x / (2 * float(variance))) for x in range(-most, most + 1)}
    whole = sum(found.values())
    return {x: mass / whole for x, mass in found.items()}


@pytest.mark.parametrize("variance", [Fraction(1, 3), Fraction(50), Fraction(625, 9)])
def test_what_is_drawn_is_spread_as_the_formula_says(variance):
    drawn = Counter(draw_gaussian(variance) for _ in range(DRAWS))
    expected = masses(variance, 200)
    common = [x for x, mass in expected.items() if mass * DRAWS >= 8]
    rest = DRAWS - sum(drawn[x] for x in common)
    rest_expected = DRAWS * (1 - sum(expected[x] for x in common))
    chi = sum((drawn[x] - expected[x] * DRAWS) ** 2 / (expected[x] * DRAWS) for x in common)
    chi += (rest - rest_expected) ** 2 / max(rest_expected, 1.0)
    # Wilson and Hilferty: the cube root of chi-square over its degrees is nearly normal.
    degrees = len(common)
    spread = 2 / (9 * degrees)
    assert ((chi / degrees) ** (1 / 3) - (1 - spread)) / math.sqrt(spread) < MOST_DEVIATIONS


def test_a_wrong_spread_would_be_seen():
    """The same reckoning finds a variance that is a fifth too large."""
    drawn = Counter(draw_gaussian(Fraction(60)) for _ in range(DRAWS))
    expected = masses(50, 200)
    common = [x for x, mass in expected.items() if mass * DRAWS >= 8]
    chi = sum((drawn[x] - expected[x] * DRAWS) ** 2 / (expected[x] * DRAWS) for x in common)
    spread = 2 / (9 * len(common))
    assert ((chi / len(common)) ** (1 / 3) - (1 - spread)) / math.sqrt(spread) > MOST_DEVIATIONS


@pytest.mark.parametrize("variance", [Fraction(0), Fraction(-1)])
def test_no_noise_is_refused(variance):
    with pytest.raises(ValueError, match="above 0"):
        draw_gaussian(variance)


def test_no_float_and_no_seed_is_in_it():
    tree = ast.parse(inspect.getsource(noise))
    divisions = [
        each for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, float)
    ]
    names = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
    assert (divisions, names & {"float", "math", "seed", "random"}) == ([], set())
    assert isinstance(draw_gaussian(Fraction(9)), int)
