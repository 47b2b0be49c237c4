"""The thirty tables."""

import django.db.models.deletion
from django.db import migrations, models

from infra.bench.tenancy.fleetapp.names import NAMES, parent_of


def fields_of(number: int) -> list[tuple[str, models.Field]]:
    """Return the fields of model `number`."""
    fields: list[tuple[str, models.Field]] = [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("title", models.CharField(max_length=60)),
        ("number", models.IntegerField(db_index=True, default=0)),
        ("made_at", models.DateTimeField(auto_now_add=True)),
    ]
    if number:
        parent = models.ForeignKey(
            null=True,
            on_delete=django.db.models.deletion.CASCADE,
            related_name="+",
            to=f"fleetapp.{parent_of(number).lower()}",
        )
        fields.append(("parent", parent))
    return fields


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(name=name, fields=fields_of(number)) for number, name in enumerate(NAMES)
    ]
