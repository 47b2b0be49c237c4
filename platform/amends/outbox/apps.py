"""Registers the outbox, and collects every app's jobs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """The outbox, its inbox and the schedules: tables of the public schema."""

    name = "amends.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Import `tasks` of each app, so that names are known when something is queued or run."""
        autodiscover_modules("tasks")
