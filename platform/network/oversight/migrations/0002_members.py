"""What networks say of themselves, their terms, their members, and who looked at these."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
        ("tenants", "0002_operator"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="network",
            name="about",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="What the network is"),
        ),
        migrations.AddField(
            model_name="network",
            name="above",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="below",
                to="oversight.network",
            ),
        ),
        migrations.AddField(
            model_name="network",
            name="contact_email",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="E-mail address"
            ),
        ),
        migrations.AddField(
            model_name="network",
            name="takes_requests",
            field=models.BooleanField(db_default=True, default=True, verbose_name="Programs can ask to join"),
        ),
        migrations.AddField(
            model_name="network",
            name="website",
            field=models.URLField(blank=True, db_default="", default="", verbose_name="Website"),
        ),
        migrations.AlterField(
            model_name="network",
            name="level",
            field=models.CharField(
                choices=[
                    ("regional", "Region"),
                    ("state", "State or province"),
                    ("national", "National"),
                    ("other", "Another reach"),
                ],
                max_length=10,
                verbose_name="How far it reaches",
            ),
        ),
        migrations.CreateModel(
            name="NetworkTerms",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("published_at", models.DateTimeField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="oversight.network",
                    ),
                ),
            ],
            options={
                "ordering": ("-number",),
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered by another network"),
                            ("invited", "Invited"),
                            ("asked", "Asks to join"),
                            ("member", "Member"),
                            ("refused", "Not taken in by the network"),
                            ("declined", "Declined by the program"),
                            ("withdrawn", "Taken back"),
                            ("left", "Left"),
                            ("removed", "Ended by the network"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.TextField(blank=True, db_default="", default="")),
                ("began_at", models.DateTimeField()),
                ("joined_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "shares",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("contact", "Who speaks for the program, with address and telephone"),
                                (
                                    "listing",
                                    "Whether it is listed in the directory, and when that was confirmed last",
                                ),
                                ("payment", "Who pays for the program, and until when"),
                                ("policy", "The settings of its policy for which networks can ask a minimum"),
                                ("figures", "Its counts, sealed and with noise, for figures across programs"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("told", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("told_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("heard", models.PositiveIntegerField(default=0)),
                (
                    "moved_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.network",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="oversight.network",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
                    ),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="oversight.networkterms",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("page", models.CharField(max_length=60)),
                ("looked_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="oversight.membership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at", None)), fields=["membership"], name="look_not_told"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="networkterms",
            constraint=models.UniqueConstraint(fields=("network", "number"), name="network_terms_numbered"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["tenant"], name="membership_of_tenant"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("offered", "invited", "asked", "member"))),
                fields=("network", "tenant"),
                name="membership_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "member"), _negated=True),
                    ("joined_at__isnull", False),
                    _connector="OR",
                ),
                name="member_since_a_day",
            ),
        ),
    ]
