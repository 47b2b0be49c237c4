"""Files: documents that are sent with a referral, and later others; their bytes lie in the storage."""

import amends.vault.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import tenants.ids
from programs.samples.rows import OF_REFERRAL, only_samples_go
from django.conf import settings
from django.db import migrations, models


OF_CASE = "EXISTS (SELECT 1 FROM programs_mediationcase c WHERE c.id = case_id AND c.is_sample)"


class Migration(migrations.Migration):
    # Older code makes no row of the new table.
    is_additive = True

    dependencies = [
        ("programs", "0022_listing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose",
                    models.CharField(choices=[("attachment", "Document with a referral")], max_length=20),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("checking", "Being checked"), ("clean", "Checked"), ("refused", "Refused")],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "pdf"),
                            ("jpeg", "jpeg"),
                            ("png", "png"),
                            ("webp", "webp"),
                            ("docx", "docx"),
                            ("odt", "odt"),
                            ("txt", "txt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveBigIntegerField()),
                ("name", amends.vault.fields.SealedCharField(max_length=120)),
                ("digest", amends.vault.fields.SealedCharField(max_length=64)),
                ("content_key", amends.vault.fields.SealedBytesField()),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="programs.mediationcase",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="programs.referraldraft",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="programs.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "id"],
                "indexes": [
                    models.Index(
                        django.db.models.functions.comparison.Coalesce("draft", "referral", "case"),
                        name="storedfile_by_holder",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case", None), ("draft__isnull", False), ("referral", None)),
                            models.Q(("case", None), ("draft", None), ("referral__isnull", False)),
                            models.Q(("case__isnull", False), ("draft", None), ("referral", None)),
                            _connector="OR",
                        ),
                        name="storedfile_has_one_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="storedfile_is_not_empty"
                    ),
                ],
            },
        ),
        # A form that is being filled in may change its documents; what was sent stays as it came (R5).
        only_samples_go("programs_storedfile", f"draft_id IS NOT NULL OR {OF_REFERRAL} OR {OF_CASE}"),
    ]
