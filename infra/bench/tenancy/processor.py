"""How much processor time a server takes, with its children, also those that have ended: a figure that noise spares."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(pid: int) -> float:
    """Return the processor seconds of a process and all below it, since they started."""
    total = 0.0
    waiting = [pid]
    while waiting:
        each = waiting.pop()
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        # utime, stime, and the same of children that were waited for.
        total += sum(int(field) for field in fields[11:15])
        waiting += _children(each)
    return total / _TICKS


def _children(pid: int) -> list[int]:
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        # It ended meanwhile; its parent has its seconds now.
        return []
    return [int(each) for text in lists for each in text.split()]
