"""Looks at a file that came in: what it is, its content written anew, and whether the scanner lets it pass."""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

from amends.files.kinds import KINDS, REASONS, Kind, Unfit
from amends.files.scanner import ScannerAway, is_clean

WAITS = 15
"""Seconds that the checking process may take in all: a thread that serves pages waits for it."""
AT_ONCE = 2
"""Files that one of our processes has looked at together: its other threads are for everybody else."""
FOR_ROOM = 2
"""Seconds that a file waits for its turn."""
_ROOM = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, repr=False)
class Examined:
    """A file as it may be kept; while `is_scanned` is false it must be shown to nobody."""

    kind: Kind
    content: bytes
    is_scanned: bool


def examine(upload: Any, *, largest: int) -> Examined:
    """Return a file that came in (`uploads.SealedUpload`, or any that is read) as it may be kept; raise Unfit."""
    if upload.size > largest:
        raise Unfit("large")
    upload.seek(0)
    kind, content = _checked(upload.read())
    if len(content) > largest:
        raise Unfit("large")
    try:
        if not is_clean([content]):
            raise Unfit("virus")
    except ScannerAway:
        return Examined(KINDS[kind], content, is_scanned=False)
    return Examined(KINDS[kind], content, is_scanned=True)


def environment_of_checking() -> dict[str, str]:
    """Return the environment of a checking process: where the code is, and no secret of ours."""
    return {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}


def _checked(content: bytes) -> tuple[str, bytes]:
    """Ask the checking process; one that dies or takes too long has met a file that is not taken in."""
    command = [sys.executable, "-m", "amends.files.checking"]
    if not _ROOM.acquire(timeout=FOR_ROOM):
        raise Unfit("slow")
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            env=environment_of_checking(),
            timeout=WAITS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unfit("slow") from None
    finally:
        _ROOM.release()
    head, _line_end, rest = done.stdout.partition(b"\n")
    word, _space, what = head.decode(errors="replace").partition(" ")
    if word == "ok" and what in KINDS:
        return what, rest
    raise Unfit(what if word == "no" and what in REASONS else "slow")
