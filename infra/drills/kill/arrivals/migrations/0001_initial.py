"""Arrivals."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    """One table."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("schema", models.CharField(max_length=63)),
                ("number", models.BigIntegerField()),
                ("arrived_at", models.DateTimeField(db_default=Now())),
            ],
        ),
    )
