"""Puts the engine in place before any model is used."""

from django.apps import AppConfig
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate

from tenants.connections import install

install()


class TenantsConfig(AppConfig):
    """The tenancy engine; listed after the apps whose signals it disconnects."""

    name = "tenants"

    def ready(self) -> None:
        """Register the system checks, and keep per-schema ids of content types and permissions out."""
        from tenants import checks  # noqa: F401 - registers itself

        # Content types and permissions get other ids in each schema; we rely on neither, so none are made.
        post_migrate.disconnect(create_contenttypes)
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
