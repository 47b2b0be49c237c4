"""What is agreed with referral sources, releases of information, and referrals that are handed on or kept."""

import amends.vault.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


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
    ]
