"""Keeps a list of children alive, prints what they say behind their names, and stops them all, in order.

One thread and one selector: a child that dies with its parent is tied to the thread that started it.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO

from amends.embedded.processes import Child, end_group, spawn
from amends.embedded.troubles import Trouble, full_disk, is_full_disk

TICK = 0.1
LONGEST_PAUSE = 30.0
# A child that lived this long had started well: its next crash counts as the first.
STEADY = 60.0
LAST_LINES = 40


class Stopped(Exception):
    """Somebody pressed Ctrl-C or ran `down` while we were still starting."""


@dataclass
class Kept:
    """A child with its process, and what we know of its life."""

    child: Child
    stage: int
    prepare: Callable[[], None] | None
    process: subprocess.Popen[bytes]
    started: float
    restarts: int = 0
    crashes: int = 0
    due: float = 0.0
    quiet: bool = False
    unfinished: bytes = b""
    said: list[str] = field(default_factory=list)


class Supervisor:
    """Children start in stages and stop in the reverse order; those of one stage stop together."""

    def __init__(
        self, *, lock: int | None = None, output: TextIO = sys.stdout, folder: Path = Path()
    ) -> None:
        self.kept: list[Kept] = []
        self.changed: Callable[[], None] = lambda: None
        self._lock = lock
        self._folder = folder
        self._output: TextIO | None = output
        self._selector = selectors.DefaultSelector()
        self._signals = 0

    def obey_signals(self) -> None:
        """Stop on Ctrl-C, on `down` and when the terminal closes. A second signal stops without patience."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_asked)

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1

    # Starting

    def start(
        self, child: Child, *, stage: int = 0, prepare: Callable[[], None] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a child that is restarted when it ends; `prepare` runs before every start."""
        if prepare:
            prepare()
        kept = Kept(child, stage, prepare, self._spawn(child), time.monotonic())
        self.kept.append(kept)
        self._listen(kept)
        self.changed()
        return kept.process

    def finish(self, child: Child, *, quietly: bool = False) -> str:
        """Run a child to its end and return its last line; raise Trouble with what it said when it failed."""
        kept = Kept(child, 0, None, self._spawn(child), time.monotonic(), quiet=quietly)
        self._listen(kept)
        while kept.process.poll() is None:
            self._turn()
            if self._signals:
                self._end([kept])
                raise Stopped
        self._drain(kept)
        end_group(kept.process.pid)
        if kept.process.returncode != 0:
            raise self._trouble(kept, f"{child.name} failed ({_cause(kept.process.returncode)})")
        return kept.said[-1] if kept.said else ""

    def until(self, condition: Callable[[], bool], *, what: str, seconds: float = 60.0) -> None:
        """Go on until the condition holds; raise Trouble when a child ends before that, or time is up."""
        end = time.monotonic() + seconds
        while not condition():
            self._turn()
            if self._signals:
                raise Stopped
            for kept in self.kept:
                if kept.process.poll() is not None:
                    self._drain(kept)
                    raise self._trouble(kept, f"{kept.child.name} ended while starting")
            if time.monotonic() > end:
                raise Trouble(f"{what} was not ready after {seconds:.0f} seconds. The lines above say more.")

    def _trouble(self, kept: Kept, event: str) -> Trouble:
        # The database says more of a full disk than the client that it drops.
        if any(is_full_disk("\n".join(each.said)) for each in (kept, *self.kept)):
            return Trouble(full_disk(self._folder))
        return Trouble(f"{event}. It said:\n" + "\n".join(kept.said))

    def words_of(self, process: subprocess.Popen[bytes]) -> str:
        """Return the last lines of a child that has ended."""
        for kept in self.kept:
            if kept.process is process:
                self._drain(kept)
                return "\n".join(kept.said)
        return ""

    # Living

    def watch(self) -> None:
        """Restart what ends, until somebody asks us to stop."""
        while not self._signals:
            self._turn()
            now = time.monotonic()
            for kept in self.kept:
                if kept.due and now >= kept.due:
                    self._restart(kept)
                elif not kept.due and kept.process.poll() is not None:
                    self._plan_restart(kept, now)

    def _plan_restart(self, kept: Kept, now: float) -> None:
        self._drain(kept)
        # Its workers would hold the port, and the lock, against the next one.
        end_group(kept.process.pid)
        kept.crashes = 1 if now - kept.started > STEADY else kept.crashes + 1
        pause = min(0.25 * 2 ** (kept.crashes - 1), LONGEST_PAUSE)
        kept.due = now + pause
        self.say(
            f"{kept.child.name} ended ({_cause(kept.process.returncode)}); starting it again in {pause:g} s."
        )
        self.changed()

    def _restart(self, kept: Kept) -> None:
        kept.due = 0.0
        kept.restarts += 1
        kept.started = time.monotonic()
        try:
            if kept.prepare:
                kept.prepare()
            kept.process = self._spawn(kept.child)
        except (Trouble, OSError) as trouble:
            self.say(str(trouble))
            kept.crashes += 1
            kept.due = kept.started + min(2.0**kept.crashes, LONGEST_PAUSE)
            return
        self._listen(kept)
        self.changed()

    # Stopping

    def stop(self) -> None:
        """Stop the last stage first; when this returns no child and no child's child is left."""
        for stage in sorted({kept.stage for kept in self.kept}, reverse=True):
            self._end([kept for kept in self.kept if kept.stage == stage])
        self.kept.clear()

    def _end(self, group: list[Kept]) -> None:
        living = [kept for kept in group if kept.process.poll() is None]
        for kept in living:
            kept.process.send_signal(kept.child.stop_signal)
        asked, signals = time.monotonic(), self._signals
        while any(
            kept.process.poll() is None and time.monotonic() - asked < kept.child.patience for kept in living
        ) and self._signals <= max(signals, 1):
            self._turn(0.02)
        for kept in group:
            end_group(kept.process.pid)
            kept.process.wait()
            self._drain(kept)

    # Output

    def say(self, text: str, name: str = "amends") -> None:
        if self._output is None:
            return
        try:
            for line in text.splitlines():
                self._output.write(f"{name:<11} | {line}\n")
            self._output.flush()
        except OSError:
            # Nobody reads any more, or the disk is full: neither is a reason to stop serving.
            self._output = None

    def _spawn(self, child: Child) -> subprocess.Popen[bytes]:
        process = spawn(child, lock=self._lock, output=subprocess.PIPE)
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        return process

    def _listen(self, kept: Kept) -> None:
        self._selector.register(_pipe(kept), selectors.EVENT_READ, kept)

    def _turn(self, seconds: float = TICK) -> None:
        """Wait a moment for output and pass it on."""
        for key, _ in self._selector.select(seconds):
            self._read(key.data)

    def _read(self, kept: Kept) -> bool:
        """Pass on what the child has said; return False at its end."""
        try:
            data = os.read(_pipe(kept), 65536)
        except BlockingIOError:
            return False
        if not data:
            self._selector.unregister(_pipe(kept))
            kept.process.stdout.close()  # type: ignore[union-attr]
        *lines, kept.unfinished = (kept.unfinished + data).split(b"\n")
        if not data and kept.unfinished:
            lines, kept.unfinished = [kept.unfinished], b""
        for line in lines:
            text = line.decode(errors="replace").rstrip()
            kept.said = [*kept.said[-LAST_LINES:], text]
            if not kept.quiet:
                self.say(text or " ", kept.child.name)
        return bool(data)

    def _drain(self, kept: Kept) -> None:
        """Read what is left; a grandchild that still holds the pipe is not waited for."""
        stream = kept.process.stdout
        while stream and not stream.closed and self._read(kept):
            pass
        if stream and not stream.closed:
            self._selector.unregister(stream.fileno())
            stream.close()


def _pipe(kept: Kept) -> int:
    assert kept.process.stdout is not None
    return kept.process.stdout.fileno()


def _cause(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
