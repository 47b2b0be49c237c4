"""Registers the mail room and its record of deliveries."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The table stands in each program's schema and in public: both write to people."""

    name = "amends.mail"
    label = "mail"
