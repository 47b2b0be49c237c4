"""The drill's tenant app."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Two tables, four jobs and a page."""

    name = "infra.drills.kill.orders"
    label = "drill_orders"
    default_auto_field = "django.db.models.BigAutoField"
