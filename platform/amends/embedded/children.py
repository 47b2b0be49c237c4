"""The children of `up` that are ours, each with no more rights than its work needs."""

import os
import sys

from amends.embedded import locks, ports
from amends.embedded.environment import PLAYED_SECRET, Environment
from amends.embedded.processes import Child

# Granian's smallest is 8 KB; a larger head would only help an attacker.
LARGEST_HEAD = 16384


def python(name: str, environment: dict[str, str], *arguments: str, patience: float = 8.0) -> Child:
    """Return a child that runs our Python."""
    # -P: a module in the folder we were called from must not shadow one of Python's.
    return Child(name, (sys.executable, "-P", *arguments), environment, patience=patience)


KEPT = ("PATH", "HOME", "LANG", "PYTHONUNBUFFERED", locks.MARK)
WEB_PROCESSES = min(os.cpu_count() or 1, 4)
# Of each process. Granian warns above this; more of them only wait for the interpreter's lock: with 8 instead of 2
# a request costs 15 % more.
WEB_THREADS = 2 * (os.cpu_count() or 1) + 1


def manage(name: str, command: str, environment: dict[str, str], *arguments: str) -> Child:
    """Return a child that runs one of Django's commands."""
    return python(name, environment, "-m", "amends", "manage", command, *arguments)


def application(environment: Environment, port: int, mail_port: int) -> list[Child]:
    """Return the children that are ours, each with no more rights than its work needs."""
    web, worker = environment.runtime("amends_web"), environment.runtime("amends_worker")
    options = {
        "--interface": "wsgi",
        "--host": ports.LOOPBACK,
        "--port": str(port),
        "--http": "1",
        "--workers": str(WEB_PROCESSES),
        "--blocking-threads": str(WEB_THREADS),
        "--http1-buffer-size": str(LARGEST_HEAD),
        "--http1-header-read-timeout": "10000",
        "--respawn-interval": "0.5",
        "--workers-kill-timeout": "5",
        "--log-level": "warning",
    }
    granian = [part for pair in options.items() for part in pair]
    # Celery warns root of pickles, which it is told not to accept.
    celery = ("-W", "ignore:You're running the worker", "-m", "celery", "-A", "amends.celery", "--quiet")
    return [
        python("web", web, "-m", "granian", *granian, "--no-ws", "--respawn-failed-workers", "amends.wsgi:application"),
        python("worker", worker, *celery, "worker", "--pool", "threads", "--concurrency", "4", "--loglevel", "warning"),
        python("beat", worker, *celery, "beat", "--loglevel", "warning"),
        manage("provisioner", "provisioner", environment.owner()),
        python(
            "mail", _without_secrets(web), "-m", "amends.mail.viewer", "--port", str(mail_port),
            "--folder", web["AMENDS_MAIL_FOLDER"],
        ),
    ]  # fmt: skip


def played_stripe(environment: Environment) -> Child:
    """Return the Stripe that is played: by its module's name, because this layer knows nothing of billing."""
    kept = (*KEPT, PLAYED_SECRET)
    shared = {name: value for name, value in environment.shared().items() if name in kept}
    return python(
        "stripe", shared, "-m", "billing.fakestripe", "--port", str(environment.stripe_port),
        "--state", str(environment.state / "stripe.json"),
        "--events", f"http://{ports.LOOPBACK}:{environment.port}/billing/stripe/events/",
    )  # fmt: skip


def _without_secrets(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name in KEPT}
