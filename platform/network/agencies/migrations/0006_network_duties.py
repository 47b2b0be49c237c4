"""The roles of the public side are three more."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agencyinvitation",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("program_admin", "Program administrator"),
                        ("coordinator", "Coordinator"),
                        ("case_supervisor", "Case supervisor"),
                        ("mediator", "Mediator"),
                        ("network_officer", "Network officer"),
                        ("network_accreditor", "Accreditor of a network"),
                        ("network_analyst", "Analyst of a network"),
                        ("network_billing", "Payments of a network"),
                        ("agency_user", "Agency user"),
                        ("agency_manager", "Agency manager"),
                        ("operator", "Operator"),
                    ],
                    max_length=20,
                ),
                size=None,
            ),
        ),
    ]
