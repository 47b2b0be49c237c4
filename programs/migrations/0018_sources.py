"""What is agreed with referral sources, releases of information, and referrals that are handed on or kept."""

import amends.vault.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models

from programs.samples.rows import OF_ANYBODY, OF_REFERRAL, only_samples_go


class Migration(migrations.Migration):
    # Older code makes no row of the new tables, and leaves the new columns empty.
    is_additive = True

    dependencies = [
        ("programs", "0017_screening"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="case_number",
            field=amends.vault.fields.SealedCharField(blank=True, max_length=100, null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="escalated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="joined_to",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="banked",
                to="programs.referral",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="referral",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "New"),
                    ("under_review", "Being looked at"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("forwarded", "Forwarded"),
                    ("withdrawn", "Withdrawn"),
                    ("awaiting_victim_initiative", "Kept until the person harmed asks"),
                ],
                default="submitted",
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="InformationRelease",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(editable=False)),
                (
                    "recipient_kind",
                    models.CharField(
                        choices=[
                            ("office", "An office: a court, probation, the police"),
                            ("agency", "An agency or service"),
                            ("program", "Another mediation program"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recipient", amends.vault.fields.SealedCharField(max_length=200)),
                (
                    "what",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("contact", "Name, telephone number and addresses"),
                                ("participation", "Taking part in this program"),
                                ("referral", "What the referral says"),
                                ("needs", "What help is needed"),
                                ("agreement", "What was agreed"),
                                ("progress", "How far it is kept"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("purpose", amends.vault.fields.SealedTextField()),
                (
                    "form",
                    models.CharField(
                        choices=[("written", "On paper"), ("e_sign", "Signed on a screen")], max_length=10
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "participant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="programs.participant",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-given_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ReferralForward",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("program_name", amends.vault.fields.SealedCharField(max_length=200)),
                ("program_contact", amends.vault.fields.SealedTextField()),
                ("document", amends.vault.fields.SealedTextField(blank=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("pending", "No answer yet"),
                            ("accepted", "They took it on"),
                            ("rejected", "They did not take it on"),
                            ("revoked", "We took it back"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forwards",
                        to="programs.referral",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.informationrelease",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReferralSource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("judge", "Judge or court"),
                            ("probation_officer", "Probation officer"),
                            ("victim_advocate", "Victim advocate"),
                            ("prosecutor", "Prosecutor"),
                            ("defence_attorney", "Defense attorney"),
                            ("police", "Police"),
                            ("victim_self", "I am the person harmed"),
                            ("offender_self", "I am the person responsible"),
                            ("school", "School"),
                            ("institution", "Institution"),
                            ("community", "Someone else in the community"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_open", models.BooleanField(default=True)),
                (
                    "asks_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("case_number", "The case or file number of the referrer"),
                                ("summary", "What happened, in a few sentences"),
                                ("referrer_email", "The referrer’s e-mail address"),
                                ("referrer_phone", "The referrer’s telephone number"),
                                ("offender_contact", "A way to reach the person responsible"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("answer_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "told_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
                (
                    "told_back",
                    models.CharField(
                        choices=[
                            ("received_only", "Only that it was received"),
                            ("milestones", "Whether it was accepted, and when it was closed"),
                            ("report", "The report at the end too: held, agreement, kept, with dates"),
                        ],
                        default="report",
                        max_length=20,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.office",
                    ),
                ),
                (
                    "told_user",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="programs.referralsource",
            ),
        ),
        migrations.AddConstraint(
            model_name="informationrelease",
            constraint=models.UniqueConstraint(fields=("participant", "form_key"), name="release_form_once"),
        ),
        migrations.AddConstraint(
            model_name="informationrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("given_at"))),
                name="release_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="informationrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", []), _negated=True), name="release_is_of_something"
            ),
        ),
        only_samples_go("programs_informationrelease", OF_ANYBODY),
        only_samples_go("programs_referralforward", OF_REFERRAL),
    ]
