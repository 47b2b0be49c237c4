"""Traps in the processes of an instance: a file that names a point kills whoever passes it, or a server."""

import os
import signal
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

MYSELF = "self"


def arm() -> None:
    """Look for a trap before and after each commit, and at each named point of our code."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    from tenants import faults

    faults.point = spring
    BaseDatabaseWrapper.commit = _watched(BaseDatabaseWrapper.commit)  # type: ignore[method-assign]


def spring(point: str) -> None:
    """Kill what the trap at this point says, once; cost one look at a folder without one."""
    trap = Path(os.environ["DRILL_TRAPS"]) / f"{os.environ.get('AMENDS_LOGIN', '')}.{point}"
    try:
        victim = trap.read_text()
        # Of two who pass at the same time only one takes it away.
        trap.unlink()
    except FileNotFoundError:
        return
    if victim == MYSELF:
        os.kill(os.getpid(), signal.SIGKILL)
    os.killpg(int(victim), signal.SIGKILL)


def _watched(commit: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(commit)
    def watched(connection: Any) -> None:
        spring("commit.before")
        commit(connection)
        spring("commit.after")

    return watched
