"""The workers of the drill: killed one after another, and replaced as the host of an installation replaces them."""

import random
from collections import Counter

from infra.drills.kill.rig import Rig, is_gone

MANY = 3
FAULTS = (
    "outbox.before_errand",
    "outbox.after_errand",
    "outbox.after_lock",
    "outbox.before_removal",
    "outbox.after_removal",
)


class Crew:
    """Three workers, of whom one at most is to die by itself, at a named point of a look."""

    def __init__(self, rig: Rig, dice: random.Random, counts: Counter[str]) -> None:
        self.rig, self.dice, self.counts = rig, dice, counts
        self._workers = [rig.start_worker() for _ in range(MANY)]
        self._doomed = 0

    def kill_one(self) -> None:
        """SIGKILL the older worker, wherever it is, and start another."""
        self.rig.kill(self._workers.pop(0))
        self.counts["kills"] += 1
        self._start()

    def tend(self) -> None:
        """Replace who died at a point."""
        for pid in [each for each in self._workers if is_gone(each, 0)]:
            self._workers.remove(pid)
            self.rig.workers.discard(pid)
            self.counts["deaths"] += 1
            self._start()

    def dismiss(self) -> None:
        """Kill all."""
        for pid in self._workers:
            self.rig.kill(pid)

    def _start(self) -> None:
        fault = ""
        if self._doomed not in self._workers:
            fault = f"{self.dice.choice(FAULTS)}:{self.dice.randint(1, 9)}"
        self._workers.append(self.rig.start_worker(fault))
        if fault:
            self._doomed = self._workers[-1]
