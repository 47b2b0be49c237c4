"""Hypothesis throws the dice; a move is the way forward, or of several others the one that was seen least."""

import random
from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from programs.presets import PRESETS
from tests.programs.lifecycle import moves
from tests.programs.lifecycle.aims import can_show, leads_to
from tests.programs.lifecycle.answers import Chooser
from tests.programs.lifecycle.causes import CAUSES, bring_about
from tests.programs.lifecycle.changes import change
from tests.programs.lifecycle.ground import Ground
from tests.programs.lifecycle.moves import Move
from tests.programs.lifecycle.planning import forward
from tests.programs.lifecycle.play import Play, Tally, Thing, things_of
from tests.programs.lifecycle.shadow import Diverged, World
from tests.programs.lifecycle.steps import STEPS, state_of

KINDS = ("church", "community_agency", "probation", "dispute_settlement")
DICE = st.integers(0, 2**20 - 1)
"""One throw for each move. A throw for each answer would spend Hypothesis's few kilobytes before a case is closed."""

ATTEMPTS, ASTRAY = 32, 8
"""How many moves come to mind for the next: steps of the case's state, and steps of others or of another case."""

FORWARD, CHANGE, ASIDE, AT_RANDOM = 0.05, 0.03, 0.03, 0.15
"""How often a move leads on, changes what is around, is taken for good although it leads aside, is any at all."""

CAUSE, CAUSE_HERE = 0.07, 0.3
"""How often something is brought about that can be met later on, and that can be met in this state only."""

WORTHWHILE = 0.25
"""Nothing is probed a fifth time in one example, so that what is counted is seen in many."""

IN_ONE_GO = 2
"""After ten examples Hypothesis repeats parts of one example in others, which only goes known ways again."""


@dataclass
class Search:
    """What is looked for, for how long, and what was seen; lasts for a whole run."""

    ground: Ground
    wanted: Collection[Thing]
    often: int
    """How often each of `wanted` is to be seen."""
    least: int
    """Moves to make in any case; then the search goes on while something was not seen often enough."""
    most: int
    """Moves after which it ends in any case."""
    progress: Callable[[Tally], None] = lambda _tally: None
    tally: Tally = field(default_factory=Tally)
    divergence: Diverged | None = None
    """Raised at the end: what is chosen depends on the tally, so Hypothesis could not repeat it."""

    @property
    def is_over(self) -> bool:
        made = self.tally.moves
        if self.divergence is not None or made >= self.most:
            return True
        return made >= self.least and not self.rare

    @property
    def rare(self) -> Collection[Thing]:
        return self.tally.rare(self.wanted, self.often)

    def rare_on(self, play: Play) -> AbstractSet[Thing]:
        """Return what was not seen often enough, nor so often in this example that it has to be seen in another."""
        return {thing for thing in self.rare if 1 / (1 + play.seen[thing]) >= WORTHWHILE}

    def presets(self) -> list[str]:
        """Return the kinds of program in which something is to be seen yet; all when there is nothing."""
        rare = self.rare
        return [
            name for name, policy in PRESETS.items() if any(can_show(policy, thing) for thing in rare)
        ] or [*PRESETS]

    def worth(self, play: Play, move: Move) -> float:
        """Return how much of what this move shows is wanted and was not seen often enough, nor in this example."""
        outcome, things = things_of(play.world, move)
        rare = [thing for thing in things if thing in self.wanted and self.tally.seen[thing] < self.often]
        is_alone = outcome == "refused" and len(things) == 1 and things[0] in self.wanted
        return sum(1 / (1 + play.seen[thing]) for thing in rare) + (
            is_alone and things[0] not in self.tally.alone
        )


def attempts(
    world: World, number: int, choose: Chooser, rare: AbstractSet[Thing], most: int, *, anywhere: bool = False
) -> list[Move]:
    """Return moves that come to mind by which something rare can be seen; one of any kind where nothing can."""
    case = world.cases[number]
    steps = moves.steps_of(case, anywhere=anywhere)
    showing = [
        step for step in steps if (step, state_of(case, step)) in rare or not rare.isdisjoint(STEPS[step][1])
    ]
    picked = [choose.among(*showing) for _ in range(most)] if showing else steps and [choose.among(*steps)]
    return [move for step in picked if (move := moves.try_step(world, number, step, choose))]


