"""What a program adds of its own: answers to its own fields, what the two sides are to each other, ticked items."""

import amends.vault.fields
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0013_qualification"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="mediationcase",
            name="own_sealed",
            field=amends.vault.fields.SealedJSONField(null=True),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="own_values",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="relationship",
            field=models.CharField(
                blank=True,
                choices=[
                    ("strangers", "They did not know each other"),
                    ("acquainted", "They knew each other"),
                    ("neighbours", "They are neighbors"),
                    ("school", "They go to the same school"),
                    ("work", "They work together"),
                    ("family", "They are of one family"),
                    ("partners", "They are or were partners"),
                    ("other", "Something else"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="ItemDone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("item", models.CharField(max_length=20)),
                ("done_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items_done",
                        to="programs.mediationcase",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "item"), name="item_done_once")],
            },
        ),
    ]
