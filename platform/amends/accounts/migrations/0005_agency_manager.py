"""One more role of the public side: whoever manages an agency."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_former_email"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
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
                        ("agency_manager", "Agency manager"),
                        ("operator", "Operator"),
                    ],
                    max_length=20,
                ),
                default=list,
                size=None,
            ),
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
                        ("agency_manager", "Agency manager"),
                        ("operator", "Operator"),
                    ],
                    max_length=20,
                ),
                default=list,
                size=None,
            ),
        ),
    ]