class Lifecycle(RuleBasedStateMachine):
    """One program, its cases, and whoever works on them."""

    search: Search
    preset: str
    seed: int
    play: Play | None = None
    """Nothing is played where nothing is to be seen any more."""

    @initialize(dice=DICE)
    def open(self, dice: int) -> None:
        """Set a program up."""
        self.number = 0
        self.block = transaction.atomic()
        self.block.__enter__()
        if not self.search.is_over and self.preset in self.search.presets():
            kinds = [kind for kind in KINDS if kind in PRESETS[self.preset].types]
            kind = self.throw(dice).choice(kinds)
            self.play = Play(self.search.ground, self.search.tally, self.preset, kind)

    @rule(dice=DICE)
    def go_on(self, dice: int) -> None:
        """Go forward, probe from here, go astray, or let something change around the case."""
        self.number += 1
        if self.search.is_over or self.play is None:
            return
        try:
            self.play.take_or_probe(*self.choose(self.play, self.throw(dice)))
        except Diverged as divergence:
            self.search.divergence = divergence
        self.search.progress(self.search.tally)

    def throw(self, dice: int) -> random.Random:
        """Return the dice of this move: Hypothesis begins with many zeros, which must not be one and the same way."""
        return random.Random(f"{dice} {self.number} {self.preset} {self.seed}")

    def choose(self, play: Play, throw: random.Random) -> tuple[Move, bool]:
        """Return the next move, and whether it is only a probe."""
        world, rare = play.world, self.search.rare_on(play)
        leans = leads_to(rare)
        bold, calm = Chooser(throw), Chooser(throw, is_bold=False, leans=leans)
        number = moves.focus(world)
        if number is None or throw.random() < FORWARD:
            return forward(world, calm), False
        if throw.random() < CHANGE:
            return change(world, number, Chooser(throw, leans=leans)), False
        is_here = any((step, world.cases[number].state) in rare for step in CAUSES)
        if throw.random() < (CAUSE_HERE if is_here else CAUSE):
            cause = bring_about(play, number, calm, rare)
            if cause:
                return cause, False
        found = self.rarest(play, bold, number, rare)
        return (found, throw.random() >= ASIDE) if found else (forward(world, calm), False)

    def rarest(self, play: Play, choose: Chooser, number: int, rare: AbstractSet[Thing]) -> Move | None:
        """Return the step, of some that come to mind, by which most is seen that is rare.

        When nothing is, return any of them now and then, else None.
        """
        elsewhere = choose.among(*range(len(play.world.cases)))
        tried = [
            *attempts(play.world, number, choose, rare, ATTEMPTS),
            *attempts(play.world, number, choose, rare, ASTRAY, anywhere=True),
            *attempts(play.world, elsewhere, choose, rare, ASTRAY),
        ]
        worth = [(self.search.worth(play, move), place) for place, move in enumerate(tried)]
        best, place = max(worth, default=(0.0, 0))
        if best >= WORTHWHILE:
            return tried[place]
        return choose.among(*tried) if tried and choose.dice.random() < AT_RANDOM else None

    def teardown(self) -> None:
        """Look at the whole way once more, and leave nothing behind."""
        try:
            if self.play and self.search.divergence is None:
                self.play.end()
        except Diverged as divergence:
            self.search.divergence = divergence
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


def run(search: Search, *, first_seed: int = 0, examples: int = IN_ONE_GO, moves_each: int = 200) -> Tally:
    """Run the machine in each kind of program by turns until the search is over; raise Diverged if it found any.

    The seeds are given, so that a run can be repeated.
    """
    number = first_seed
    while not search.is_over:
        for preset in search.presets():
            machine = seed(number)(
                type("Lifecycle", (Lifecycle,), {"search": search, "preset": preset, "seed": number})
            )
            if not search.is_over:
                run_state_machine_as_test(machine, settings=settings(
                    max_examples=examples, stateful_step_count=moves_each, database=None, deadline=None,
                    phases=[Phase.generate], suppress_health_check=list(HealthCheck),
                ))  # fmt: skip
        number += 1
    if search.divergence is not None:
        raise search.divergence
    return search.tally
