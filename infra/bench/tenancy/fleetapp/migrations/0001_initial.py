"""The thirty tables."""

from django.db import migrations, models

from infra.bench.tenancy.fleetapp.names import NAMES


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name=name,
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60)),
                ("number", models.IntegerField(default=0)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        )
        for name in NAMES
    ]
