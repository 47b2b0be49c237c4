"""No guard is ever broken by anybody in any order, and a guard that is taken away is missed.

What runs here is small and always the same; `./amends drill lifecycle` is the long run, with a seed of its own.
"""

import pytest

from programs.guards import GUARDS
from programs.presets import PRESETS
from programs.steps import STEPS
from tenants.context import inside
from tests.programs.lifecycle import steps as oracle
from tests.programs.lifecycle.acting import ACTIONS
from tests.programs.lifecycle.aims import ONLY_WHERE, can_show
from tests.programs.lifecycle.by_web import replay, sample
from tests.programs.lifecycle.effects import EFFECTS
from tests.programs.lifecycle.ground import Ground
from tests.programs.lifecycle.machine import Search, run
from tests.programs.lifecycle.removal import REMOVABLE, TRANSITIONS, WANTED, find_without
from tests.programs.lifecycle.rules import RULES

# One program of each of the six presets, 120 moves each.
MOVES = 6 * 120
SAMPLED = 400


@pytest.fixture
def ground(alpha):
    """The people of Alpha; each example sets the program up anew."""
    with inside(alpha):
        yield Ground(alpha)


@pytest.mark.takes(seconds=60)
def test_it_works(ground, record_property):
    tally = run(Search(ground, frozenset(WANTED), often=20, least=MOVES, most=MOVES), examples=1)
    refusing = [guard for guard in REMOVABLE if tally.seen[guard]]
    record_property("lifecycle: steps", tally.moves)
    record_property("lifecycle: guards that refused", f"{len(refusing)} of {len(REMOVABLE)}")
    assert sum(tally.taken.values()) > MOVES / 5
    assert sum(tally.refused.values()) > MOVES / 5
    assert len(refusing) >= 50


@pytest.mark.parametrize("guard", ["consents_live", "order_kept", "role_allowed"])
def test_a_guard_that_is_taken_away_is_missed(ground, guard):
    divergence, _moves = find_without(ground, guard, most=400)
    assert divergence is not None
    assert guard in str(divergence)


def test_the_rules_are_those_of_every_step_and_guard():
    """A new step or guard needs its line in the oracle: `steps.py`, `rules.py`, `effects.py`, and `ground.py`."""
    steps = {*STEPS, *oracle.BESIDE}
    assert steps == {*oracle.STEPS} == {*EFFECTS} == {*ACTIONS}
    assert {*GUARDS} == {*RULES}


def test_everything_that_a_run_is_to_see_can_be_seen_in_some_program():
    """A line that hid something everywhere would make the search go on for it where it never is."""
    assert all(any(can_show(policy, thing) for policy in PRESETS.values()) for thing in WANTED)
    assert {*ONLY_WHERE} <= {*GUARDS, *STEPS} | {state for _step, state in TRANSITIONS}


@pytest.mark.parametrize("way", ["pages", "api"])
@pytest.mark.takes(seconds=40)
def test_what_was_seen_comes_out_the_same_by_pages_and_by_the_api(ground, way, record_property):
    tally = run(Search(ground, frozenset(WANTED), often=20, least=SAMPLED, most=SAMPLED), examples=1)
    walks = sample(tally, 8)
    found = replay(ground, walks, is_api=way == "api")
    record_property(f"lifecycle: walks gone again by {way}", f"{found.walks}, {found.requests} requests")
    assert found.walks >= len(walks) / 2
    assert found.requests >= 3 * len(walks)
