"""One run of the drill: all worlds, then the mistakes, and what that comes to."""

import time
from random import Random
from typing import Any

from infra.drills.disclosure import (
    AGAIN,
    FEW_LIVES,
    LIVES,
    OF_PEERS,
    SMALL,
    SMALL_OF_PEERS,
    WHOLE,
    arm,
    facing,
    guessing,
    judging,
    peering,
    say,
    tenants,
    years,
)
from infra.drills.disclosure.mistakes import MISTAKES, planted
from infra.drills.disclosure.records import real
from infra.drills.disclosure.worlds import World, fixtures, synthetic
from infra.report import Report

WORLDS_OF_CHANCE, FEW_WORLDS = 100, 1
WORLDS_OF_TWO_YEARS, FEW_OF_TWO = 300, 6


def run(seed: int) -> Report:
    """Run everything."""
    shape = {"programs": 72, "regions": 9, "networks": 5}
    worlds = [
        synthetic(seed, **shape),
        synthetic(seed + 1, median=30, **shape),
        synthetic(seed + 2, programs=60, years=(2021, 2022)),
        real(seed),
        fixtures(seed),
    ]
    return Run(seed, is_small=False).run(worlds)


def run_small(seed: int) -> Report:
    """Run a little of everything, on one world; chance may hide or show a little more here."""
    return Run(seed, is_small=True).run([small(seed)])


def small(seed: int) -> World:
    """Return a world that is quickly released."""
    return synthetic(seed, programs=12, regions=1, networks=1, years=(2021, 2022), moving=0)


class Run:
    """What was found so far, in all worlds."""

    def __init__(self, seed: int, *, is_small: bool) -> None:
        self.seed, self.is_small, self.begun = seed, is_small, time.monotonic()
        self.chance = Random(seed)
        self.peers: dict[str, Any] = {}
        self.tallies: dict[str, Any] = {}
        self.attacks = 0
        self.wrong: list[str] = []
        self.of_worlds: dict[str, Any] = {}

    def run(self, worlds: list[World]) -> Report:
        """Attack each world, lives and the rules for programs, then see each mistake show."""
        for world in worlds:
            self._attack(world)
        lives = arm.lives(self.seed, FEW_LIVES if self.is_small else LIVES, is_small=self.is_small)
        self._note(judging.found_out(lives))
        self.attacks += sum(each["attacks"] for each in lives.values())
        say(f"lives: {lives}", self.begun)
        chance = tenants.in_worlds(
            FEW_WORLDS if self.is_small else WORLDS_OF_CHANCE, Random(self.seed), facing.spread_of
        )
        say(f"programs' totals in worlds of chance: {dict(chance)}", self.begun)
        self.attacks += chance["attacks"]
        estimated = chance["published sums, 1"] + chance["published sums, 2"]
        if estimated:
            self._note([f"worlds of chance: {estimated} programs' totals are estimated within 15 %"])
        slack = judging.OF_FEW if self.is_small else 0.0
        moving = years.in_worlds(
            FEW_OF_TWO if self.is_small else WORLDS_OF_TWO_YEARS, Random(self.seed), facing.spread_of
        )
        say(f"who joined or left: {moving}", self.begun)
        self.attacks += moving["published"]["attacks"]
        self.tallies["E, who joined or left"] = moving["published"]
        self._note(judging.guessed(self.tallies, slack))
        mistakes = {mistake: self._plant(mistake) for mistake in MISTAKES}
        return self._report(lives, dict(chance), moving, mistakes)

    def _attack(self, world: World) -> None:
        begun = f"{world.name}: {len(world.programs)} programs, {len(world.records)} cases"
        say(begun, self.begun)
        if world.name != "differences":
            found = peering.attack(world, SMALL_OF_PEERS if self.is_small else OF_PEERS, self.chance)
            judging.add(self.peers, found)
            say(f"{world.name}: others are attacked", self.begun)
        size = arm.Size(SMALL if self.is_small else WHOLE, slack=(2 if self.is_small else 1) * judging.OF_FEW)
        figures = arm.attack(world, size, self.chance)
        wrong = judging.disclosed(figures["tallies"]) + judging.found_out(figures["membership"])
        self._note([f"{world.name}: {each}" for each in wrong])
        self.attacks += figures["attacks"]
        judging.add(self.tallies, figures["tallies"] | {"before rounding": figures["before_rounding"]})
        kept = ("membership", "useful", "released", "ledger")
        self.of_worlds[world.name] = {name: figures[name] for name in kept}
        self.of_worlds[world.name]["programs_estimated"] = {
            name: tally["proven"] for name, tally in figures["tenants"].items()
        }
        say(f"{world.name}: ours is attacked; {figures['released']}", self.begun)
        lifts = {name: round(guessing.lift(figures["tallies"][name]), 1) for name in ("D", "G")}
        say(f"{world.name}: guesses are better by {lifts}; {figures['tallies']}", self.begun)

    def _note(self, wrong: list[str]) -> None:
        """Keep what does not hold."""
        for each in wrong:
            self.wrong.append(each)
            say(each, self.begun)

    def _plant(self, mistake: str) -> dict[str, Any]:
        """Return by what a mistake turns the drill red; nothing where it does not."""
        chance = Random(self.seed)
        with planted(mistake):
            if mistake == "zeros":
                found = arm.lives(self.seed, FEW_LIVES, is_small=True)
            else:
                years = tuple(range(2021, 2027)) if mistake == "series" else (2021,)
                # Each state is a network as well: a case is in as many tables as any can be.
                shape = {"programs": 18, "regions": 3, "networks": 3, "moving": 0, "joined": 1}
                world = synthetic(self.seed, median=60, years=years, **shape)
                ours = arm.published(world, again=AGAIN if mistake == "redrawn" else 0, has_later=False)
                found = arm.members(ours, WHOLE["F"], chance)
        say(f"with a mistake ({mistake}): {found}", self.begun)
        return {name: each["advantage"] for name, each in found.items() if judging.found_out({name: each})}

    def _report(
        self, lives: Any, chance: dict[str, int], moving: dict[str, Any], mistakes: dict[str, Any]
    ) -> Report:
        canaries = judging.canaries(self.peers)
        is_awake = (
            canaries["naive_broken_percent"] == 100
            and canaries["suppression_broken_percent"] > judging.SUPPRESSION
        )
        is_enough = self.is_small or self.attacks >= judging.LEAST
        figures = {
            "seed": self.seed,
            "seconds": round(time.monotonic() - self.begun),
            "own_cpu_seconds": round(time.process_time()),
            "attacks": self.attacks,
            "exact_disclosures": sum(self.tallies[name]["proven"] for name in "ABCDG"),
            "programs_totals_estimated": self.tallies["E"]["proven"],
            "guess_lift_points": {
                name: round(guessing.lift(self.tallies[name]), 1)
                for name in (*judging.GUESSED, "before rounding")
            },
            "tallies": {name: dict(each) for name, each in self.tallies.items()},
            "lives": lives,
            "worlds_of_chance": chance,
            "who_joined_or_left": {name: dict(each) for name, each in moving.items()},
            "worlds": self.of_worlds,
            "others": judging.peers(self.peers),
            **canaries,
            "mistakes": mistakes,
            "wrong": self.wrong,
        }
        ok = not self.wrong and is_awake and is_enough and all(mistakes.values())
        return Report(ok=ok, figures=figures)
