"""Starting an instance that outlives the command, and stopping the one that runs."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from amends.embedded import locks
from amends.embedded.environment import state_folder
from amends.embedded.status import Status, read_status
from amends.embedded.troubles import Trouble, plainly


def start_detached(port: int) -> Status:
    """Start an instance that outlives this command, and return when it is ready. Raises Trouble."""
    folder = state_folder()
    with plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        taker = locks.holder(folder / "lock")
        if taker:
            raise locks.Held(taker, folder / "lock")
        log = (folder / "amends.log").open("wb")
    with log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "amends", "up", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        while process.poll() is None:
            status = read_status(folder)
            if status.state == "ready" and status.pid == process.pid:
                return status
            time.sleep(0.05)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        process.wait()
        raise
    raise Trouble(last_words(folder / "amends.log"))


def last_words(log: Path) -> str:
    """Return why a detached start failed: its own sentence is the last thing in its log."""
    text = log.read_text(errors="replace")
    _, found, sentence = text.rpartition("\namends: ")
    return sentence.strip() if found else "\n".join(text.splitlines()[-15:])


def stop_running(seconds: float = 40.0) -> bool:
    """Stop the instance of this clone, orphans included; return whether something was running."""
    path = state_folder() / "lock"
    taker = locks.holder(path)
    if not path.exists():
        return False
    until = time.monotonic() + seconds
    number: signal.Signals | None = signal.SIGTERM
    while taker and (pid := locks.holder(path)) == taker:
        with contextlib.suppress(ProcessLookupError):
            if number is not None:
                os.kill(pid, number)
        number = None
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    descriptor = locks.take(path)
    locks.end_orphans(path)
    locks.release(descriptor)
    return taker is not None
