"""What goes between the two sides: messages, and recordings that come in in pieces."""

import amends.vault.fields
import django.db.models.deletion
import tenants.ids
from programs.samples.rows import only_samples_go
from django.conf import settings
from django.db import migrations, models


OF_CASE = "EXISTS (SELECT 1 FROM programs_mediationcase c WHERE c.id = case_id AND c.is_sample)"


class Migration(migrations.Migration):
    # Older code makes no row of the new table, and no file with pieces.
    is_additive = True

    dependencies = [
        ("programs", "0026_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="pieces",
            field=amends.vault.fields.SealedJSONField(null=True),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pdf", "pdf"),
                    ("jpeg", "jpeg"),
                    ("png", "png"),
                    ("webp", "webp"),
                    ("docx", "docx"),
                    ("odt", "odt"),
                    ("txt", "txt"),
                    ("mp4", "mp4"),
                    ("webm", "webm"),
                    ("m4a", "m4a"),
                    ("mp3", "mp3"),
                    ("ogg", "ogg"),
                    ("wav", "wav"),
                    ("weba", "weba"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("attachment", "Document with a referral"),
                    ("payment_proof", "Proof of a payment"),
                    ("recording", "Recording for the other side"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="state",
            field=models.CharField(
                choices=[
                    ("arriving", "Being sent"),
                    ("checking", "Being checked"),
                    ("clean", "Checked"),
                    ("refused", "Refused"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="MediatedMessage",
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
                            ("letter", "Letter"),
                            ("audio", "Recorded voice"),
                            ("video", "Recorded video"),
                            ("relayed", "Words that the mediator passes on"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "Being written"),
                            ("in_review", "To be read by the program"),
                            ("returned", "Given back"),
                            ("approved", "Approved"),
                            ("banked", "Kept until it is asked for"),
                            ("offered", "Offered"),
                            ("accepted", "Wanted"),
                            ("delivered", "Handed over"),
                            ("acknowledged", "Handed over, and the sender may know"),
                            ("declined", "Not wanted"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="drafting",
                        max_length=20,
                    ),
                ),
                ("words", amends.vault.fields.SealedTextField(blank=True)),
                ("returned_because", amends.vault.fields.SealedTextField(blank=True)),
                ("began_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="programs.mediationcase",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.storedfile",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.participant",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.participant",
                    ),
                ),
                (
                    "written_by",
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
                "ordering": ["began_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    (
                                        "approved",
                                        "banked",
                                        "offered",
                                        "accepted",
                                        "delivered",
                                        "acknowledged",
                                        "declined",
                                    ),
                                ),
                                _negated=True,
                            ),
                            models.Q(("recipient__isnull", False), ("reviewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_reviewed_before_it_is_addressed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recipient", models.F("sender")), _negated=True),
                        name="message_is_to_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("audio", "video")), ("file", None), _connector="OR"),
                        name="message_file_is_a_recording",
                    ),
                ],
            },
        ),
        only_samples_go("programs_mediatedmessage", OF_CASE),
    ]
