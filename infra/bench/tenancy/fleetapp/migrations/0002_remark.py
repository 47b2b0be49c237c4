"""One nullable column more in each of the thirty tables."""

from django.db import migrations, models

from infra.bench.tenancy.fleetapp.names import NAMES


class Migration(migrations.Migration):
    dependencies = [("fleetapp", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name=name.lower(), name="remark", field=models.CharField(max_length=60, null=True)
        )
        for name in NAMES
    ]
