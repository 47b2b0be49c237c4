"""Attempts side by side: a receiver that is slow keeps its own lane, and neither the others nor whoever sends mail."""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from uuid import UUID

log = logging.getLogger(__name__)

MOST, MOST_OF_ONE = 8, 1
"""One attempt of an endpoint at a time also keeps its messages in their order."""


class Lanes:
    """Threads that run attempts: at most `most` at once, at most `most_of_one` of them for one endpoint.

    It holds no queue: what finds no lane stays where it is kept, and is asked for again when `freed` is set.
    """

    def __init__(self, *, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        self.most, self.most_of_one = most, most_of_one
        self.freed = threading.Event()
        self._lock = threading.Lock()
        self._empty = threading.Condition(self._lock)
        self._busy: Counter[UUID] = Counter()
        self._is_open = True

    def busy(self) -> frozenset[UUID]:
        """Return the endpoints that have no lane left, so that nobody looks for their messages."""
        with self._lock:
            return frozenset(key for key, count in self._busy.items() if count >= self.most_of_one)

    def has_room(self) -> bool:
        """Return whether an endpoint that is not busy would get a lane."""
        with self._lock:
            return self._is_open and self._busy.total() < self.most

    def run(self, endpoint: UUID, attempt: Callable[[], None]) -> bool:
        """Begin an attempt in a thread of its own and return True; False when there is no lane for it.

        Of what the attempt raises the class is logged; the lane is free again either way.
        """
        with self._lock:
            is_full = self._busy.total() >= self.most or self._busy[endpoint] >= self.most_of_one
            if is_full or not self._is_open:
                return False
            self._busy[endpoint] += 1
        thread = threading.Thread(target=self._run, args=(endpoint, attempt), name="webhook", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            # The system gives no more threads: nothing was sent, and the lane must not stay taken.
            self._free(endpoint)
            return False
        return True

    def close(self, patience: float) -> bool:
        """Begin no more and wait; return whether all ended within `patience` seconds.

        What did not end dies with the process and is sent again, under the same id.
        """
        with self._empty:
            self._is_open = False
            return self._empty.wait_for(lambda: not self._busy, patience)

    def _run(self, endpoint: UUID, attempt: Callable[[], None]) -> None:
        try:
            attempt()
        except Exception as error:  # noqa: BLE001 - the lane lives on; what failed is due again
            log.warning("An attempt of a webhook broke off: %s.", type(error).__name__)
        finally:
            self._free(endpoint)

    def _free(self, endpoint: UUID) -> None:
        with self._lock:
            self._busy[endpoint] -= 1
            # `+` drops what stands at zero.
            self._busy = +self._busy
            self._empty.notify_all()
        self.freed.set()
