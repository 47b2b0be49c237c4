"""Indexes that are asked when people go, in place of two that constraints serve: payments by item, sessions by case."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # Code does not see an index, and what is unique by itself is unique with its item and its case.
    is_additive = True

    dependencies = [
        ("programs", "0034_survey_rows"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="restitutionpayment",
            name="payment_form_once",
        ),
        migrations.RemoveConstraint(
            model_name="session",
            name="session_form_once",
        ),
        migrations.AlterField(
            model_name="agreementitem",
            name="beneficiary",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.participant",
            ),
        ),
        migrations.AlterField(
            model_name="restitutionpayment",
            name="item",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="programs.agreementitem",
            ),
        ),
        migrations.AlterField(
            model_name="restitutionpayment",
            name="paid_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programs.participant",
            ),
        ),
        migrations.AlterField(
            model_name="session",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="programs.mediationcase",
            ),
        ),
        migrations.AddConstraint(
            model_name="restitutionpayment",
            constraint=models.UniqueConstraint(fields=("item", "form_key"), name="payment_form_once"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("case", "form_key"), name="session_form_once"),
        ),
    ]
