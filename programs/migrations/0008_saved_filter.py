"""Filters that somebody keeps."""

import amends.vault.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0007_referral_form"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    is_additive = True

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("vault_key", models.UUIDField(default=tenants.ids.uuid7, editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", amends.vault.fields.SealedCharField(max_length=60)),
                ("values", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["saved_at", "id"],
            },
        ),
    ]
