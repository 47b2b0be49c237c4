"""System checks: what a tenant's models must not do, because Citus refuses it or the wall would have a hole."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from tenants.place import PUBLIC, TEMPLATE
from tenants.privileges import models_of
from tenants.router import apps_of, apps_with_tables

MAX_TABLES, MAX_INDEXES = 60, 120


@register
def check_apps_are_placed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse an app with models that no list names: its tables would be nowhere, or everywhere."""
    placed = apps_of(PUBLIC) | apps_of(TEMPLATE) | set(settings.KEY_STORE_APPS)
    return [
        Error(
            f"The app {config.label} has models, but neither SHARED_APPS nor TENANT_APPS names it.",
            hint="Say in amends/settings/base.py where its tables live.",
            id="tenants.E001",
        )
        for config in apps.get_app_configs()
        if config.label not in placed and any(config.get_models())
    ]


@register
def check_no_foreign_key_crosses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a foreign key between a tenant's schema and the public one; what crosses is a UUID."""
    found: list[CheckMessage] = []
    for schema in (PUBLIC, TEMPLATE):
        labels = apps_with_tables(schema)
        for model in models_of(schema):
            for field in model._meta.local_fields:
                target = field.related_model
                if field.remote_field and target._meta.app_label not in labels:
                    found.append(
                        Error(
                            f"{model._meta.label}.{field.name} points out of its schema, to {target._meta.label}.",
                            hint="Keep the other side's UUID in a UUIDField.",
                            id="tenants.E002",
                        )
                    )
    return found


@register
def check_no_table_inheritance(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse multi-table inheritance in tenants."""
    return [
        Error(f"{model._meta.label} inherits a table.", hint="Use an abstract parent.", id="tenants.E003")
        for model in models_of(TEMPLATE)
        if model._meta.parents
    ]


@register
def check_no_triggers(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse triggers in the migrations of tenant apps."""
    from tenants.fleet.operations import raw_sql_of_tenant_apps

    return [
        Error(
            f"The migration {app}.{name} makes a trigger.",
            hint="Tamper evidence rests on privileges and hash chains; Citus refuses triggers.",
            id="tenants.E004",
        )
        for (app, name), text in raw_sql_of_tenant_apps()
        if "create trigger" in " ".join(text.lower().split()) or "create constraint trigger" in text.lower()
    ]


@register
def check_size_of_a_tenant(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse more relations than 10,000 tenants can afford."""
    tables = list(models_of(TEMPLATE))
    indexes = sum(1 + len(model._meta.indexes) + _implied_indexes(model) for model in tables)
    found: list[CheckMessage] = []
    for what, count, most in (("tables", len(tables) + 1, MAX_TABLES), ("indexes", indexes + 1, MAX_INDEXES)):
        if count > most:
            message = f"A tenant's schema would have {count} {what}; {most} are allowed."
            found.append(Error(message, hint="Every one is made 10,000 times.", id="tenants.E005"))
    return found


def _implied_indexes(model: Any) -> int:
    fields = sum(
        1 for field in model._meta.local_fields if not field.primary_key and (field.unique or field.db_index)
    )
    constraints = sum(1 for each in model._meta.constraints if type(each).__name__ != "CheckConstraint")
    return fields + constraints + len(model._meta.unique_together)
