"""What the attackers of ours reckon, against what is reckoned by hand."""

from collections import Counter
from random import Random
from uuid import UUID

import pytest

from infra.drills.disclosure import guessing, judging, membership, tenants, years
from infra.drills.disclosure.reading import SMALL, Look, Seen, posterior
from network.reporting.overlapping import Domain, withheld
from network.reporting.plan import Level

pytestmark = pytest.mark.no_db

CELL = ("a", "b")


def key(number):
    return UUID(int=number)


def domain(name, *numbers):
    return Domain(name, frozenset(map(key, numbers)))


@pytest.mark.parametrize(
    ("rho", "points"), [(0.25, 27.6), (0.3, 30.1), (0.125, 19.7), (1, 52.0), (2.56, 74.2)]
)
def test_the_bound_is_that_of_the_design(rho, points):
    assert membership.bound(rho) == pytest.approx(points, abs=0.1)


def test_one_look_hardly_moves_a_guess_and_many_do():
    even = [1 / len(SMALL)] * len(SMALL)
    look = Look({CELL: (4, 4)}, 6)
    assert posterior([look], CELL, even).max() < 0.15
    assert posterior([look] * 400, CELL, even)[3] > 0.95


def test_a_low_count_is_read_as_a_range():
    cells = [
        {"row": "x", "column": "low", "count": None, "mark": "low"},
        {"row": "x", "column": "shown", "count": 15, "mark": ""},
        {"row": "x", "column": "never", "count": None, "mark": "z"},
    ]
    seen = Seen(Level.REGION, "x", 2026, "year", ())
    for _ in range(2):  # a document that is fetched again is no second look
        seen.read({"state": "published", "tables": [{"id": "type", "sd": 6.0, "cells": cells}]})
    (look,) = seen.looks("type")
    assert set(look.cells) == {("x", "low"), ("x", "shown")}
    assert look.cells["x", "low"][1] == 9
    assert look.cells["x", "shown"] == (13, 17)


def test_an_advantage_is_right_alarms_less_false_ones():
    dice = Random(1)
    apart = membership.Trials([dice.gauss(3, 1) for _ in range(400)], [dice.gauss(-3, 1) for _ in range(400)])
    assert apart.advantage() > 95
    alike = membership.Trials(
        [dice.gauss(0, 1) for _ in range(4000)], [dice.gauss(0, 1) for _ in range(4000)]
    )
    assert abs(alike.advantage()) < 8


def test_a_network_that_is_the_state_without_one_program_is_estimated_and_the_rule_is_right():
    counts = {key(number): 100.0 for number in range(8)}
    both = [domain("state", *range(8)), domain("network", *range(7))]
    assert [target for target, _by in tenants.estimated(counts, both, 1)] == [key(7)]
    left = [each for each in both if each.id not in withheld(counts, both)]
    assert [*tenants.estimated(counts, left, 1)] == []


def test_two_of_three_that_differ_know_the_third_unless_noise_hides_it():
    """What one cannot reckon two can: from a state, and a network that lacks three of its programs."""
    both = [domain("state", *range(8)), domain("network", *range(5))]
    spread = {"state": 14.2, "network": 15.2}
    for size, is_estimated in ((100.0, False), (1000.0, True)):
        counts = {key(number): size for number in range(8)}
        assert [*tenants.estimated(counts, both, 1)] == []
        assert [target for target, _by in tenants.estimated(counts, both, 2)] == [key(5)]
        assert bool([*tenants.estimated(counts, both, 2, spread)]) is is_estimated


def test_who_joined_between_two_years_is_estimated_from_both():
    counts = {key(number): 200.0 for number in range(9)}
    years = [domain("state@before", *range(8)), domain("state", *range(9))]
    assert [target for target, _by in tenants.estimated(counts, years, 1)] == [key(8)]
    moves = dict.fromkeys(counts, 2.0)
    assert [target for target, _by in tenants.estimated(counts, years, 1, moves=moves)] == [key(8)]
    moves = dict.fromkeys(counts, 400.0)
    assert [*tenants.estimated(counts, years, 1, moves=moves)] == []


def test_who_joined_is_guessed_from_two_years_where_others_stay_and_not_where_they_move():
    before = {key(number): 100.0 for number in range(12)}
    for by, is_right in ((0.0, 1), (60.0, 0)):
        now = {program: n + by for program, n in before.items()} | {key(12): 300.0}
        years_ = [
            years.Year(counts, counts, [domain("state/x", *range(len(counts)))]) for counts in (before, now)
        ]
        tally = Counter[str]()
        years.guess(tally, *years_, Random(1), lambda _level: 0.0)
        assert tally == Counter(domains=1, attacks=1, right=is_right, **{"right without figures": 0})


def test_rules_keep_domains_back_that_differ_from_the_year_before_and_not_all_of_them():
    found = years.in_worlds(15, Random(3), lambda _level: 12.0)
    domains = [found[name]["domains"] for name in ("without any rule", "published", "if nothing moved")]
    assert domains == sorted(domains, reverse=True)
    assert domains[0] > domains[1] > domains[2] > 0


def test_what_does_not_hold_is_told():
    tallies = {"A": Counter(attacks=10, proven=1), "B": Counter(attacks=10)}
    assert judging.disclosed(tallies) == ["A: 1 of 10 disclosed"]
    good = Counter(attacks=100, right=14, **{"right without figures": 10})
    bad = Counter(attacks=100, right=17, **{"right without figures": 10})
    assert guessing.lift(good) == 4.0
    tallies = dict.fromkeys(judging.GUESSED, good) | {"G": bad}
    assert judging.guessed(tallies, 0.0) == ["G: guesses are 7.0 points better"]
    trial = {"bound": 27.6, "slack": 0.0}
    assert judging.found_out({"x": trial | {"advantage": 29.0}}) == []
    assert judging.found_out({"x": trial | {"advantage": 29.2}})
