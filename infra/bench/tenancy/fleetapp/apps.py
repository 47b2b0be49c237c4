"""The benchmark's app."""

from django.apps import AppConfig


class FleetAppConfig(AppConfig):
    """Thirty tables and a page."""

    name = "infra.bench.tenancy.fleetapp"
    label = "fleetapp"
    default_auto_field = "django.db.models.BigAutoField"
