"""What follows a session and leads to one: columns that older code leaves empty."""

import amends.vault.fields
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    # Older code writes no free hours, so the constraint holds for what it writes.
    is_additive = True

    dependencies = [
        ("programs", "0032_fewer_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="mediatorassignment",
            name="private_note",
            field=amends.vault.fields.SealedTextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="away_days",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="free_days",
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
            name="free_from",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="free_until",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="debriefed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="had_caucus",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="session",
            name="minutes_late",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="contact",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("first_contact", "First contact"),
                    ("preparation", "Preparation meeting"),
                    ("arranging", "Arranging something"),
                    ("exchange", "Passing a message on"),
                    ("debrief", "Talking it over after the session"),
                    ("follow_up", "Follow-up after the meeting or exchange"),
                    ("told_end", "Telling them that the case has ended"),
                    ("asked_again", "They came back to us by themselves"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("free_from__isnull", True), ("free_until__isnull", True)),
                    models.Q(
                        ("free_from__isnull", False),
                        ("free_from__lt", models.F("free_until")),
                        ("free_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="participant_free_begins_and_ends",
            ),
        ),
    ]
