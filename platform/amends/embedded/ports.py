"""Which loopback port is free, and who has the one that is not."""

import contextlib
import socket
from pathlib import Path

from amends.embedded.locks import MARK
from amends.embedded.troubles import Trouble

LOOPBACK = "127.0.0.1"
LAST_PORT = 65535
FIRST_UNPRIVILEGED = 1024


def is_free(port: int) -> bool:
    """Return whether we could listen on the port now."""
    with socket.socket() as attempt:
        # A port whose last owner has just closed it counts as free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(preferred: int) -> int:
    """Return the first free port from `preferred` on."""
    for port in range(preferred, min(preferred + 200, LAST_PORT + 1)):
        if is_free(port):
            return port
    with socket.socket() as attempt:
        attempt.bind((LOOPBACK, 0))
        return int(attempt.getsockname()[1])


def require_free(port: int) -> None:
    """Raise Trouble when the port is taken, naming who has it and another one that is free."""
    if not 1 <= port <= LAST_PORT:
        raise Trouble(f"{port} is not a port: choose a number from {FIRST_UNPRIVILEGED} to {LAST_PORT}.")
    if is_free(port):
        return
    owner = owner_of(port)
    if port < FIRST_UNPRIVILEGED and not owner:
        raise Trouble(f"Port {port} needs root. Choose another one: ./amends up --port {free_port(8000)}")
    by = f" by {owner}" if owner else ""
    raise Trouble(f"Port {port} is in use{by}. Choose another one: ./amends up --port {free_port(port + 10)}")


def owner_of(port: int) -> str:
    """Return "name (process 123)" or another clone's folder for who listens, or "" when that cannot be seen."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if _holds_one(process, sockets):
                return _describe(process)
    return ""


def _holds_one(process: Path, sockets: set[str]) -> bool:
    for link in (process / "fd").iterdir():
        # A descriptor may be closed while we look.
        with contextlib.suppress(OSError):
            if str(link.readlink()) in sockets:
                return True
    return False


def _describe(process: Path) -> str:
    for variable in (process / "environ").read_text(errors="replace").split("\0"):
        name, _, value = variable.partition("=")
        if name == MARK:
            return f"the Amends of {Path(value).parent} (process {process.name})"
    return f"{(process / 'comm').read_text().strip()} (process {process.name})"


def _listening(port: int) -> set[str]:
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        try:
            lines = table.read_text().splitlines()[1:]
        except OSError:
            continue
        for fields in (line.split() for line in lines):
            # 0A is TCP_LISTEN.
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(fields[9])
    return inodes
