"""Accounts of the public schema: their roles; and the stamp that ends a person's sessions."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    # The column fills itself in, and the choices are no change of the table.
    is_additive = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_stamp",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="user",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("program_admin", "Program administrator"),
                        ("coordinator", "Coordinator"),
                        ("case_supervisor", "Case supervisor"),
                        ("mediator", "Mediator"),
                        ("network_officer", "Network officer"),
                        ("agency_user", "Agency user"),
                        ("operator", "Operator"),
                    ],
                    max_length=20,
                ),
                default=list,
                size=None,
            ),
        ),
    ]
