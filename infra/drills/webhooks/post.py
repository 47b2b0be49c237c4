"""The post of the drill: up to sixteen at once, each event one to five times, in any order; every answer is counted."""

import queue
import random
import threading
import time
from collections import Counter
from typing import Any

from billing.fakestripe.couriers import post

AT_ONCE = 16
MOST = 5
LONGEST_DELAY = 0.25


class Post:
    """Delivers what the world tells, and goes on while the web is away."""

    def __init__(self, url: str, secret: str, seed: int) -> None:
        self.url, self.secret = url, secret
        self.answers: Counter[int] = Counter()
        self.events = 0
        self._dice = random.Random(seed)
        self._bag: queue.PriorityQueue[tuple[float, float, int, Any]] = queue.PriorityQueue()
        self._open = 0
        self._lock = threading.Lock()
        self.last = time.monotonic()
        for _ in range(AT_ONCE):
            threading.Thread(target=self._run, daemon=True).start()

    def tell(self, event: Any) -> None:
        """Take an event, to be delivered a few times, each after a while of its own."""
        self.events += 1
        for copy in range(self._dice.randint(1, MOST)):
            with self._lock:
                self._open += 1
            due = time.monotonic() + self._dice.uniform(0, LONGEST_DELAY)
            self._bag.put((due, self._dice.random(), copy, event))

    @property
    def is_done(self) -> bool:
        """Return whether everything was delivered."""
        return self._open == 0

    def _run(self) -> None:
        while True:
            due, _, _, event = self._bag.get()
            time.sleep(max(due - time.monotonic(), 0))
            status = post(self.url, event, self.secret)
            with self._lock:
                self.answers[status] += 1
                self._open -= 1
                self.last = time.monotonic()
