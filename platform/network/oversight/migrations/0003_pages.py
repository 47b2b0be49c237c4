"""Where a network works, who is invited to act for it, and what it announced."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0002_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="network",
            name="place_code",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("announced_at", models.DateTimeField()),
                ("members", models.PositiveIntegerField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="oversight.network",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-announced_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="NetworkInvitation",
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
                                ("network_accreditor", "Accreditor of a network"),
                                ("network_analyst", "Analyst of a network"),
                                ("network_billing", "Payments of a network"),
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
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="oversight.network",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                        fields=("network", "email"),
                        name="network_invitation_waits_once",
                    )
                ],
            },
        ),
    ]
