"""Contacts, choices, the law, holds and hours: what a whole case needs."""

import amends.vault.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


from programs.samples.rows import OF_PARTICIPANT, only_samples_go


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_look"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # Older code writes none of these columns, and payments that it writes keep to the wider rule.
    is_additive = True

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(editable=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("first_contact", "First contact"),
                            ("preparation", "Preparation meeting"),
                            ("arranging", "Arranging something"),
                            ("exchange", "Passing a message on"),
                            ("follow_up", "Follow-up after the meeting or exchange"),
                            ("told_end", "Telling them that the case has ended"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("phone", "By telephone"),
                            ("video", "By video"),
                            ("email", "By e-mail"),
                            ("text", "By text message"),
                            ("letter", "By letter"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reached", "Reached"),
                            ("sent", "Sent, no answer yet"),
                            ("no_answer", "No answer"),
                            ("message_left", "Message left"),
                            ("wrong_address", "Wrong number or address"),
                            ("refused", "They do not want this contact"),
                        ],
                        max_length=20,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                ("survey_offered", models.BooleanField(default=False)),
                ("reason", amends.vault.fields.SealedTextField(blank=True)),
                ("note", amends.vault.fields.SealedTextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="VictimChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("takes_part", models.BooleanField()),
                (
                    "mode",
                    models.CharField(
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
                ("wishes", amends.vault.fields.SealedJSONField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["version"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="restitutionpayment",
            name="payment_sign",
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="held_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("intake", "Intake"),
                    ("screening", "Screening"),
                    ("preparing", "Preparing"),
                    ("ready", "Ready"),
                    ("scheduled", "Scheduled"),
                    ("held", "Held"),
                    ("exchanging", "Exchanging messages"),
                    ("agreement_pending", "Agreement being written"),
                    ("monitoring", "Following the agreement"),
                    ("on_hold", "On hold"),
                    ("closing", "Closing"),
                    ("closed", "Closed"),
                    ("sealed", "Sealed"),
                    ("purged", "Purged"),
                ],
                db_default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="hold_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("legal", "A legal matter is pending"),
                    ("asked", "Somebody asked for time"),
                    ("safety", "It would not be safe now"),
                    ("other", "Another reason"),
                ],
                db_default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="report",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="report_issued_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="mediatorassignment",
            name="is_ready",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="is_ready",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="participant",
            name="leave_no_message",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="participant",
            name="unsafe_channels",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="restitutionpayment",
            name="hours",
            field=models.DecimalField(decimal_places=1, max_digits=6, null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="attended",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Being written"),
                    ("proposed", "Proposed"),
                    ("signed", "Signed"),
                    ("active", "Running"),
                    ("fulfilled", "Fulfilled"),
                    ("partially_fulfilled", "Fulfilled in part"),
                    ("breached", "Not kept"),
                    ("returned_to_referrer", "Returned to the referrer"),
                    ("replaced", "Replaced by a newer version"),
                    ("dropped", "Not concluded"),
                ],
                default="draft",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="eligibilitycheck",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("full", "Takes full responsibility"),
                    ("basic_facts", "Agrees with the basic facts"),
                    ("disputed", "Disputes important facts"),
                    ("denied", "Denies responsibility"),
                    ("none", "No"),
                    ("pending", "Yes, pending"),
                    ("convicted", "Yes, convicted"),
                    ("not_convicted", "No, not convicted"),
                    ("in_force", "Yes, in force"),
                    ("exception", "Yes, with an exception that allows this in writing"),
                    ("unknown", "Not known"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="restitutionpayment",
            name="amount",
            field=models.DecimalField(decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AlterField(
            model_name="restitutionpayment",
            name="means",
            field=models.CharField(
                choices=[
                    ("through_program", "Through the program"),
                    ("through_court", "Through the court"),
                    ("work", "Work"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="mode",
            field=models.CharField(
                choices=[
                    ("face_to_face", "In one room"),
                    ("video_live", "By video"),
                    ("shuttle", "In two rooms, the mediator in between"),
                    ("surrogate", "Somebody else goes in their place"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="mediationcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "on_hold"), _negated=True),
                    models.Q(
                        models.Q(("hold_reason", ""), _negated=True),
                        models.Q(("held_from", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_on_hold_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="restitutionpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount__gt", 0),
                        ("amount__isnull", False),
                        ("hours__isnull", True),
                        ("reverses__isnull", True),
                    ),
                    models.Q(
                        ("amount__isnull", False),
                        ("amount__lt", 0),
                        ("hours__isnull", True),
                        ("reverses__isnull", False),
                    ),
                    models.Q(
                        ("amount__isnull", True),
                        ("hours__gt", 0),
                        ("hours__isnull", False),
                        ("reverses__isnull", True),
                    ),
                    models.Q(
                        ("amount__isnull", True),
                        ("hours__isnull", False),
                        ("hours__lt", 0),
                        ("reverses__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="payment_sign",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="programs.participant",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="victimchoice",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="choices", to="programs.participant"
            ),
        ),
        migrations.AddField(
            model_name="victimchoice",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("form_key",), name="contact_form_once"),
        ),
        migrations.AddConstraint(
            model_name="victimchoice",
            constraint=models.UniqueConstraint(fields=("participant", "version"), name="choice_version_once"),
        ),
        only_samples_go("programs_contact", OF_PARTICIPANT),
        only_samples_go("programs_victimchoice", OF_PARTICIPANT),
    ]
