"""The Django application of the directory for other software; it has no tables."""

from django.apps import AppConfig


class HsdsConfig(AppConfig):
    """HSDS 3.1, read only."""

    name = "network.hsds"
    label = "hsds"
