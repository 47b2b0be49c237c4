"""The app of sign-up: its tables are in the public schema, its pages on the platform's own hosts."""

from django.apps import AppConfig


class SignUpConfig(AppConfig):
    name = "programs.signup"
    label = "signup"
