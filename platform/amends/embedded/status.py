"""What a running instance tells about itself: a small file that `status`, `down` and `up --detach` read."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from amends.embedded.locks import holder
from amends.embedded.private_files import write_privately


@dataclass
class Status:
    """`state` is starting, ready, stopping or stopped; `children` have name, pid, running and restarts."""

    state: str = "stopped"
    pid: int | None = None
    port: int = 8000
    url: str = ""
    mail_url: str = ""
    stripe_url: str = ""
    trouble: str = ""
    children: list[dict[str, Any]] = field(default_factory=list)
    tenants: list[dict[str, str]] = field(default_factory=list)
    sign_in: list[dict[str, str]] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        try:
            write_privately(folder / "status.json", json.dumps(asdict(self)))
        except OSError:
            # A full disk must not take down what runs; the file is then merely old.
            return


def read_status(folder: Path) -> Status:
    """Return what runs under this folder; stopped when its supervisor is gone, whatever the file says."""
    try:
        status = Status(**json.loads((folder / "status.json").read_text()))
    except (OSError, ValueError, TypeError):
        status = Status()
    taker = holder(folder / "lock")
    if taker is None:
        return Status(trouble=status.trouble)
    if taker != status.pid:
        # It has the lock but has not written its first line yet.
        return Status(state="starting", pid=taker)
    return status
