"""The Django application of accreditation."""

from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    """Standards and accreditations, in the public schema."""

    name = "network.accreditation"
    label = "accreditation"
