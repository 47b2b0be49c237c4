"""`./amends drill pooler`: the tests on Debian's PostgreSQL 15, behind PgBouncer with one connection for each role.

The steps are those of `infra/container`: its first SQL, its configuration of PgBouncer (with a pool of one), the
owner straight to the server, everything else through the pooler. Tests with the mark `needs_two_connections` are left
out, since one login cannot hold two transactions in a pool of one; each says why.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from amends.embedded.accounts import CLONE
from amends.embedded.redis import Redis
from infra.drills.pooler.servers import Servers
from infra.report import Report, asked

LEFT_OUT = "not needs_two_connections"


def main(arguments: list[str]) -> Report:
    """Run the tests that `arguments` name for pytest, or all of them."""
    _, for_pytest = asked("drill pooler", __doc__).parse_known_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="amends-pooler-"))
    folder.chmod(0o711)
    servers, redis = Servers(folder), Redis(folder / "redis")
    try:
        servers.start()
        redis.start()
        begun = time.monotonic()
        status, said = _tests(for_pytest or ["-n", "2"], servers.environment() | {"REDIS_URL": redis.url(1)})
        figures = {
            "postgresql": servers.version(),
            "pgbouncer": servers.pooler_version(),
            "pool_mode": "transaction",
            "pool_size_per_role": 1,
            "seconds": round(time.monotonic() - begun),
            **_counted(said),
        }
    finally:
        redis.destroy()
        servers.destroy()
    return Report(ok=status == 0, figures=figures)


def _tests(arguments: list[str], environment: dict[str, str]) -> tuple[int, list[str]]:
    """Run pytest with its output on standard error; return its exit status and lines."""
    command = [sys.executable, "-P", "-m", "pytest", "-m", LEFT_OUT, *arguments]
    said: list[str] = []
    with subprocess.Popen(
        command,
        cwd=CLONE,
        env=os.environ | environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        for line in process.stdout or ():
            sys.stderr.write(line)
            said.append(line)
    return process.returncode, said


def _counted(said: list[str]) -> dict[str, object]:
    """Return pytest's counts and the names of what failed."""
    words = re.findall(r"(\d+) (passed|failed|errors?|skipped|deselected)", said[-1] if said else "")
    counts = {word: int(count) for count, word in words}
    failed = [line.split()[1] for line in said if line.startswith(("FAILED", "ERROR "))]
    return {"tests": counts, "failed": failed}
