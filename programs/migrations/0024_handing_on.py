"""A referral goes from one program of the platform to another, and the answer comes back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    # Older code leaves the new columns at their defaults.
    is_additive = True

    dependencies = [
        ("programs", "0023_stored_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="handed_on_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="handed_on_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="released_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="referralforward",
            name="answer_group",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_ours", "Not for this program"),
                    ("not_now", "Not possible now"),
                    ("administrative", "Administrative"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="referralforward",
            name="answer_version",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="referralforward",
            name="arrived_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="referralforward",
            name="asked_back_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="referralforward",
            name="receiver_id",
            field=models.UUIDField(null=True),
        ),
    ]
