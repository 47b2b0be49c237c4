"""No guard is ever broken by anybody in any order, and a guard that is taken away is missed.

What runs here is small and always the same; `./amends drill lifecycle` is the long run, with a seed of its own.
"""

import pytest

from programs.guards import GUARDS
from programs.presets import PRESETS
from programs.steps import STEPS
from tenants.context import inside, platform
from tenants.models import Tenant
from tests.programs.cast import NOW
from tests.programs.lifecycle import steps as oracle
from tests.programs.lifecycle.acting import ACTIONS
from tests.programs.lifecycle.aims import ONLY_WHERE, can_show
from tests.programs.lifecycle.by_web import replay, sample
from tests.programs.lifecycle.causes import CAUSES
from tests.programs.lifecycle.effects import EFFECTS
from tests.programs.lifecycle.ground import Ground
from tests.programs.lifecycle.machine import Search, run
from tests.programs.lifecycle.play import Tally
from tests.programs.lifecycle.removal import REMOVABLE, TRANSITIONS, WANTED, is_missed
from tests.programs.lifecycle.rules import RULES

# One program of each of the six presets, 120 moves each.
EACH = 120
MOVES = 6 * EACH
UNSEEN, UNTAKEN = 15, 6
"""How many guards and steps: so short a walk does not meet everything; the drill's does, each 20 times."""


@pytest.fixture
def ground(alpha, beta):
    """The people of Alpha, which can hand on to Beta; each example sets the program up anew."""
    with platform():
        Tenant.objects.filter(pk=beta.pk).update(verified_at=NOW)
    with inside(alpha):
        yield Ground(alpha, beta)


@pytest.mark.takes(seconds=60)
def test_it_works(ground, record_property):
    tally = run(Search(ground, frozenset(WANTED), 1, MOVES, MOVES), first_seed=1, examples=1, moves_each=EACH)
    unseen = tally.rare(REMOVABLE, 1)
    untaken = [step for step in STEPS if not tally.taken[step]]
    record_property("lifecycle: steps", tally.moves)
    record_property("lifecycle: guards that refused", f"{len(REMOVABLE) - len(unseen)} of {len(REMOVABLE)}")
    assert sum(tally.taken.values()) > MOVES / 5
    assert sum(tally.refused.values()) > MOVES / 5
    assert len(unseen) <= UNSEEN, tally.seldom(REMOVABLE, 1)
    assert len(untaken) <= UNTAKEN, f"Never taken: {', '.join(untaken)}."
    check_that_guards_are_missed(ground, tally)
    check_that_requests_come_to_the_same(ground, tally, record_property)


def check_that_guards_are_missed(ground: Ground, tally: Tally) -> None:
    """Take some guards away, on the shortest way to each; the drill takes away every one."""
    ways = {**tally.among, **tally.alone}
    for guard in ("order_kept", "role_allowed", "consents_live"):
        assert is_missed(ground, guard, ways[guard]), f"Taken away unnoticed: {guard}."


def check_that_requests_come_to_the_same(ground: Ground, tally: Tally, record_property) -> None:
    """Go some ways again by the pages and by the API."""
    walks = sample(tally, 4)
    for way in ("pages", "api"):
        found = replay(ground, walks, is_api=way == "api")
        record_property(f"lifecycle: walks gone again by {way}", f"{found.walks}, {found.requests} requests")
        assert found.walks >= len(walks) / 2
        assert found.requests >= 3 * len(walks)


def test_the_rules_are_those_of_every_step_and_guard():
    """A new step or guard needs its line in the oracle: `steps.py`, `rules.py`, `effects.py`, and `ground.py`."""
    steps = {*STEPS, *oracle.BESIDE}
    assert steps == {*oracle.STEPS} == {*EFFECTS} == {*ACTIONS}
    assert {*GUARDS} == {*RULES}
    assert {*CAUSES} <= {*GUARDS, *STEPS} | {state for _step, state in TRANSITIONS}


def test_everything_that_a_run_is_to_see_can_be_seen_in_some_program():
    """A line that hid something everywhere would make the search go on for it where it never is."""
    assert all(any(can_show(policy, thing) for policy in PRESETS.values()) for thing in WANTED)
    assert {*ONLY_WHERE} <= {*GUARDS, *STEPS} | {state for _step, state in TRANSITIONS}
