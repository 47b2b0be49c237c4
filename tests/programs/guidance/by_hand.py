"""What holds for a program of three networks, reckoned without any of the code that is tested."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

LOOSER = {
    "answer_days": lambda mine, asked: mine > asked,
    "mediators_needed": lambda mine, asked: mine < asked,
    "training_hours": lambda mine, asked: mine < asked,
    "stages": lambda mine, asked: bool(set(mine) - set(asked)),
    "no_pending_appeal": lambda mine, asked: asked and not mine,
    "days": lambda mine, asked: any(mine[row] > asked[row] for row in asked),
}
"""When a program's value is looser than what somebody asks for at least: of each setting as a coordinator says it."""

STAYS = 30
"""Days for which a minimum holds after a program has left; the page says so."""


@dataclass
class Network:
    """What one network asks of the program, and since when."""

    number: int = 0
    is_member: bool = False
    asked: dict[str, Any] = field(default_factory=dict)
    holds_from: dt.date = dt.date.min
    ends_on: dt.date | None = None
    live: dict[str, Any] = field(default_factory=dict)
    """What is required of the program today."""

    def wake(self, today: dt.date) -> None:
        """Let a day come."""
        if self.is_member and today >= self.holds_from:
            self.live = self.asked
        if not self.is_member and self.ends_on and today >= self.ends_on:
            self.live = {}


def torn(networks: list[Network]) -> set[str]:
    """Return on what they contradict each other: only of stages can two minimums leave nothing over."""
    asked = [set(each.live["stages"]) for each in networks if "stages" in each.live]
    return {"stages"} if asked and not set.intersection(*asked) else set()


def looser(policy: Any, networks: list[Network]) -> Iterator[tuple[str, Any]]:
    """Yield each setting in which a policy is looser than what a network requires, contradictions aside."""
    contradicted = torn(networks)
    for network in networks:
        for name, asked in network.live.items():
            if name not in contradicted and LOOSER[name](getattr(policy, name), asked):
                yield name, asked
