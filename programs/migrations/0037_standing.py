"""What a program was told last of who pays for it: a column that older code leaves empty, which is not a lapse."""

from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0036_no_answer_in_time"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="standing",
            field=models.JSONField(db_default=Value({}, models.JSONField()), default=dict, editable=False),
        ),
    ]
