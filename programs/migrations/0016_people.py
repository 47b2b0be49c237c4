"""The people of a case: who is a minor, who stands for them, how they are reached, what they wish for and sign."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import amends.vault.fields
import tenants.ids
from programs.samples.rows import OF_PARTICIPANT, only_samples_go


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0015_fewer_indexes"),
    ]

    # Older code knows none of this.
    is_additive = True

    operations = [
        migrations.AddField(
            model_name="participant",
            name="is_minor",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="is_organisation",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="participant",
            name="is_registered",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="participant",
            name="role",
            field=models.CharField(
                choices=[
                    ("victim", "victim"),
                    ("offender", "offender"),
                    ("victim_representative", "victim's representative"),
                    ("surrogate_victim", "surrogate for the victim"),
                    ("guardian", "guardian"),
                    ("support_person", "support person"),
                    ("community_member", "community member"),
                    ("observer", "observer"),
                    ("interpreter", "interpreter"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="safe_days",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="safe_from",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="safe_until",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="caller_words",
            field=amends.vault.fields.SealedCharField(blank=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="pass_phrase",
            field=amends.vault.fields.SealedCharField(blank=True, max_length=100, null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="never_do",
            field=amends.vault.fields.SealedTextField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("safe_from__isnull", True), ("safe_until__isnull", True)),
                    models.Q(
                        ("safe_from__isnull", False),
                        ("safe_from__lt", models.F("safe_until")),
                        ("safe_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="participant_hours_begin_and_end",
            ),
        ),
        migrations.AddField(
            model_name="participationconsent",
            name="witness",
            field=amends.vault.fields.SealedCharField(blank=True, max_length=200, null=True),
        ),
        migrations.AddField(
            model_name="victimchoice",
            name="differs",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="settlement",
            field=amends.vault.fields.SealedTextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="settled_at",
            field=models.DateTimeField(null=True),
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
                (
                    "kind",
                    models.CharField(
                        choices=[("guardian", "guardian"), ("spokesperson", "person who speaks for it")],
                        max_length=20,
                    ),
                ),
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
