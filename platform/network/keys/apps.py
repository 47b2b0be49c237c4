"""The Django application of programs' public keys."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Public keys of programs, in the public schema."""

    name = "network.keys"
    label = "keys"
