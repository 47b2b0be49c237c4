"""Files that are imported, and the mark of what came with them; it may be deleted while its file is undone."""

import amends.vault.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models
from programs.importing.rows import MAY_GO, undone_go_too


class Migration(migrations.Migration):
    # Older code makes no such row; references stay unique by those of referrals.
    is_additive = True

    dependencies = [
        ("programs", "0028_retention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("vault_key", models.UUIDField(default=tenants.ids.uuid7, editable=False)),
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cases", "Cases"),
                            ("people", "More people of cases"),
                            ("mediators", "Mediators"),
                            ("agreements", "What was agreed"),
                            ("payments", "Payments and hours"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Waits for its columns to be named"),
                            ("checking", "Being checked"),
                            ("checked", "Checked, waits for you"),
                            ("importing", "Being imported"),
                            ("imported", "Imported"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                            ("discarded", "Thrown away"),
                        ],
                        default="mapping",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("file_name", amends.vault.fields.SealedCharField(max_length=120, null=True)),
                ("headings", amends.vault.fields.SealedJSONField(null=True)),
                ("headings_mac", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("columns", models.JSONField(db_default=models.Value([], models.JSONField()), default=list)),
                (
                    "constants",
                    models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
                ),
                ("choices", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("done", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("found", amends.vault.fields.SealedJSONField(null=True)),
                ("takes_twice", models.BooleanField(default=False)),
                (
                    "taken_twice",
                    models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
                ),
                ("worked_on", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-made_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ImportChunk",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("rows", amends.vault.fields.SealedJSONField()),
                ("results", amends.vault.fields.SealedJSONField(null=True)),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="mediationcase",
            name="case_reference_once",
        ),
        migrations.AddField(
            model_name="agreement",
            name="imported_in",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="first_contact_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="imported_in",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="number_mac",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="own_number",
            field=amends.vault.fields.SealedCharField(blank=True, max_length=60, null=True),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="took_part",
            field=models.CharField(
                blank=True,
                choices=[
                    ("face_to_face", "Face to face"),
                    ("video_live", "By video"),
                    ("surrogate", "Through somebody in their place"),
                    ("indirect", "Indirectly, without a meeting"),
                    ("none", "Not at all"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="mediator",
            name="imported_in",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="offence",
            name="grade",
            field=models.CharField(
                blank=True,
                choices=[("felony", "Felony"), ("misdemeanor", "Misdemeanor"), ("infraction", "Infraction")],
                db_default="",
                default="",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="imported_in",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="imported_in",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="restitutionpayment",
            name="imported_in",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="imported_in",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("joined_to__isnull", False)),
                fields=["joined_to"],
                name="referral_by_joined",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="made_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="importchunk",
            name="batch",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.importbatch",
            ),
        ),
        *(undone_go_too(table, *told) for table, told in MAY_GO.items()),
    ]
