"""Keys without an index of their own: another constraint begins with the key, or the table stays as small as a team."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0014_own_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="affiliation",
            name="mediator",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="affiliations",
                to="programs.mediator",
            ),
        ),
        migrations.AlterField(
            model_name="mediatorassignment",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="programs.mediationcase",
            ),
        ),
        migrations.AlterField(
            model_name="mediatorbooking",
            name="mediator",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="programs.mediator",
            ),
        ),
        migrations.AlterField(
            model_name="participantlink",
            name="participant",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="links",
                to="programs.participant",
            ),
        ),
        migrations.AlterField(
            model_name="participationconsent",
            name="participant",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="programs.participant",
            ),
        ),
        migrations.AlterField(
            model_name="program",
            name="founder",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="office",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="programs.office",
            ),
        ),
    ]
