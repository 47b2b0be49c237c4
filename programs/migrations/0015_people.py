"""Who is a minor, and who stands for them."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.ids
from programs.samples.rows import OF_PARTICIPANT, only_samples_go


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0013_qualification"),
    ]

    # Older code knows none of this.
    is_additive = True

    operations = [
        migrations.AddField(
            model_name="participant",
            name="is_minor",
            field=models.BooleanField(null=True),
        ),
        migrations.CreateModel(
            name="Representation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=[("guardian", "guardian")], max_length=20)),
                ("is_suspected", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representing",
                        to="programs.participant",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="represented",
                        to="programs.participant",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("participant", "by"),
                        name="representation_live_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("participant", models.F("by")), _negated=True),
                        name="representation_by_another",
                    ),
                ],
            },
        ),
        only_samples_go("programs_representation", OF_PARTICIPANT),
    ]
