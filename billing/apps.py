"""The Django application of payers, plans and coverage."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Who pays for which program, in the public schema."""

    name = "billing"
    label = "billing"
