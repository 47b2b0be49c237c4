"""People of agencies, invitations to them, programs they keep at hand, and by when an answer is due."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_agency_manager"),
        ("agencies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="E-mail address")),
                ("name", models.CharField(max_length=150, verbose_name="Name")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("program_admin", "Program administrator"),
                                ("coordinator", "Coordinator"),
                                ("case_supervisor", "Case supervisor"),
                                ("mediator", "Mediator"),
                                ("network_officer", "Network officer"),
                                ("agency_user", "Agency user"),
                                ("agency_manager", "Agency manager"),
                                ("operator", "Operator"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=10)),
                ("link_number", models.PositiveSmallIntegerField(default=1)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AgencyMember",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="SavedProgram",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField()),
                ("saved_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AddField(
            model_name="agency",
            name="place",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="agency",
            name="shares_receipts",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="agency",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Address not confirmed"),
                    ("waiting", "Waiting for verification"),
                    ("verified", "Verified"),
                    ("closed", "Closed"),
                ],
                db_default="verified",
                default="asked",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="answer_by",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="receipt",
            name="sent_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["agency", "-received_on", "-id"], name="receipt_of_agency"),
        ),
        migrations.AddField(
            model_name="agencyinvitation",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="agencyinvitation",
            name="invited_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="agencymember",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="members", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="savedprogram",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="agencyinvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                fields=("agency", "email"),
                name="agency_invitation_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedprogram",
            constraint=models.UniqueConstraint(fields=("user", "tenant_id"), name="program_saved_once"),
        ),
    ]
