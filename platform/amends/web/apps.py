"""Registers the look of the platform as a Django app without models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "amends.web"
    label = "web"
