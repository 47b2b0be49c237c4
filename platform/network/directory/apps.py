"""The Django application of the public directory."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Listings of programs and what search reads of them, in the public schema."""

    name = "network.directory"
    label = "directory"
