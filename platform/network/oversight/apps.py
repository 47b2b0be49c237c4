"""The Django application of networks."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Networks and their officers, in the public schema."""

    name = "network.oversight"
    label = "oversight"
