"""Telling the workers that something is due, after the commit: prompt when Redis is there, harmless when not.

A request must not wait for Redis, so one thread per process sends. Many commits in a moment become one
message. A wake that is lost costs at most one polling interval, because workers look by themselves.
"""

import logging
import os
import threading
from collections.abc import Callable

from tenants import faults

log = logging.getLogger(__name__)

# A message older than this would wake nobody who has not polled since.
EXPIRES = 10
# After a failure, how long not to try: commits go on, and workers poll.
PAUSE = 5.0


class Waker:
    """A thread that sends at most one message at a time; it starts with the first commit that needs it."""

    def __init__(self, send: Callable[[], None]) -> None:
        self.send = send
        self.wanted = threading.Event()
        self.stopped = threading.Event()
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def wake(self) -> None:
        """Ask for one message and return at once."""
        self.wanted.set()
        if self.thread is None or not self.thread.is_alive():
            with self.starting:
                if self.thread is None or not self.thread.is_alive():
                    self.thread = threading.Thread(target=self._run, name="outbox-waker", daemon=True)
                    self.thread.start()

    def _run(self) -> None:
        while not self.stopped.is_set():
            self.wanted.wait()
            self.wanted.clear()
            try:
                faults.point("outbox.before_publish")
                self.send()
                faults.point("outbox.after_publish")
            except Exception as error:  # noqa: BLE001 - whatever the broker says, nothing depends on it
                log.warning("The workers could not be woken (%s); they poll.", type(error).__name__)
                self.stopped.wait(PAUSE)


def send_by_celery() -> None:
    """Put one `outbox.drain` message into the broker, without retries."""
    from amends.celery import app

    app.send_task("outbox.drain", expires=EXPIRES, ignore_result=True, retry=False)


WAKER = Waker(send_by_celery)


def wake() -> None:
    """Wake the workers; never raises, never blocks. Called after a commit that queued something."""
    faults.point("outbox.after_commit")
    WAKER.wake()


def _forget_thread() -> None:
    # A forked child has no copy of the thread, and a lock may have been held by it.
    WAKER.__init__(WAKER.send)  # type: ignore[misc]


os.register_at_fork(after_in_child=_forget_thread)
