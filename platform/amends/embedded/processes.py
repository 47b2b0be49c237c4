"""How a child is started (own session, dies with us, inherits the lock) and how it is ended, with all of its own."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from amends.embedded.accounts import Account

# Loaded before any fork: between fork and exec nothing may be imported.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """One program to run: what, with which environment, as whom, and how it likes to be stopped."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    # Seconds before it is killed.
    patience: float = 8.0


def spawn(
    child: Child, *, lock: int | None = None, output: int | IO[Any] | None = None
) -> subprocess.Popen[bytes]:
    """Start the child as the leader of its own session. Call it from the main thread.

    A signal that the kernel sends when its parent dies is tied to the thread that spawned it.
    """
    with warnings.catch_warnings():
        # Python 3.12 warns when other threads run, as they do below pytest-xdist; `ask` takes no lock.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen(
            child.command,
            env=child.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=() if lock is None else (lock,),
            preexec_fn=_die_with_parent(child.stop_signal),  # noqa: PLW1509 - see above
            **(child.account.popen() if child.account else {}),
        )


def _die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    if _LIBC is None:
        return None
    parent = os.getpid()
    call, code, leave = _LIBC.prctl, int(number), os._exit

    def ask() -> None:
        # Changing the user clears the request, so it is made here, after Popen has switched.
        call(_PR_SET_PDEATHSIG, code)
        if os.getppid() != parent:
            leave(1)

    return ask


def end(process: subprocess.Popen[bytes], child: Child) -> None:
    """Stop the child the way it likes, then kill whatever is left of its session."""
    if process.poll() is None:
        process.send_signal(child.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(child.patience)
    end_group(process.pid)
    process.wait()


def end_group(pid: int) -> None:
    """Kill what is left of the session that `pid` led; a server's workers outlive its main process."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
