"""Which migrations run where: shared apps in the public schema, tenant apps in tenants, keys in the key store."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from tenants.place import PUBLIC, current_schema


def apps_of(schema: str) -> frozenset[str]:
    """Return the labels of the apps whose migrations are counted in `schema`."""
    names = settings.SHARED_APPS if schema == PUBLIC else settings.TENANT_APPS
    return frozenset(config.label for config in apps.get_app_configs() if config.name in names)


def apps_with_tables(schema: str) -> frozenset[str]:
    """Return the labels of the apps that have tables in `schema`: of a tenant's without settings.TABLELESS_APPS."""
    without = () if schema == PUBLIC else settings.TABLELESS_APPS
    return apps_of(schema) - {config.label for config in apps.get_app_configs() if config.name in without}


class PlaceRouter:
    """Sends the key store's models to its database; everything else follows the place."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Return the key store's alias for its models."""
        return settings.KEY_STORE_ALIAS if model._meta.app_label in settings.KEY_STORE_APPS else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Allow an app's tables only where its list in the settings says."""
        if db != DEFAULT_DB_ALIAS or app_label in settings.KEY_STORE_APPS:
            return db == settings.KEY_STORE_ALIAS and app_label in settings.KEY_STORE_APPS
        schema = current_schema()
        return schema is not None and app_label in apps_with_tables(schema)
