"""Which agency a source is, and who of an agency sent a referral."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0020_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="agency_person_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="referralsource",
            name="agency_id",
            field=models.UUIDField(null=True),
        ),
    ]
