"""Accents: readable, or refused with the nearest colour that is."""

import pytest

from amends.web.colours import LEAST_CONTRAST, Accent, nearest_readable, ratio, stylesheet

pytestmark = pytest.mark.no_db


def test_it_works():
    assert Accent("#1d4e4a").is_readable
    assert not Accent("#ffd45c").is_readable
    assert round(ratio("#22302f", "#fbf8f3"), 1) == 12.9


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)]
)
def test_the_contrast_is_that_of_the_guidelines(one, other, expected):
    assert round(ratio(one, other), 2) == expected == round(ratio(other, one), 2)


@pytest.mark.parametrize("colour", ["#ffd45c", "#ffffff", "#8fd3c4", "#ff0000", "#4a90d9", "#777777"])
def test_the_suggestion_is_readable_everywhere(colour):
    suggestion = nearest_readable(colour)
    assert Accent(suggestion).contrast >= LEAST_CONTRAST
    # As little darker as is needed.
    assert Accent(suggestion).contrast < LEAST_CONTRAST + 0.3


def test_what_is_readable_is_its_own_suggestion():
    assert nearest_readable("#1d4e4a") == "#1d4e4a"


def test_the_stylesheet_holds_nothing_but_colours():
    assert stylesheet("#1d4e4a").startswith(":root{--amends-brand:#1d4e4a;--amends-brand-deep:#")
    assert ratio(Accent("#1d4e4a").deep, "#fbf8f3") > ratio("#1d4e4a", "#fbf8f3")
