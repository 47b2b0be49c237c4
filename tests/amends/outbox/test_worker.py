"""A real worker process without any broker still does the work, and ends politely."""

import os
import signal
import subprocess
import sys
import time

from django.db import connections

from tests.amends.outbox.conftest import queue_in_public

COMMAND = (
    sys.executable, "-m", "celery", "-A", "amends.celery", "--quiet", "worker", "--pool", "threads",
    "--concurrency", "1", "--loglevel", "warning",
)  # fmt: skip


def test_it_works_without_redis(worker, tmp_path):
    queue_in_public("outbox.prune")
    name = connections.settings["default"]["NAME"]
    runtime = os.environ["DATABASE_URL"].rpartition("@")[2].rpartition("/")[0]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "AMENDS_RUNTIME_DATABASE_URL": f"postgresql://{runtime}/{name}",
        "AMENDS_LOGIN": "amends_worker",
        "REDIS_URL": f"unix://{tmp_path}/nothing?db=0",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(COMMAND, env=environment, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 20
        while worker.rows(job="outbox.prune") and time.monotonic() < until and process.poll() is None:
            time.sleep(0.1)
        assert worker.rows(job="outbox.prune") == [], (tmp_path / "log").read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
