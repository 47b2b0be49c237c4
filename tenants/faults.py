"""Named points at which a drill may kill the process, to prove that nothing is lost there.

`AMENDS_FAULT=outbox.claimed` kills at the first pass, `AMENDS_FAULT=outbox.claimed:3` at the third. Without
the variable a point costs one comparison.
"""

import os
import signal

_NAME, _, _COUNT = os.environ.get("AMENDS_FAULT", "").partition(":")
_left = int(_COUNT or 1)


def point(name: str) -> None:
    """Kill this process with SIGKILL when the environment names this point."""
    if not _NAME or name != _NAME:
        return
    global _left
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
