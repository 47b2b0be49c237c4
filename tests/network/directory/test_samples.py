"""Invented programs: the same ones again, spread as real ones are, and nowhere a place that a secret site has."""

from collections import Counter

import pytest

from network.directory.samples import County, sample_facts
from network.directory.vocabulary import FACETS

PLACES = [
    County(
        f"us-county:{state:02}{number:03}",
        f"Invented {state}-{number} County",
        30 + state,
        -100 + number,
        f"S{state}",
    )
    for state in range(10)
    for number in range(12)
] + [County("gb-laa:X1", "Inventedshire", 52.0, 0.1, "ENG")]


def test_it_works():
    slug, facts = next(sample_facts(1, 1, PLACES))
    assert slug.endswith("-0")
    assert facts.name
    assert facts.serves


def test_the_same_seed_makes_the_same_programs_and_more_begin_with_them():
    few, many = list(sample_facts(7, 20, PLACES)), list(sample_facts(7, 60, PLACES))
    assert many[:20] == few
    assert list(sample_facts(8, 20, PLACES)) != few


def test_what_they_serve_is_spread_as_in_directories_that_exist():
    served = [facts.serves for _slug, facts in sample_facts(1, 2_000, PLACES)]
    wide = Counter("several" if len(codes) > 1 else codes[0].partition(":")[0] for codes in served)
    assert 0.55 < (wide["us-county"] + wide["gb-laa"]) / 2_000 < 0.65
    assert 0.09 < (wide["us-state"] + wide["gb-nation"]) / 2_000 < 0.15
    assert 0.015 < wide["country"] / 2_000 < 0.045


def test_about_a_third_of_the_questions_is_left_open():
    values = sum(len(facet.values) for facet in FACETS.values())
    given = [sum(map(len, facts.answers.values())) / values for _slug, facts in sample_facts(1, 300, PLACES)]
    assert 0.6 < sum(given) / len(given) < 0.75


def test_names_and_addresses_are_mostly_one_of_a_kind():
    made = list(sample_facts(1, 3_000, PLACES))
    assert len({slug for slug, _facts in made}) == 3_000
    assert len({facts.name for _slug, facts in made}) > 2_950


def test_a_confidential_site_is_an_area_and_a_number():
    secret = [s for _slug, facts in sample_facts(1, 500, PLACES) for s in facts.sites if s.is_confidential]
    assert secret
    assert all(site.area and site.telephone and site.latitude is None for site in secret)


def test_without_places_there_are_none():
    with pytest.raises(ValueError, match="need places"):
        next(sample_facts(1, 1, []))
