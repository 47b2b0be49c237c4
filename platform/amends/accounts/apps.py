"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who work for a program."""

    name = "amends.accounts"
    label = "accounts"
