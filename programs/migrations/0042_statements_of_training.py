"""Statements of training: columns that older code leaves empty, which is no key, no statement and none handed in."""

from django.db import migrations, models

EMPTY = models.Value([], models.JSONField())


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0038_networks"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="statement_keys",
            field=models.JSONField(db_default=EMPTY, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="program",
            name="ended_statements",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, editable=False
            ),
        ),
        migrations.AddField(
            model_name="mediator",
            name="statements",
            field=models.JSONField(db_default=EMPTY, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="mediator",
            name="carried",
            field=models.JSONField(db_default=EMPTY, default=list, editable=False),
        ),
    ]
