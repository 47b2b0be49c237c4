"""Apps without tables in a tenant's schema: their migrations are counted, so that older templates are known by them."""

from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.context import inside
from tenants.privileges import models_of
from tenants.release import migrations_on_disk

TABLELESS = {config.label for config in apps.get_app_configs() if config.name in settings.TABLELESS_APPS}


def test_their_migrations_are_of_each_release():
    assert TABLELESS
    assert {app for app, _name in migrations_on_disk()} >= TABLELESS


def test_they_have_no_table_in_a_programs_schema(alpha):
    tables = {
        model._meta.db_table
        for label in TABLELESS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }
    with inside(alpha), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename = ANY(%s)",
            [alpha.schema_name, sorted(tables)],
        )
        assert cursor.fetchall() == []
    assert not {model._meta.app_label for model in models_of(alpha.schema_name)} & TABLELESS
