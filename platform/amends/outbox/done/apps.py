"""Registers the tenant's half of the outbox."""

from django.apps import AppConfig


class DoneConfig(AppConfig):
    """The table of done jobs, in each tenant's schema."""

    name = "amends.outbox.done"
    label = "outbox_done"
