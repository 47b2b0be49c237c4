"""The Django application of figures across programs."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Which programs take part, periods, releases and what they spent of the privacy budget, in the public schema."""

    name = "network.reporting"
    label = "reporting"
