"""What the public directory says of a program."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # Older code leaves the new columns at their defaults.
    is_additive = True

    dependencies = [
        ("programs", "0021_agencies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="is_listed",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="program",
            name="listing",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, editable=False
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="listing_claim",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="program",
            name="listing_confirmed_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="program",
            name="listing_draft",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, editable=False
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="listing_live_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="program",
            name="listing_live_version",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="program",
            name="listing_published_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="program",
            name="listing_published_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="listing_version",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
    ]
