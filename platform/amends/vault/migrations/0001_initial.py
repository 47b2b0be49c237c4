"""The key store's two tables."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("schema", models.CharField(max_length=63)),
                ("version", models.PositiveIntegerField()),
                ("wrapped", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("shredded_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["schema", "version"], name="datakey_by_version")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shredded_at", None), ("wrapped__isnull", False)),
                            models.Q(("shredded_at__isnull", False), ("wrapped", None)),
                            _connector="OR",
                        ),
                        name="datakey_wrapped_or_shredded",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TenantKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("schema", models.CharField(max_length=63)),
                ("version", models.PositiveIntegerField()),
                ("root_id", models.CharField(max_length=64)),
                ("wrapped", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("retired_at", models.DateTimeField(null=True)),
                ("shredded_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("schema", "version"), name="tenantkey_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shredded_at", None), ("wrapped__isnull", False)),
                            models.Q(("retired_at__isnull", False), ("wrapped", None)),
                            models.Q(("shredded_at__isnull", False), ("wrapped", None)),
                            _connector="OR",
                        ),
                        name="tenantkey_wrapped_or_gone",
                    ),
                ],
            },
        ),
    ]
