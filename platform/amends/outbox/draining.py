"""Working off what is due: by threads that look every two seconds, and at once when Celery says so."""

import logging
import os
import signal
import threading
import time

from django.db import DatabaseError

from amends.outbox import claims, running, schedules
from tenants import wall
from tenants.context import platform

log = logging.getLogger(__name__)

SECONDS = 2.0
# How long one message keeps a thread of Celery's pool; what is left is the next look's.
BUDGET = 30.0

stopping = threading.Event()


def drain(*, budget: float = BUDGET) -> dict[str, int]:
    """Run what is due until nothing is, or `budget` seconds have passed; return how often each outcome came."""
    outcomes: dict[str, int] = {}
    until = time.monotonic() + budget
    with platform():
        schedules.queue_due()
        while not stopping.is_set() and time.monotonic() < until:
            claim = claims.count_next()
            if claim is None:
                break
            outcome = running.run(claim)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return outcomes


def verified() -> bool:
    """Return whether the wall was seen to stand, False while the database is away; raise WallIsDown."""
    try:
        wall.verify()
    except DatabaseError as error:
        log.warning("The database cannot be asked yet (%s); trying again.", running.error_name(error))
        return False
    return True


def opened() -> bool:
    """Verify the wall and write the settings' schedules; return whether work may begin."""
    try:
        if not verified():
            return False
    except wall.WallIsDown as error:
        log.critical("%s", error.args[0])
        # From a thread: ask the worker to end as its supervisor would.
        os.kill(os.getpid(), signal.SIGTERM)
        stopping.set()
        return False
    with platform():
        schedules.keep()
    return True


class Poller:
    """Threads that drain, whether or not there is a broker. Two, so that one slow job does not hold up all."""

    def __init__(self, *, threads: int = 2, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.threads = [
            threading.Thread(target=self._run, args=(number,), name=f"outbox-poller-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        """Start looking."""
        stopping.clear()
        for thread in self.threads:
            thread.start()

    def stop(self, patience: float = 20.0) -> None:
        """Finish the job at hand and stop; what is longer than `patience` dies with the process, and is retried."""
        stopping.set()
        until = time.monotonic() + patience
        for thread in self.threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self, number: int) -> None:
        # Spread over the interval, so that two threads look twice as often.
        stopping.wait(self.seconds * number / len(self.threads))
        is_open = False
        while not stopping.is_set():
            try:
                is_open = is_open or opened()
                if is_open:
                    drain()
            except Exception as error:  # noqa: BLE001 - the database may be away; it comes back
                log.warning("The outbox could not be read (%s); trying again.", running.error_name(error))
            stopping.wait(self.seconds)
