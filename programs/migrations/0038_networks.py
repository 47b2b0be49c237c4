"""The program's copies of its memberships: a column that older code leaves empty, which is no membership."""

from django.db import migrations, models


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0037_standing"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="networks",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, editable=False
            ),
        ),
    ]
