"""Where the platform is: the running instance, or one that is started for this journey alone."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LAUNCHER = Path(__file__).resolve().parents[2] / "amends"
NEXT_ENTRY = re.compile(r"\| \d{4}-\d\d-\d\d ")


class NotRunning(RuntimeError):
    """There is no instance to walk through."""


@dataclass(frozen=True)
class Instance:
    """Where an instance answers, where its mail is read, and how its operator signs in."""

    url: str
    mail_url: str
    operator: dict[str, str]
    environment: dict[str, str] | None = None
    """That of its processes, where it is one of our own."""
    sign_in: list[dict[str, str]] = field(default_factory=list)
    """Everybody whose password is known."""


def running(environment: dict[str, str] | None = None) -> Instance:
    """Return the running instance; raise NotRunning."""
    told = amends("status", "--json", environment=environment, check=False).stdout
    found = json.loads(told.splitlines()[-1]) if told.strip() else {"ok": False}
    if not found["ok"]:
        raise NotRunning("Nothing runs here. Start it with ./amends up, or use ./amends journey --fresh.")
    operator = next(who for who in found["sign_in"] if who["role"] == "operator")
    return Instance(found["url"], found["mail_url"], operator, environment, found["sign_in"])


@contextmanager
def fresh_instance() -> Iterator[Instance]:
    """Start an instance with a state folder and a port of its own, yield it, stop it."""
    folder = Path(tempfile.mkdtemp(prefix="amends-journey-"))
    environment = own_environment(folder)
    try:
        amends("up", "--detach", "--port", str(free_port()), environment=environment)
        yield running(environment)
    except Exception:
        # The folder goes: what the instance itself says of the trouble is kept on the screen.
        print(errors_in(folder / "amends.log"), file=sys.stderr)
        raise
    finally:
        amends("down", environment=environment, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def errors_in(log: Path) -> str:
    """Return the errors that the processes of an instance noted, each with the lines of its trace."""
    found, is_error = [], False
    for line in log.read_text(errors="replace").splitlines() if log.exists() else []:
        is_error = " ERROR " in line or (is_error and not NEXT_ENTRY.search(line))
        if is_error:
            found.append(line)
    return "\n".join(found)


def own_environment(folder: Path) -> dict[str, str]:
    """Return the environment without anything that points at another instance."""
    foreign = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in foreign and not name.startswith("AMENDS_")
    }
    # What the demonstration shows is made in the background, and would be in the way.
    return kept | {"AMENDS_STATE": str(folder), "AMENDS_DEMO_CASES": "0"}


def free_port() -> int:
    """Return a port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def amends(
    *arguments: str, environment: dict[str, str] | None = None, check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run `./amends` and return what it said; raise NotRunning when it failed and `check` asks for it."""
    done = subprocess.run(
        [LAUNCHER, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if check and done.returncode != 0:
        raise NotRunning(f"./amends {' '.join(arguments)} failed: {done.stderr[-2000:]}")
    return done
