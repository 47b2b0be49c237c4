"""A worker as `up` starts it, to be watched and killed by drills."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from amends.embedded.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("AMENDS_FILES_FOLDER", "AMENDS_CHECKPOINT_FOLDER")
WORKER = (
    "-m", "celery", "-A", "amends.celery", "--quiet", "worker", "--pool", "threads", "--concurrency", "2",
    "--loglevel", "warning", "--without-gossip", "--without-mingle", "--without-heartbeat",
)  # fmt: skip


class Workers:
    """One worker at a time, as `up` starts it, and the most memory that one of them took."""

    def __init__(self, environment: Environment, log: Path):
        self.environment, self.log = environment.runtime("amends_worker"), log
        # The folders of the drill's own process: one writes what the other reads.
        self.environment |= {name: value for name, value in os.environ.items() if name in FOLDERS}
        self.environment["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(ROOT / "platform")))
        self.process: subprocess.Popen[bytes] | None = None
        self.peak_mb = self.kills = 0

    def start(self) -> None:
        """Start one, unless one is there."""
        if self.process is None:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    (sys.executable, *WORKER),
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )

    def look(self) -> None:
        """Note how much memory it took so far; raise when it has died by itself."""
        if self.process is None:
            return
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text()[-2_000:])
        with suppress(OSError):
            status = Path(f"/proc/{self.process.pid}/status").read_text()
            peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
            self.peak_mb = max(self.peak_mb, int(peak.split()[1]) // 1024)

    def kill(self) -> None:
        """SIGKILL it."""
        self.look()
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process, self.kills = None, self.kills + 1

    def end(self) -> None:
        """End it at the end of the drill."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
