"""How long cases are kept: what was said of each, and row policies that hide sealed cases and let destroyed rows go."""

import amends.vault.fields
import django.db.models.deletion
import tenants.ids
from programs.retention.rows import hidden_and_going
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # Older code seals nothing, so nothing is hidden from it; it deletes what it could delete before.
    is_additive = True

    dependencies = [
        ("programs", "0027_mediated_messages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="is_sealed",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.CreateModel(
            name="RetentionStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("seal", "Seal"),
                            ("anonymise", "Anonymize"),
                            ("purge", "Purge"),
                            ("unseal", "Open again"),
                            ("hold", "Legal hold"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=20)),
                ("rule_name", models.CharField(blank=True, max_length=200)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("court", "A court"),
                            ("subject", "Somebody whom the case is about"),
                            ("error", "Nobody: it was sealed by mistake"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", amends.vault.fields.SealedTextField(null=True)),
                ("first_at", models.DateTimeField()),
                ("not_before", models.DateField(null=True)),
                ("second_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", amends.vault.fields.SealedTextField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention",
                        to="programs.mediationcase",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["first_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None), ("ended_at", None)),
                        fields=("case", "kind"),
                        name="retention_said_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by", None),
                            models.Q(("second_by", models.F("first_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="retention_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None),
                            models.Q(("kind__in", ["anonymise", "purge", "unseal"]), _negated=True),
                            ("second_by__isnull", False),
                            _connector="OR",
                        ),
                        name="retention_done_by_two",
                    ),
                ],
            },
        ),
        *hidden_and_going(),
    ]
