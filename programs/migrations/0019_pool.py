"""Time and languages of mediators, what preparation went through, and complaints."""

import amends.vault.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import programs.references
import tenants.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0018_sources"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Older code leaves the new columns at their defaults, and makes no row of the new tables.
    is_additive = True

    operations = [
        migrations.AddField(
            model_name="mediator",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("en", "English"),
                        ("fr", "French"),
                        ("es", "Spanish"),
                        ("ar", "Arabic"),
                        ("zh", "Chinese"),
                        ("ht", "Haitian Creole"),
                        ("hi", "Hindi"),
                        ("ko", "Korean"),
                        ("pt", "Portuguese"),
                        ("ru", "Russian"),
                        ("so", "Somali"),
                        ("tl", "Tagalog"),
                        ("uk", "Ukrainian"),
                        ("vi", "Vietnamese"),
                        ("sgn", "Sign language"),
                    ],
                    max_length=3,
                ),
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="mediator",
            name="most_cases",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mediator",
            name="place",
            field=models.CharField(blank=True, db_default="", max_length=100),
        ),
        migrations.AddField(
            model_name="mediator",
            name="weekly_hours",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=13), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="topics",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("process", "How it works"),
                        ("stop", "The right to stop at any time"),
                        ("expect", "What to expect of the other side and of the day"),
                        ("choices", "Their choices and wishes"),
                        ("support", "Who comes along to support them"),
                        ("safety", "What they need to be safe"),
                    ],
                    max_length=20,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                (
                    "mediator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="programs.mediator",
                    ),
                ),
            ],
            options={
                "ordering": ["first", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))), name="absence_has_days"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(editable=False)),
                (
                    "number",
                    models.CharField(
                        default=programs.references.new_return_code, editable=False, max_length=20
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("text", amends.vault.fields.SealedTextField()),
                ("answer", amends.vault.fields.SealedTextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="programs.participant",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="complaint_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), ("answered_by__isnull", False), _connector="OR"
                        ),
                        name="complaint_answered_by_somebody",
                    ),
                ],
            },
        ),
    ]
