"""What a year cost, for the program's own report: a column that older code leaves empty."""

from django.db import migrations, models
from django.db.models import Value


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0028_retention"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="yearly_costs",
            field=models.JSONField(db_default=Value({}, models.JSONField()), default=dict, editable=False),
        ),
    ]
