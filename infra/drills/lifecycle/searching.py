"""The runs of the drill, and what they found in figures."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from infra.drills.lifecycle import MOST, OFTEN, say
from infra.report import Report
from programs.guards import GUARDS
from tests.programs.lifecycle.by_web import Replayed, replay, sample
from tests.programs.lifecycle.ground import Ground
from tests.programs.lifecycle.machine import Search, run
from tests.programs.lifecycle.play import Tally
from tests.programs.lifecycle.removal import REMOVABLE, TRANSITIONS, WANTED, find_without, is_missed, shorten
from tests.programs.lifecycle.shadow import Diverged

WALKS = 60
"""How many ways are gone again by pages, and as many by the API."""
EVERY = 250
"""Steps between two lines of progress."""
MANY = 20
"""Guards taken away between two lines of progress."""


def whole(ground: Ground, steps: int, seed: int) -> Report:
    """Search for a difference, then take each guard away on the shortest way that showed it."""
    search = Search(ground, frozenset(WANTED), OFTEN, steps, MOST * steps, progress=Progress())
    try:
        tally = run(search, first_seed=seed)
    except Diverged as divergence:
        return Report(ok=False, figures={**figures_of(search.tally), "difference": told(ground, divergence)})
    not_missed = guards_not_missed(ground, tally)
    try:
        gone_again = {way: vars(gone(ground, tally, way)) for way in ("pages", "api")}
    except Diverged as divergence:
        return Report(ok=False, figures={**figures_of(tally), "difference": told_by_web(divergence)})
    figures = figures_of(tally) | {
        "gone_again": gone_again,
        "too_seldom": tally.seldom(WANTED, OFTEN),
        "guards_missed": len(REMOVABLE) - len(not_missed),
        "not_missed": f"Taken away unnoticed: {', '.join(not_missed)}." if not_missed else "",
    }
    failing = [sentence for name in ("too_seldom", "not_missed") if (sentence := figures[name])]
    for sentence in failing:
        say(sentence)
    return Report(ok=not failing, figures=figures)


def gone(ground: Ground, tally: Tally, way: str) -> Replayed:
    """Go the longest ways that were kept again by requests."""
    say(f"going {WALKS} of the ways again by {way}")
    return replay(ground, sample(tally, WALKS), is_api=way == "api")


def told_by_web(divergence: Diverged) -> dict[str, Any]:
    """Return what came out otherwise by requests, and on which way."""
    moves = divergence.walk.moves
    return {"what": str(divergence), "way": [f"{each.step} {each.asked} by {each.actor}" for each in moves]}


class Progress:
    """Says now and then how far a run is."""

    def __init__(self) -> None:
        self.next = EVERY

    def __call__(self, tally: Tally) -> None:
        if tally.moves >= self.next:
            self.next += EVERY
            often = len(WANTED) - len(tally.rare(WANTED, OFTEN))
            say(f"{tally.moves} steps; {often} of {len(WANTED)} ways and guards seen {OFTEN} times")


def guards_not_missed(ground: Ground, tally: Tally) -> list[str]:
    """Return the guards that could be taken away unnoticed."""
    found = []
    for number, guard in enumerate(REMOVABLE):
        if number % MANY == 0:
            say(f"{number} of {len(REMOVABLE)} guards taken away")
        ways = [way[guard] for way in (tally.alone, tally.among) if guard in way]
        if not any(is_missed(ground, guard, way) for way in ways):
            say(f"{guard} is not missed")
            found.append(guard)
    return found


def without_each(ground: Ground, guards: Iterable[str], steps: int, seed: int) -> Report:
    """Search from the beginning with each of these guards taken away; holds when each is missed."""
    found: dict[str, Any] = {}
    for guard in guards:
        divergence, moves = find_without(ground, guard, most=steps, first_seed=seed)
        found[guard] = {"is_missed": divergence is not None, "steps": moves}
        say(
            f"without {guard}: "
            + (f"seen after {moves} steps" if divergence else f"not seen in {moves} steps")
        )
        if divergence and len(found) == 1:
            found[guard]["difference"] = str(divergence)
    missed = sum(each["is_missed"] for each in found.values())
    return Report(ok=missed == len(found), figures={"guards": len(found), "missed": missed, "without": found})


def figures_of(tally: Tally) -> dict[str, Any]:
    """Return what was tried: by step, and by guard."""
    steps = sorted({*tally.taken, *tally.refused})
    refusals = {guard: tally.seen[guard] for guard in REMOVABLE}
    return {
        "steps": tally.moves,
        "taken": sum(tally.taken.values()),
        "refused": sum(tally.refused.values()),
        "by_step": {step: {"taken": tally.taken[step], "refused": tally.refused[step]} for step in steps},
        "refusals_by_guard": dict(sorted(refusals.items(), key=lambda each: each[1])),
        "guards": len(GUARDS),
        "fewest_refusals": min(refusals.values()),
        "ways": len(TRANSITIONS),
        "fewest_on_a_way": min(tally.seen[way] for way in TRANSITIONS),
    }


def told(ground: Ground, divergence: Diverged) -> dict[str, Any]:
    """Return what diverged, and the shortest way to it that was found by leaving moves out."""
    with transaction.atomic():
        walk = shorten(ground, divergence.walk)
    return {
        "what": str(divergence),
        "preset": walk.preset,
        "kind": walk.kind,
        "way": [f"{move.step} {move.asked} by {move.actor or 'nobody'}" for move in walk.moves],
    }
