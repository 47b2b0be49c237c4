"""As whom a database server runs: as ourselves, or, since PostgreSQL refuses root, as somebody smaller."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLONE = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Account:
    """A user of this system. `switched` says that it is not the one who runs us."""

    name: str
    uid: int
    gid: int
    switched: bool

    def popen(self) -> dict[str, Any]:
        """Return the arguments for Popen that run a child as this account."""
        if not self.switched:
            return {}
        # The working folder is one that everybody can enter, or the child could not even start.
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def give(self, path: Path, mode: int) -> None:
        """Make `path` this account's own."""
        if self.switched:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        path.chmod(mode)

    def can_write(self, folder: Path) -> bool:
        """Return whether this account reaches and can write the folder, by trying it as that account."""
        test = ["/bin/sh", "-c", 'test -d "$1" && test -w "$1" && test -x "$1"', "sh", str(folder)]
        return subprocess.run(test, check=False, **self.popen()).returncode == 0

    def can_run(self, program: Path) -> bool:
        """Return whether this account can start the program; its own `--version` is the proof."""
        try:
            return (
                subprocess.run(
                    [program, "--version"], capture_output=True, check=False, **self.popen()
                ).returncode
                == 0
            )
        except OSError:
            return False


def server_account(clone: Path = CLONE) -> Account:
    """Return who runs the servers: ourselves; when we are root the clone's owner, else postgres, else nobody."""
    if os.geteuid() != 0:
        # A uid without a name in the user database is common in containers.
        return Account(_name(os.geteuid()) or str(os.geteuid()), os.geteuid(), os.getegid(), switched=False)
    for found in (_name(clone.stat().st_uid), "postgres", "nobody"):
        try:
            entry = pwd.getpwnam(found or "")
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switched=True)
    return Account("nobody", 65534, 65534, switched=True)


def _name(uid: int) -> str | None:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None
