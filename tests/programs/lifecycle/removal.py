"""Takes one guard away and looks whether the test misses it: whoever is not missed guards nothing."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction

import amends.actions
import programs.actions.people
import programs.taking
from programs.guards import GUARDS, unmet
from programs.models.case import CaseQuerySet
from programs.models.referral import ReferralQuerySet
from programs.steps import STEPS
from tests.programs.lifecycle.ground import Ground
from tests.programs.lifecycle.machine import Search, run
from tests.programs.lifecycle.play import Play, Tally, Walk
from tests.programs.lifecycle.shadow import Diverged

SHARED = {
    "right_state": [
        (programs.taking, "missing", lambda step, facts: unmet(step.guards, facts)),
        (programs.actions.people, "refuse", lambda *_: None),
    ],
    "role_allowed": [(amends.actions, "demand", lambda *_: None)],
    "case_visible": [
        (CaseQuerySet, "visible_to", lambda rows, _user: rows),
        (ReferralQuerySet, "visible_to", lambda rows, _user: rows),
    ],
}
"""What guards every step and stands in no list: its state, its roles, and who may see the case at all."""

REMOVABLE = (*GUARDS, *SHARED)
TRANSITIONS = tuple((step.id, str(source)) for step in STEPS.values() for source in step.sources)
WANTED = (*TRANSITIONS, *REMOVABLE)
"""What a run is to see: each guard refuse, and each step taken from each of its states."""


@contextlib.contextmanager
def without(guard: str) -> Iterator[None]:
    """Let a guard be met whatever the facts are, in this process, until the end of the block."""
    with contextlib.ExitStack() as stack:
        if guard in SHARED:
            for place, name, instead in SHARED[guard]:
                stack.callback(setattr, place, name, getattr(place, name))
                setattr(place, name, instead)
        else:
            stack.callback(GUARDS.__setitem__, guard, GUARDS[guard])
            GUARDS[guard] = replace(GUARDS[guard], check=lambda _facts: True)
        yield


def find_without(
    ground: Ground, guard: str, *, most: int, first_seed: int = 0
) -> tuple[Diverged | None, int]:
    """Search from the beginning with a guard taken away; return what the test sees, if it does, and after how much."""
    search = Search(ground, {guard}, often=most, least=most, most=most)
    with without(guard):
        try:
            run(search, first_seed=first_seed, examples=1)
        except Diverged as divergence:
            return divergence, search.tally.moves
    return None, search.tally.moves


def is_missed(ground: Ground, guard: str, walk: Walk) -> bool:
    """Return whether the test sees that the guard is gone, at the last move of a walk that was right while it stood.

    It sees the answer that this guard does not give any more, or an error where it refused: then the walk is gone
    with the guard once more, which has to end without any.
    """
    with without(guard):
        found = divergence_on(ground, walk)
    if found is None or len(found.walk.moves) < len(walk.moves):
        return False
    return guard in str(found) if is_at_end(found, walk) else divergence_on(ground, walk) is None


def divergence_on(ground: Ground, walk: Walk) -> Diverged | None:
    """Go a walk again in a program of its own; return what diverged."""
    with transaction.atomic():
        try:
            play = Play(ground, Tally(), walk.preset, walk.kind)
            for move in walk.moves:
                play.take(move)
        except Diverged as divergence:
            return divergence
        finally:
            transaction.set_rollback(True)
    return None


def shorten(ground: Ground, walk: Walk) -> Walk:
    """Leave out every move without which the walk still ends in a divergence at its last move."""
    moves = list(walk.moves)
    for place in reversed(range(len(moves) - 1)):
        shorter = replace(walk, moves=(*moves[:place], *moves[place + 1 :]))
        with contextlib.suppress(
            IndexError, KeyError, AttributeError
        ):  # what it speaks of is not there any more
            if (found := divergence_on(ground, shorter)) and is_at_end(found, shorter):
                del moves[place]
    return replace(walk, moves=tuple(moves))


def is_at_end(found: Any, walk: Walk) -> bool:
    """Return whether it is the last move that diverges, and by an answer, not by an error."""
    return len(found.walk.moves) == len(walk.moves) and found.__cause__ is None
