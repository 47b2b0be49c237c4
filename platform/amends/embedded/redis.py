"""One Redis of our own on a private socket; it keeps what Celery queued across restarts."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from amends.embedded import accounts, binaries, folders, locks, processes
from amends.embedded.troubles import Trouble, explain

# Redis is content with any user, root included, so it runs as ourselves and needs no folder of the system's.
OURSELVES = accounts.Account("", os.geteuid(), os.getegid(), switched=False)


class Redis:
    """A server whose files lie in `state`. `start` makes the folder when it is missing."""

    def __init__(self, state: Path) -> None:
        self.state = Path(state).resolve()
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._sockets: Path | None = None

    @property
    def socket(self) -> Path:
        if self._sockets is None:
            self._sockets = folders.socket_folder(self.state, OURSELVES)
        return self._sockets / "redis"

    def url(self, database: int = 0) -> str:
        return f"unix://{self.socket}?db={database}"

    def start(self) -> None:
        """Run the server as our child and return when it answers."""
        # A second server would silently steal the socket of a living one: the lock comes first.
        self._lock = locks.take(self.state / "lock")
        try:
            self.prepare()
            with (self.state / "log").open("ab") as log:
                self.process = processes.spawn(self.child(), lock=self._lock, output=log)
            self.wait(self.process, self.state / "log")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self.process is not None:
            processes.end(self.process, self.child())
            self.process = None
            self.tidy()
        if self._lock is not None:
            locks.release(self._lock)
            self._lock = None

    def tidy(self) -> None:
        """Remove the folder of the socket, once it is gone."""
        if self._sockets:
            with contextlib.suppress(OSError):
                self.socket.unlink(missing_ok=True)
                self._sockets.rmdir()
        self._sockets = None

    def destroy(self) -> None:
        """Stop the server and remove everything it wrote."""
        self.stop()
        shutil.rmtree(self.state, ignore_errors=True)

    # Steps, also used one by one by the supervisor

    def prepare(self) -> None:
        folders.make_private(self.state, OURSELVES)

    def child(self) -> processes.Child:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.state),
            "save": "",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "loglevel": "warning",
        }
        command = (
            str(binaries.redis_server()),
            *(part for name, value in options.items() for part in (f"--{name}", value)),
        )
        return processes.Child(
            "redis", command, {"PATH": os.environ.get("PATH", os.defpath)}, stop_signal=signal.SIGTERM
        )

    def wait(self, process: subprocess.Popen[bytes], log: Path | None = None, seconds: float = 30) -> None:
        """Return when the server answers; raise Trouble when it ended or takes too long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if process.poll() is not None:
                raise Trouble(
                    explain(log.read_text(errors="replace") if log else "", what="Redis", folder=self.state)
                )
            if _answers(self.socket):
                return
            time.sleep(0.01)
        raise Trouble(
            f"Redis did not answer within {seconds:.0f} seconds. The machine may be overloaded; try again."
        )


def _answers(path: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(7).startswith(b"+PONG")
    except OSError:
        return False
