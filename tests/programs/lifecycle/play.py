"""Both worlds side by side: each move is foretold, taken, compared and counted."""

import pickle
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from amends.audit.verifying import verify
from tests.programs.lifecycle.effects import EFFECTS
from tests.programs.lifecycle.ground import CHANGES, Ground
from tests.programs.lifecycle.invariants import broken, broken_by
from tests.programs.lifecycle.moves import Move
from tests.programs.lifecycle.shadow import Diverged, World
from tests.programs.lifecycle.sight import audited, broken_rows, seen, seen_referral, told, told_referral
from tests.programs.lifecycle.steps import foretell, state_of


@dataclass(frozen=True)
class Walk:
    """A way that can be gone again: every move but the last was taken, the last was refused."""

    preset: str
    kind: str
    moves: tuple[Move, ...]


Thing = str | tuple[str, str]
"""What is counted: a guard that refused, or a step that was taken from a state."""


@dataclass
class Tally:
    """What was seen in a run."""

    moves: int = 0
    seen: Counter[Thing] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    """How often each step was taken and refused."""
    alone: dict[str, Walk] = field(default_factory=dict)
    """The shortest walk to each guard that refused by itself."""
    among: dict[str, Walk] = field(default_factory=dict)
    """The shortest walk to each guard that refused together with others."""

    def keep(self, refusing: frozenset[str], walk: Walk) -> None:
        """Keep the way to a refusal when it is the shortest."""
        kept = self.alone if len(refusing) == 1 else self.among
        for guard in refusing:
            if guard not in kept or len(walk.moves) < len(kept[guard].moves):
                kept[guard] = walk

    def rare(self, wanted: Iterable[Thing], often: int) -> dict[Thing, int]:
        """Return what was seen less often than that, and how often."""
        return {thing: self.seen[thing] for thing in wanted if self.seen[thing] < often}

    def seldom(self, wanted: Iterable[Thing], often: int) -> str:
        """Return the sentence that names what was seen less often than that, and how often; "" for nothing."""
        rare = sorted(self.rare(wanted, often).items(), key=lambda each: (each[1], str(each[0])))
        named = ", ".join(f"{name_of(thing)} ({seen})" for thing, seen in rare)
        how_often = "Never seen" if often == 1 else f"Seen less than {often} times"
        return f"{how_often}: {named}." if rare else ""


def name_of(thing: Thing) -> str:
    """Return the words for what is counted."""
    return f"the guard {thing}" if isinstance(thing, str) else "{} from {}".format(*thing)


def things_of(world: World, move: Move) -> tuple[str, tuple[Thing, ...]]:
    """Return what a step would come to, and what would be counted."""
    case = world.cases[move.case]
    refusing = foretell(world, case, move.step, move.asked, move.actor)
    return (
        ("refused", tuple(sorted(refusing)))
        if refusing
        else ("taken", ((move.step, state_of(case, move.step)),))
    )


class Play:
    """One example: a program of one kind, from its set-up on; left by rolling back."""

    def __init__(self, ground: Ground, tally: Tally, preset: str, kind: str):
        self.ground, self.tally = ground, tally
        self.world = ground.open(preset, kind)
        self.walk = Walk(preset, kind, ())
        self.seen: Counter[Thing] = Counter()
        self.caused: Counter[str] = Counter()
        """How often something was brought about, by the names of `causes.CAUSES`."""

    def take(self, move: Move) -> None:
        """Take a move on both sides; raises Diverged when they do not agree."""
        self.tally.moves += 1
        walk = Walk(self.walk.preset, self.walk.kind, (*self.walk.moves, move))
        try:
            if move.step in CHANGES:
                self.ground.change(self.world, move)
                is_taken = True
            else:
                is_taken = self._step(move, walk)
            self._compare(move)
        except Diverged as divergence:
            divergence.walk = walk
            raise
        except Exception as error:
            raise Diverged(f"{move}: {type(error).__name__}: {error}", walk) from error
        if is_taken:
            self.walk = walk

    def take_or_probe(self, move: Move, is_probe: bool) -> None:
        """Take a move for good, or only to see."""
        if is_probe:
            self.probe(move)
        else:
            self.take(move)

    def probe(self, move: Move) -> None:
        """Take a move and go back to where it began, so that many ends can be tried from one place."""
        if things_of(self.world, move)[0] == "refused":
            self.take(move)  # leaves nothing behind
            return
        before, walk = pickle.dumps(self.world), self.walk
        with transaction.atomic():
            self.take(move)
            transaction.set_rollback(True)
        self.world, self.walk = pickle.loads(before), walk

    def end(self) -> None:
        """Look at what only the whole way shows: the audit is one unbroken chain."""
        if problems := verify(self.ground.tenant.schema_name):
            raise Diverged(f"the audit is broken: {problems}", self.walk)

    def _step(self, move: Move, walk: Walk) -> bool:
        case = self.world.cases[move.case]
        source = state_of(case, move.step)
        expected = foretell(self.world, case, move.step, move.asked, move.actor)
        length = audited()
        found, made = self.ground.take(self.world, move)
        if found != expected:
            raise Diverged(
                f"{move}, a case at {source}: refused by {sorted(found) or 'nothing'}, "
                f"where the rules say {sorted(expected) or 'nothing'}"
            )
        self._count(sorted(found) or [(move.step, source)])
        (self.tally.refused if found else self.tally.taken)[move.step] += 1
        self._hold(self._unwritten(found, audited() - length), move)
        if found:
            self.tally.keep(found, walk)
            return False
        self._hold(broken_by(self.world, case, move), move)
        EFFECTS[move.step](self.world, case, move.asked, made)
        return True

    def _count(self, things: Iterable[Thing]) -> None:
        for thing in things:
            self.tally.seen[thing] += 1
            self.seen[thing] += 1

    def _unwritten(self, found: frozenset[str], entries: int) -> list[str]:
        """Return whether what was done or refused is missing in the audit: a line for each rule that refused."""
        if found == {"case_visible"}:
            return []
        return [] if entries >= max(1, len(found)) else ["whatever is done or refused is in the audit"]

    def _compare(self, move: Move) -> None:
        if not self.world.cases or move.case >= len(self.world.cases):
            return
        case = self.world.cases[move.case]
        believed, stored = told_referral(case), seen_referral(case)
        if case.key is not None:
            believed, stored = believed | told(case, self.ground.users), stored | seen(case)
        different = {
            name: (stored[name], believed[name]) for name in believed if stored[name] != believed[name]
        }
        if different:
            raise Diverged(f"{move}: stored and believed differ: {different}")
        if case.key is not None:
            self._hold(broken(self.world, case), move)
        self._hold(broken_rows(), move)

    def _hold(self, claims: list[str], move: Move) -> Any:
        if claims:
            raise Diverged(f"{move}: this does not hold: {claims}")
