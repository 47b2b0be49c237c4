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
    """Delivers what the world tells; `most` and `at_once` are what was reached of its two limits."""

    def __init__(self, url: str, secret: str, seed: int) -> None:
        self.url, self.secret = url, secret
        self.answers: Counter[int] = Counter()
        self.events = self.most = self.at_once = 0
        # Deliveries that are not answered yet.
        self.waiting = 0
        self._dice = random.Random(seed)
        self._bag: queue.PriorityQueue[tuple[float, float, int, Any]] = queue.PriorityQueue()
        self._posting = 0
        self._lock = threading.Lock()
        for _ in range(AT_ONCE):
            threading.Thread(target=self._run, daemon=True).start()

    def tell(self, event: Any) -> None:
        """Take an event, to be delivered a few times, each after a while of its own."""
        copies = self._dice.randint(1, MOST)
        with self._lock:
            self.events += 1
            self.most = max(self.most, copies)
            self.waiting += copies
        for copy in range(copies):
            due = time.monotonic() + self._dice.uniform(0, LONGEST_DELAY)
            self._bag.put((due, self._dice.random(), copy, event))

    def _run(self) -> None:
        while True:
            due, _, _, event = self._bag.get()
            time.sleep(max(due - time.monotonic(), 0))
            with self._lock:
                self._posting += 1
                self.at_once = max(self.at_once, self._posting)
            status = post(self.url, event, self.secret)
            with self._lock:
                self.answers[status] += 1
                self._posting -= 1
                self.waiting -= 1
