"""A lock file that a server's children inherit, so that it is free only when the last of them has gone."""

import contextlib
import fcntl
import os
import signal
import time
from pathlib import Path

from amends.embedded.troubles import Trouble, plainly

PATIENCE = 5.0
# Every child of a supervisor has this variable, with the path of the lock. A server's own workers do not inherit the
# descriptor, but they do inherit the environment.
MARK = "AMENDS_LOCK"


class Held(Trouble):
    """Somebody who is alive and in charge holds the lock; `pid` is theirs."""

    def __init__(self, pid: int, path: Path) -> None:
        super().__init__(f"Already running (process {pid} holds {path}). `./amends down` stops it.")
        self.pid = pid


def take(path: Path) -> int:
    """Return the descriptor of the locked file; give it to children with `pass_fds`, close it to let go.

    A lock whose taker has died is stale: its orphans are given a moment to leave by themselves and are then ended.
    Raises Held when the taker lives.
    """
    with plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    started = time.monotonic()
    while not _lock(descriptor):
        taker = holder(path)
        if taker:
            os.close(descriptor)
            raise Held(taker, path)
        waited = time.monotonic() - started
        if waited > 2 * PATIENCE:
            os.close(descriptor)
            raise Trouble(
                f"{path} is locked by a process that cannot be found. Restart the machine, or remove the file."
            )
        if waited > PATIENCE / 5:
            left = _marked(path) | _holders(path)
            _signal(left, signal.SIGKILL if waited > PATIENCE else signal.SIGTERM)
        time.sleep(0.1)
    with plainly(path):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def release(descriptor: int) -> None:
    """Let go of the lock; children that are still leaving may keep it for a moment, as orphans."""
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
    os.close(descriptor)


def holder(path: Path) -> int | None:
    """Return the process id of the living taker of the lock, or None."""
    try:
        pid = int(path.read_text() or 0)
    except (OSError, ValueError):
        return None
    # The number alone proves nothing: it may have gone to another process since.
    return pid if pid and _is_alive(pid) and _has_open(pid, path, unknown=True) else None


def end_orphans(path: Path) -> None:
    """End what a killed supervisor left running under this lock. Call it with the lock held."""
    until = time.monotonic() + PATIENCE
    while orphans := _marked(path):
        _signal(orphans, signal.SIGTERM if time.monotonic() < until else signal.SIGKILL)
        if time.monotonic() > until + PATIENCE:
            raise Trouble(f"Processes {sorted(orphans)} of an earlier run do not end. Restart the machine.")
        time.sleep(0.1)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _has_open(pid: int, path: Path, *, unknown: bool) -> bool:
    """Return whether the process has the file open, and `unknown` where the system does not tell."""
    wanted = path.stat()
    try:
        links = list(Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return unknown
    for link in links:
        # A descriptor may be closed while we look, our own of this very folder for one.
        with contextlib.suppress(OSError):
            opened = link.stat()
            if (opened.st_dev, opened.st_ino) == (wanted.st_dev, wanted.st_ino):
                return True
    return False


def _holders(path: Path) -> set[int]:
    """Return the other processes that have the file open, as far as we may see."""
    pids = {int(process.name) for process in Path("/proc").glob("[0-9]*")} - {os.getpid()}
    return {pid for pid in pids if _has_open(pid, path, unknown=False)}


def _marked(path: Path) -> set[int]:
    """Return the processes that were started under this lock, without ourselves and our ancestors."""
    mark = f"{MARK}={path}".encode()
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.add(int(process.name))
        except OSError:
            continue
    return found - {os.getpid(), os.getppid()}


def _signal(pids: set[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            continue
