"""The instance that the drill kills: PostgreSQL (with fsync), Redis, a web server and workers of its own."""

import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from amends.embedded.environment import Environment
from amends.embedded.postgres import Postgres
from amends.embedded.redis import Redis

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = "infra.drills.kill.settings"
PYTHONPATH = os.pathsep.join((str(ROOT), str(ROOT / "platform")))


class Zygote:
    """The process whose forks are workers, or fleet commands."""

    def __init__(self, kind: str, log: Path, environment: dict[str, str]) -> None:
        self.log = log
        self.process = subprocess.Popen(
            (sys.executable, "-m", "infra.drills.kill.zygote", kind, str(log)),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def start(self, fault: str) -> int:
        """Start a process that dies at `fault`; return its id."""
        self.process.stdin.write(f"{fault}\n")
        self.process.stdin.flush()
        return int(self._answer())

    def close(self) -> None:
        """End it; what it started dies with it."""
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def _answer(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"The zygote ended; see {self.log}.")
        return line.strip()


class Rig:
    """Servers and processes in one folder; everything is ended by `close`."""

    def __init__(self, folder: Path, *, settings: str = SETTINGS) -> None:
        self.folder, self.settings = folder, settings
        self.postgres = Postgres(folder / "postgres")
        self.redis = Redis(folder / "redis")
        # Of the system's choosing: two drills that begin at once would both find the same one free.
        with socket.socket() as any_free:
            any_free.bind(("127.0.0.1", 0))
            self.port = int(any_free.getsockname()[1])
        self.web: subprocess.Popen[bytes] | None = None
        self.workers: set[int] = set()
        # What the processes' environment has besides.
        self.more: dict[str, str] = {}

    def open(self) -> None:
        """Start the servers, set this process's environment to the owner's, and prepare the database."""
        self.postgres.start()
        self.redis.start()
        os.environ.pop("AMENDS_FAULT", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = self.settings
        self.environment = Environment(self.folder, self.postgres.owner_url(), self.redis.url(), self.port)
        os.environ.update(self.environment.owner())
        command = (sys.executable, "-m", "django", "prepare")
        subprocess.run(command, env=os.environ | {"PYTHONPATH": PYTHONPATH}, stdout=sys.stderr, check=True)
        self.zygote = Zygote("worker", self.folder / "worker.log", self.runtime("amends_worker"))

    def renew_zygote(self) -> None:
        """Start the workers' parent anew, which then has the environment of now."""
        if hasattr(self, "zygote"):
            self.zygote.close()
        self.zygote = Zygote("worker", self.folder / "worker.log", self.runtime("amends_worker"))

    def close(self) -> None:
        """End everything."""
        self.end_processes()
        self.redis.destroy()
        self.postgres.destroy()

    def end_processes(self) -> None:
        """End the web server and the workers."""
        self.stop_web()
        for pid in list(self.workers):
            self.kill(pid)
        if hasattr(self, "zygote"):
            self.zygote.close()

    def runtime(self, login: str) -> dict[str, str]:
        """Return the environment of a process without the owner's login."""
        return self.environment.runtime(login) | {"PYTHONPATH": PYTHONPATH} | self.more

    # Workers

    def start_worker(self, fault: str = "") -> int:
        """Start a worker that dies at `fault`; return its process id."""
        pid = self.zygote.start(fault)
        self.workers.add(pid)
        return pid

    def start_worker_from_nothing(self) -> int:
        """Start a worker as `up` does, with a Python of its own, to see how long that takes."""
        from infra.drills.kill.zygote import ARGUMENTS

        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                (sys.executable, "-m", "celery", "-A", "amends.celery", *ARGUMENTS),
                env=self.runtime("amends_worker"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.own = process
        self.workers.add(process.pid)
        return process.pid

    def wait_for_death(self, pid: int, seconds: float) -> bool:
        """Return whether the process is gone within `seconds`."""
        died = is_gone(pid, seconds)
        if died:
            self.workers.discard(pid)
        return died

    def kill(self, pid: int) -> None:
        """SIGKILL a worker and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        if getattr(self, "own", None) is not None and self.own.pid == pid:
            self.own.wait()
            self.own = None
        self.wait_for_death(pid, 10)

    # Web

    def start_web(self, fault: str, *, threads: int = 2) -> None:
        """Start granian with one process that dies at `fault`; granian ends with it."""
        command = (
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", str(threads), "--log-level", "error", "amends.wsgi:application",
        )  # fmt: skip
        environment = self.runtime("amends_web") | {"AMENDS_FAULT": fault}
        with (self.folder / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop_web(self) -> None:
        """End granian and what it started."""
        if self.web is None:
            return
        self.web.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.web.wait(5)
        with suppress(ProcessLookupError):
            os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()
        self.web = None

    def web_is_gone(self) -> bool:
        """Return whether the web server has ended."""
        return self.web is None or self.web.poll() is not None

    def post(self, host: str, path: str) -> int | None:
        """Return the status of a POST, None when the connection broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", path, headers={"Host": host})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    # Servers

    def kill_postgres(self) -> None:
        """SIGKILL the postmaster and every backend at once, as a power cut of the machine would end them."""
        main = self.postgres.process.pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for pid in (main, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.postgres.process.wait()
        self.postgres.stop()

    def kill_redis(self) -> None:
        """SIGKILL Redis."""
        self.redis.process.kill()
        self.redis.process.wait()
        self.redis.stop()


def is_gone(pid: int, seconds: float) -> bool:
    """Return whether the process (not necessarily our child) has ended within `seconds`."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


def until(seen, seconds: float) -> float | None:  # noqa: ANN001
    """Wait until `seen()` is true; return how long that took, None after `seconds`."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        if seen():
            return time.monotonic() - begun
        time.sleep(0.02)
    return None
