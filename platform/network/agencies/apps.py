"""The Django application of agencies and receipts."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Referral agencies, their people and receipts, in the public schema."""

    name = "network.agencies"
    label = "agencies"
