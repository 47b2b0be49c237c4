"""The Django application of what networks publish for their members."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """Templates, minimums and shared resources, in the public schema."""

    name = "network.guidance"
    label = "guidance"
