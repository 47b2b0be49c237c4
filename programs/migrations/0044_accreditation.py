"""The program's copies of its accreditations: a column that older code leaves empty, which is none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0043_guidance"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="accreditations",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, editable=False
            ),
        ),
    ]
