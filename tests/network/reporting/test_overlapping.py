"""What several domains say together is looked at too: each of these worlds passes every simple rule."""

from math import sqrt
from random import Random
from uuid import UUID

import pytest

from network.reporting.contributors import why_withheld
from network.reporting.overlapping import Domain, reckoned, withheld
from network.reporting.plan import GATE_VARIANCE

pytestmark = pytest.mark.no_db


def key(number):
    return UUID(int=number)


def domain(name, *numbers):
    return Domain(name, frozenset(map(key, numbers)))


EVEN = {key(number): 100.0 for number in range(40)}


def passes_alone(*domains, counts=EVEN):
    return all(why_withheld([counts[each] for each in one.members]) is None for one in domains)


def test_domains_that_say_nothing_of_each_other_are_published():
    state, other = domain("state", *range(8)), domain("other", *range(10, 18))
    assert withheld(EVEN, [state, other]) == {}


def test_a_network_that_is_the_state_without_one_program_is_withheld():
    state, network = domain("state", *range(8)), domain("network", *range(7))
    assert passes_alone(state, network)
    assert [*reckoned(EVEN, [state, network])] == [key(7)]
    assert withheld(EVEN, [state, network]) == {"network": "reckoned"}


def test_one_that_joined_since_the_period_before_is_not_reckoned_by_it():
    before, now = domain("state", *range(8)), domain("state", *range(9))
    assert passes_alone(before, now)
    assert withheld(EVEN, [now], earlier=[before]) == {"state": "reckoned"}


def test_what_was_published_before_withholds_nothing_that_has_no_part_in_it():
    told = [domain("state", *range(8)), domain("network", *range(7))]
    assert withheld(EVEN, [domain("other", *range(20, 28))], earlier=told) == {}


def test_one_of_two_that_differ_knows_the_other():
    """A contributor takes its own count away."""
    state, network = domain("state", *range(8)), domain("network", *range(6))
    assert withheld(EVEN, [state, network]) == {"network": "reckoned"}


def test_two_of_three_that_differ_know_the_third_when_they_tell_each_other():
    state, network = domain("state", *range(8)), domain("network", *range(5))
    assert withheld(EVEN, [state, network]) == {"network": "reckoned"}


def test_four_that_differ_hide_each_other():
    """Who are two of them know the sum of the others, and either may have all of it."""
    state, network = domain("state", *range(9)), domain("network", *range(5))
    assert withheld(EVEN, [state, network]) == {}


def test_one_that_left_since_the_period_before_is_not_reckoned_by_it():
    """It is known with what it counted then."""
    before, now = domain("state", *range(9)), domain("state", *range(8))
    assert withheld(EVEN, [now], earlier=[before]) == {"state": "reckoned"}


def moving(chance, *numbers, by):
    """Return what programs moved since the year before, as two noisy counts of about 100 say it."""
    noise = sqrt(2 * GATE_VARIANCE)
    return {key(number): chance.gauss(0, by) + chance.gauss(0, noise) for number in numbers}


def test_one_that_joined_is_hidden_by_what_many_others_moved():
    """Twelve counts that come and go as cases do (sd of a difference 14) move their sum by 49."""
    before, now = domain("state", *range(12)), domain("state", *range(13))
    moved = [moving(Random(seed), *range(12), by=sqrt(200)) for seed in range(20)]
    assert withheld(EVEN, [now], earlier=[before]) == {"state": "reckoned"}
    hidden = sum(withheld(EVEN, [now], [before], each) == {} for each in moved)
    assert hidden >= 10


def test_programs_that_stay_as_they_are_hide_nobody():
    """Their counts differ by noise alone."""
    before, now = domain("state", *range(12)), domain("state", *range(13))
    told = [withheld(EVEN, [now], [before], moving(Random(seed), *range(12), by=0)) for seed in range(100)]
    assert told.count({"state": "reckoned"}) >= 97


def test_what_two_programs_that_tell_each_other_moved_hides_nothing_from_them():
    """All others stay as they are."""
    before, now = domain("state", *range(12)), domain("state", *range(13))
    moved = {key(number): 60.0 if number < 2 else 0.0 for number in range(12)}
    assert withheld(EVEN, [now], [before], moved) == {"state": "reckoned"}
    moved |= {key(number): 60.0 for number in range(5)}
    assert withheld(EVEN, [now], [before], moved) == {}


def test_what_moves_does_not_hide_what_one_year_says_by_itself():
    """A state and a network of now, and both of a year ago, differ by the same program in both."""
    state, network = domain("state", *range(12)), domain("network", *range(11))
    before = [domain("state@", *range(12)), domain("network@", *range(11))]
    moved = {key(number): 60.0 for number in range(12)}
    assert withheld(EVEN, [state, network], before, moved) == {"network": "reckoned"}


def test_what_moves_elsewhere_hides_nobody_here():
    """Two domains of last year differ by four programs, which stay: what the others move changes nothing for them."""
    before = [domain("state@", *range(12)), domain("network@", *range(8))]
    now = [domain("three", 8, 9, 10, 20, 21), domain("two", 20, 21, 22, 23, 24)]
    moved = {key(number): 90.0 if number < 8 else 0.0 for number in range(12)}
    assert set(reckoned(EVEN, now, before, moved)) == set(reckoned(EVEN, now, before))


def test_what_cannot_be_helped_any_more_keeps_nobody_from_being_seen_to():
    """Of two states published before one gives a program away by itself; the other does only beside what is new."""
    told = [domain("lost", *range(20, 28)), domain("part", *range(20, 27)), domain("state", *range(8))]
    now = domain("state", *range(9))
    assert withheld(EVEN, [now], earlier=told) == {"state": "reckoned"}


def test_a_simple_rule_goes_first_and_is_named():
    assert withheld(EVEN, [domain("small", 1, 2, 3)]) == {"small": "few"}


def test_in_worlds_of_chance_nobody_is_reckoned_by_what_is_published_and_somebody_by_all_of_it():
    """Twelve states and a network over parts of them, forty programs of very different sizes."""
    found = 0
    for seed in range(12):
        chance = Random(seed)
        counts = {key(number): float(round(chance.lognormvariate(4.4, 0.8)) + 1) for number in range(40)}
        places = {number: chance.randrange(4) for number in range(40)}
        states = [
            domain(f"state{place}", *(n for n, where in places.items() if where == place))
            for place in range(4)
        ]
        networks = [
            domain(
                f"network{place}",
                *(n for n, where in places.items() if where == place and chance.random() < 0.8),
            )
            for place in range(4)
        ]
        domains = [domain("nation", *range(40)), *states, *networks]
        found += any(True for _ in reckoned(counts, [each for each in domains if each.members]))
        kept = withheld(counts, [each for each in domains if each.members])
        left = [each for each in domains if each.members and each.id not in kept]
        assert [*reckoned(counts, left)] == []
        assert "nation" not in kept
    assert found >= 6, "the worlds are no trial"
