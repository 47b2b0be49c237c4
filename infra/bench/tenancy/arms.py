"""The three arms: settings, database and environment of each, its steps, and its server, all configured alike."""

import http.client
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from amends.embedded import children, ports, processes
from amends.embedded.accounts import CLONE
from amends.embedded.postgres import Postgres
from infra.bench.tenancy.names import host_of

# The configuration of `./amends up`, the same in each arm; BENCH_WORKERS tries another number of processes.
WORKERS = int(os.environ.get("BENCH_WORKERS") or children.WEB_PROCESSES)
THREADS = children.WEB_THREADS
MOST_CONNECTIONS = 100
# What is left is for the connections that the server is just closing.
POOL_SIZE = (MOST_CONNECTIONS - 8) // WORKERS

SECRETS = {
    "AMENDS_ROLE_SECRET": "only for the benchmark",
    "AMENDS_SECRET_KEY": "only for the benchmark",
    "AMENDS_ROOT_KEY": "b25seSBmb3IgdGVzdHMsIDMyIGJ5dGVzIGxvbmcuLi4=",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


class StepFailed(RuntimeError):
    """A step or server of an arm did not work; the message has the end of what it said."""


@dataclass
class Arm:
    """One of the things compared."""

    name: str
    application: str
    environment: dict[str, str] = field(repr=False)
    # What only its steps get, not its server: the owner's login.
    owner: dict[str, str] = field(default_factory=dict, repr=False)
    process: subprocess.Popen[bytes] | None = None
    port: int = 0

    def step(self, name: str, *, release: str = "after", **arguments: Any) -> Any:
        """Run a step in a process of its own and return what it returned."""
        command = [
            sys.executable,
            "-P",
            "-m",
            "infra.bench.tenancy.steps",
            self.name,
            name,
            json.dumps(arguments),
        ]
        environment = self.environment | self.owner | {"BENCH_RELEASE": release}
        done = subprocess.run(
            command, env=environment, cwd=CLONE, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise StepFailed(f"{self.name} {name}: {done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def start(self, log: Path) -> None:
        """Serve the page on a free port, and return when it answers."""
        self.port = ports.free_port(8600)
        options = {
            "--interface": "wsgi", "--host": ports.LOOPBACK, "--port": str(self.port), "--http": "1",
            "--workers": str(WORKERS), "--blocking-threads": str(THREADS), "--log-level": "warning",
        }  # fmt: skip
        granian = [part for pair in options.items() for part in pair]
        command = (sys.executable, "-P", "-m", "granian", *granian, "--no-ws", self.application)
        child = processes.Child(self.name, command, self.environment)
        with log.open("ab") as output:
            self.process = processes.spawn(child, output=output)
        self._child = child
        self._wait(log)

    def _wait(self, log: Path) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process and self.process.poll() is None:
            connection = http.client.HTTPConnection(ports.LOOPBACK, self.port, timeout=10)
            try:
                connection.request("GET", "/bench/", headers={"Host": host_of(0)})
                if connection.getresponse().status == 200:
                    return
            except OSError:
                pass
            finally:
                connection.close()
            time.sleep(0.05)
        raise StepFailed(f"The server of {self.name} did not answer: {log.read_text()[-3000:]}")

    def stop(self) -> None:
        """Stop the server with all its processes."""
        if self.process is not None:
            processes.end(self.process, self._child)
            self.process = None


def arms(postgres: Postgres, folder: Path) -> tuple[Arm, Arm, Arm]:
    """Return ours, plain and single, all on one server."""
    package = "infra.bench.tenancy"
    common = {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONWARNINGS": "ignore",
        "BENCH_STATIC_FOLDER": str(folder / "static"),
        "AMENDS_STATE": str(folder),
        "AMENDS_FILES_FOLDER": str(folder / "files"),
        "AMENDS_CHECKPOINT_FOLDER": str(folder / "checkpoints"),
    }
    (folder / "static").mkdir(exist_ok=True)
    ours = common | SECRETS | {
        "DJANGO_SETTINGS_MODULE": f"{package}.ours.settings",
        "AMENDS_RUNTIME_DATABASE_URL": postgres.server_url(),
        "AMENDS_LOGIN": "amends_web",
        "AMENDS_POOL_SIZE": str(POOL_SIZE),
    }  # fmt: skip
    return (
        Arm("ours", "amends.wsgi:application", ours, {"DATABASE_URL": postgres.owner_url()}),
        _peer("plain", common, postgres),
        _peer("single", common, postgres),
    )


def _peer(name: str, common: dict[str, str], postgres: Postgres) -> Arm:
    settings = {
        "DJANGO_SETTINGS_MODULE": f"infra.bench.tenancy.{name}.settings",
        "BENCH_DATABASE_URL": postgres.owner_url(database_of(name)),
    }
    return Arm(name, f"infra.bench.tenancy.{name}.wsgi:application", common | settings)


def database_of(arm: str) -> str:
    """Return the name of an arm's database."""
    return "amends" if arm == "ours" else f"bench_{arm}"
