"""Has a recording written anew by a process of its own, which asks for the bytes it wants and never holds them all.

Telephones write a film's index at its end, so whoever reads it has to turn pages; and nothing of it may lie readable on
a disk. So the process (`amends.files.remuxing`) asks for spans by its standard output, gets them by its standard input,
and gives the result back in order. It is limited as `amends.files.checking` is.
"""

import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from amends.files.examining import environment_of_checking
from amends.files.kinds import REASONS, RECORDINGS, Kind, Unfit

WAITS = 240
"""Seconds for the whole of a recording; a job waits for it, no page."""
LONGEST_ASK = 1 << 22
HEAD = struct.Struct("!cQQ")
"""What the process says: a letter and two numbers. r: offset, length; k: 0, length of a name; w: 0, length; e; n."""


class Rewriting:
    """A recording as it comes back; `kind` is right before the first part. Raises Unfit."""

    def __init__(self, read: Callable[[int, int], bytes], size: int, *, most: int):
        self._read = read
        self._process = subprocess.Popen(
            [sys.executable, "-m", "amends.files.remuxing", str(size), str(most)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment_of_checking(),
        )
        self._end = threading.Timer(WAITS, self._process.kill)
        self._end.start()
        self._kind = ""
        self._told = self._parts()
        try:
            self._first = next(self._told, b"")
        except BaseException:
            self.close()
            raise

    @property
    def kind(self) -> Kind:
        return RECORDINGS[self._kind]

    def parts(self) -> Iterator[bytes]:
        """Yield the content in order."""
        try:
            yield self._first
            yield from self._told
        finally:
            self.close()

    def close(self) -> None:
        self._end.cancel()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what was not flushed has no reader any more
                    pipe.close()

    def _parts(self) -> Iterator[bytes]:
        while True:
            what, first, second = HEAD.unpack(self._heard(HEAD.size))
            if what == b"r" and second <= LONGEST_ASK:
                self._answer(self._read(first, second))
            elif what == b"k" and (name := self._heard(second).decode(errors="replace")) in RECORDINGS:
                self._kind = name
            elif what == b"w" and self._kind and second <= LONGEST_ASK:
                yield self._heard(second)
            elif what == b"e" and self._kind:
                return
            else:
                reason = self._heard(second).decode(errors="replace") if what == b"n" else ""
                raise Unfit(reason if reason in REASONS else "broken")

    def _heard(self, count: int) -> bytes:
        found: bytes = self._pipe("stdout").read(count)
        if len(found) < count:
            # It died: by its limits, by the time, or by a library that a file took down.
            raise Unfit("slow")
        return found

    def _answer(self, part: bytes) -> None:
        pipe = self._pipe("stdin")
        try:
            pipe.write(struct.pack("!Q", len(part)) + part)
            pipe.flush()
        except OSError:
            raise Unfit("slow") from None

    def _pipe(self, name: str) -> Any:
        return getattr(self._process, name)
