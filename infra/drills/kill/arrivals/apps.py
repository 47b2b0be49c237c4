"""The drill's public app."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    """One table in public."""

    name = "infra.drills.kill.arrivals"
    label = "drill_arrivals"
    default_auto_field = "django.db.models.BigAutoField"
