"""Starts real Celery workers, or fleet commands, quickly: everything is imported once, then each is a fork.

Reads a fault such as "outbox.after_lock:3", or "", from each line of standard input, and answers with a process id.
"""

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable

import django

ARGUMENTS = [
    "--quiet", "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "warning",
    "--without-gossip", "--without-mingle", "--without-heartbeat",
]  # fmt: skip
_PR_SET_PDEATHSIG = 1


FINISHED = "finished\n"


def main(kind: str, log_path: str) -> None:
    """Serve until standard input ends; `kind` is "worker" or "fleet"."""
    django.setup()
    run = {"worker": _worker, "fleet": _fleet}[kind]()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    libc = ctypes.CDLL(None)
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _become(run, line.strip(), log_path)
        print(pid, flush=True)


def _worker() -> Callable[[], None]:
    from amends.celery import app

    app.loader.import_default_modules()
    import celery.apps.worker
    import celery.concurrency.thread  # noqa: F401
    import kombu.transport.redis  # noqa: F401 - imported here so that no fork has to

    return lambda: app.worker_main(ARGUMENTS)


def _fleet() -> Callable[[], None]:
    from django.core.management import call_command

    import tenants.management.commands.fleet  # noqa: F401 - as above

    def resume() -> None:
        call_command("fleet", "resume")
        print(FINISHED, end="", flush=True)

    return resume


def _become(run: Callable[[], None], fault: str, log_path: str) -> None:
    from tenants import faults

    log = os.open(log_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for descriptor in (1, 2):
        os.dup2(log, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    # What a worker that was started by itself reads from AMENDS_FAULT.
    name, _, count = fault.partition(":")
    faults._NAME, faults._left = name, int(count or 1)
    try:
        run()
    except Exception:  # noqa: BLE001 - the log is where the drill looks
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
