"""The participant's own page: the links to it, and rows that nobody who works here recorded."""

import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0010_verification"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Older code names who recorded a row, and makes no row of the new table.
    is_additive = True

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="participationconsent",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="victimchoice",
            name="mode",
            field=models.CharField(
                blank=True,
                choices=[
                    ("face_to_face", "In one room"),
                    ("video_live", "By video"),
                    ("shuttle", "In two rooms, the mediator in between"),
                    ("letter_exchange", "By letters that the mediator passes on"),
                    ("recorded_video", "By recorded video that the mediator passes on"),
                    ("surrogate", "Somebody else goes in their place"),
                    ("no_preference", "No preference"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="ParticipantLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(editable=False)),
                ("code_mac", models.BinaryField()),
                ("wrong_codes", models.PositiveSmallIntegerField(default=0)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("is_used", models.BooleanField(default=False)),
                ("sent_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("first_opened_at", models.DateTimeField(null=True)),
                ("visit_hash", models.BinaryField(null=True)),
                ("visit_began_at", models.DateTimeField(null=True)),
                ("visit_seen_at", models.DateTimeField(null=True)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="programs.participant",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("form_key",), name="link_form_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("participant",),
                        name="link_live_once",
                    ),
                    models.UniqueConstraint(fields=("visit_hash",), name="link_visit_once"),
                    models.CheckConstraint(
                        condition=models.Q(("wrong_codes__lte", 5)), name="link_codes_are_counted"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("visit_hash__isnull", True),
                            models.Q(("visit_began_at__isnull", False), ("visit_seen_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="link_visit_has_times",
                    ),
                ],
            },
        ),
    ]
