"""Celery, which only wakes: `celery --app amends.celery worker --pool threads` and `... beat`.

No message carries work. The one task is `outbox.drain`, the work is in the outbox, and the worker polls it
without any broker. A task that names neither a tenant nor the platform does not run.
"""

import logging
import os
from typing import Any
from urllib.parse import parse_qs, urlsplit

from celery import Celery, Task, bootsteps
from celery.signals import worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.settings.dev")
# Django's checks read every migration; commands run them. A worker verifies what matters to it: the wall.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

log = logging.getLogger(__name__)

# The second wake after a commit: beat says "look" this often, for deployments that poll more rarely.
BEAT_SECONDS = 10


class NoPlace(RuntimeError):
    """A task arrived without a tenant's header and is not a task of the platform; its body has not run."""


class PlacedTask(Task):
    """A task that runs inside the tenant of its header, or is marked `platform=True`, or does not run.

    The place is entered here and not in a signal: Celery swallows what a signal raises and runs the body.
    """

    platform = False
    ignore_result = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Enter the tenant, then run; raise NoPlace when there is none."""
        from tenants.context import inside

        schema = (self.request.headers or {}).get("tenant")
        if self.platform:
            if schema:
                raise NoPlace(f"{self.name} is a task of the platform and was sent for a program.")
            return self.run(*args, **kwargs)
        if not isinstance(schema, str):
            raise NoPlace(f"{self.name} was sent without a program.")
        with inside(schema):
            return self.run(*args, **kwargs)


class PollStep(bootsteps.StartStopStep):
    """Drains the outbox for as long as the worker lives, from before it first looks for its broker."""

    def __init__(self, parent: Any, **options: Any) -> None:
        self.poller: Any = None
        super().__init__(parent, **options)

    def start(self, parent: Any) -> None:
        """Refuse to start where the wall is down, then start the threads."""
        from amends.observe import sentry
        from amends.outbox.draining import Poller, verified
        from amends.settings import environment

        sentry.start(dsn=environment.SENTRY_DSN)
        verified()
        self.poller = Poller()
        self.poller.start()

    def stop(self, parent: Any) -> None:
        """Let the jobs at hand finish."""
        if self.poller is not None:
            self.poller.stop()

    terminate = stop


def broker_url(redis_url: str) -> str:
    """Return `redis_url` as Celery spells it: unix:///path?db=1 becomes redis+socket:///path?virtual_host=1."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"


def options(redis_url: str) -> dict[str, Any]:
    """Return Celery's settings for a broker that may be away at any time."""
    return {
        "broker_url": broker_url(redis_url),
        # A web process gives up at once (max_retries), a hung broker after a second; it only wakes.
        "broker_transport_options": {
            "socket_timeout": 1.0,
            "socket_connect_timeout": 1.0,
            "visibility_timeout": 60,
            "max_retries": 0,
        },
        # The worker's consumer never gives up: meanwhile its poller works.
        "broker_connection_retry": True,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_default_queue": "amends",
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "result_backend": None,
        "task_publish_retry": False,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "beat_schedule": {
            "wake": {
                "task": "outbox.drain",
                "schedule": BEAT_SECONDS,
                "options": {"expires": BEAT_SECONDS, "retry": False},
            }
        },
        # Nothing to remember between runs: the schedules are rows. So beat needs no file either.
        "beat_scheduler": "celery.beat:Scheduler",
        "timezone": "UTC",
    }


def settled() -> dict[str, Any]:
    """Return the options with the environment's broker; called when Celery first needs one."""
    from amends.settings import environment

    return options(environment.REDIS_URL)


app = Celery("amends", task_cls=PlacedTask, set_as_current=True)
app.add_defaults(settled)
app.autodiscover_tasks()
app.steps["worker"].add(PollStep)


@worker_shutting_down.connect
def stop_taking_work(**_: Any) -> None:
    """Finish the job at hand and take no other: what waits is safe in the table."""
    from amends.outbox import draining

    draining.stopping.set()
