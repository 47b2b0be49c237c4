"""Three more roles of the public side: who accredits, counts and pays for a network."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("accounts", "0007_fewer_indexes"),
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
                        ("network_accreditor", "Accreditor of a network"),
                        ("network_analyst", "Analyst of a network"),
                        ("network_billing", "Payments of a network"),
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
                        ("network_accreditor", "Accreditor of a network"),
                        ("network_analyst", "Analyst of a network"),
                        ("network_billing", "Payments of a network"),
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
