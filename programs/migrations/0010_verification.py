"""What a program told whoever verifies it, and what came of that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0009_indexes_said_twice")]

    is_additive = True

    operations = [
        migrations.AddField(
            model_name="program",
            name="introduction_version",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="program",
            name="verification_account",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddField(
            model_name="program",
            name="verification_asked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="program",
            name="verification_declined_for",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=40),
        ),
    ]
