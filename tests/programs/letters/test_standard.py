"""The standard words: there in each language, with names that are filled in, and different for each kind of program."""

from itertools import pairwise

import pytest

from programs.models.participant import Role
from programs.policy.kinds import NotAllowed
from programs.presets import PRESETS
from programs.wording.declared import LANGUAGES, is_left_open, placeholders_of
from programs.wording.own import demand_fit
from programs.wording.standard import AUDIENCES, CHANNELS, FOLDER, IDS, NAMES, PURPOSES, standard, words_of

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize("preset", PRESETS)
def test_each_letter_has_words_in_each_language(preset):
    for each in standard(preset).values():
        assert set(each.words) == set(LANGUAGES)
        assert len(set(each.words.values())) == len(LANGUAGES)
        assert each.purpose in PURPOSES
        assert set(each.channels) <= set(CHANNELS)
        for words in each.words.values():
            demand_fit(words, each.id)  # raises NotAllowed


@pytest.mark.parametrize("preset", PRESETS)
def test_the_languages_say_the_same_things(preset):
    """They fill in the same names, and leave the same number of things open."""
    for each in standard(preset).values():
        assert len({frozenset(placeholders_of(words)) for words in each.words.values()}) == 1, each.id
        assert len({is_left_open(words) for words in each.words.values()}) == 1, each.id


def test_french_has_no_break_before_its_signs():
    for each in (*IDS, "about_us"):
        for preset in PRESETS:
            words = words_of(each, preset)["fr"]
            for sign in ":;?!":
                assert f" {sign}" not in words, (each, preset)
                assert all(c == NB for c, after in pairwise(words) if after == sign), each


def test_every_file_is_a_letter_or_what_a_program_says_of_itself():
    assert {path.stem for path in FOLDER.iterdir()} == {*IDS, "about_us"}
    assert set(NAMES) == set(IDS)


def test_each_kind_of_program_says_what_it_is():
    for code in LANGUAGES:
        assert len({words_of("about_us", preset)[code] for preset in PRESETS}) >= 5


def test_the_severe_track_answers_who_asked_and_offers_nothing():
    severe = standard("severe_violence")["introduction_harmed"].words["en"]
    assert "You asked" in severe
    assert "You asked" not in standard("church")["introduction_harmed"].words["en"]


def test_everybody_can_be_written_to():
    assert set(AUDIENCES["everybody"][1]) == set(Role)
    assert {
        role for name, (_label, roles) in AUDIENCES.items() if name != "everybody" for role in roles
    } == set(Role)


def test_no_letter_to_both_sides_speaks_of_sides():
    """What goes to everybody reads the same for whoever was harmed and whoever is responsible."""
    for each in standard("church").values():
        if each.audience == "everybody":
            assert not any(
                word in each.words["en"].lower() for word in ("victim", "offender", "harmed", "responsible")
            )


@pytest.mark.parametrize(
    ("words", "replaces"),
    [
        ("Dear {offender}", ""),
        ("See {link}", ""),
        ("No link", "own_page"),
        ("Dear {name}: {link}", "own_page"),
        ("{", "consent_form"),
        ("{}", ""),
        ("Dear {Name}", ""),
        ("Dear {first name}", ""),
        ("Dear {name", ""),
        ("Dear name}", ""),
    ],
)
def test_names_that_nobody_fills_in_are_refused(words, replaces):
    with pytest.raises(NotAllowed):
        demand_fit(words, replaces)
