"""Bookings of a session and notes of a referral are few: two indexes less in each schema."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # Code does not see an index.
    is_additive = True

    dependencies = [
        ("programs", "0031_yearly_costs"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mediatorbooking",
            name="session",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="programs.session",
            ),
        ),
        migrations.AlterField(
            model_name="referralamendment",
            name="referral",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="programs.referral",
            ),
        ),
    ]
