"""Versions of a program's policy, its draft, floors of networks, and the version that each case works by.

Premise and words are settings of the policy now. Their columns stay until no release that writes them runs; an
existing program's first version has no values, so that each setting is its preset's.
"""

import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


FIRST_VERSION = """
INSERT INTO programs_policyversion (id, number, values, note, published_at)
SELECT gen_random_uuid(), 1, '{}', '', created_at FROM programs_program;
UPDATE programs_program SET current_policy_id = (SELECT id FROM programs_policyversion);
UPDATE programs_mediationcase SET policy_id = (SELECT id FROM programs_policyversion);
"""
LATER_DROPPED = {"premise": "balanced", "victim_word": "victim", "offender_word": "offender"}
"""With what an older release that still runs reads of a program that is set up meanwhile."""


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0011_own_page"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyFloor",
            fields=[
                ("network_id", models.UUIDField(primary_key=True, serialize=False)),
                ("network_name", models.CharField(max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("values", models.JSONField()),
                ("why", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["network_name", "network_id"],
            },
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("values", models.JSONField()),
                ("note", models.TextField(blank=True)),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
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
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="policy",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="programs.policyversion",
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="current_policy",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.policyversion",
            ),
        ),
        migrations.CreateModel(
            name="PolicyDraft",
            fields=[
                (
                    "only",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", 1)), name="policy_draft_only_is_1")
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("program", name) for name in LATER_DROPPED],
            database_operations=[
                migrations.RunSQL(f"ALTER TABLE programs_program ALTER {name} SET DEFAULT '{value}'")
                for name, value in LATER_DROPPED.items()
            ],
        ),
        migrations.RunSQL(FIRST_VERSION, migrations.RunSQL.noop),
    ]
