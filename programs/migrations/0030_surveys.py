"""What people are asked before and after, and whether there is a new offense a year later."""

import amends.vault.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from programs.retention.rows import CASE, hidden
from programs.samples.rows import only_samples_go


class Migration(migrations.Migration):
    # Older code makes no row of the new table.
    is_additive = True

    dependencies = [
        ("programs", "0029_import"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("pair", models.UUIDField(editable=False)),
                ("is_sample", models.BooleanField(default=False, editable=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("harmed", "Person harmed"), ("responsible", "Person responsible")],
                        max_length=20,
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("before", "Before"),
                            ("after", "After"),
                            ("follow_up", "New offense, a year later"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[("mediated", "Mediated"), ("comparison", "Not mediated")],
                        default="mediated",
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "To be asked"),
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("declined", "Does not want to answer"),
                            ("unreached", "Could not be reached"),
                            ("unsuitable", "Not suitable"),
                            ("lapsed", "Not asked in time"),
                        ],
                        default="due",
                        max_length=20,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own_page", "On their own page"),
                            ("phone", "By telephone"),
                            ("paper", "On paper"),
                            ("records", "From records"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("due_on", models.DateField(null=True)),
                ("counted_on", models.DateField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("answers", models.JSONField(default=dict)),
                ("words", amends.vault.fields.SealedJSONField(null=True)),
                ("reason", amends.vault.fields.SealedTextField(null=True)),
                (
                    "definition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("any", "Any new offense that becomes known"),
                            ("charge", "A new charge"),
                            ("conviction", "A new conviction"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="programs.mediationcase",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="programs.participant",
                    ),
                ),
                (
                    "settled_by",
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
                "ordering": ["due_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("participant__isnull", False)),
                            models.Q(
                                ("case__isnull", True),
                                ("participant__isnull", True),
                                ("reason__isnull", True),
                                ("words__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="survey_without_case_holds_no_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["asked", "answered"]), _negated=True),
                            ("counted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="survey_asked_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("moment", "follow_up"), _negated=True),
                            ("side", "responsible"),
                            _connector="OR",
                        ),
                        name="survey_follow_up_of_responsible",
                    ),
                ],
            },
        ),
        only_samples_go("programs_survey", "is_sample"),
        hidden("survey", case_id=CASE),
    ]
