"""The address of a person before the last change, to which a letter says that it was changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_invitations"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="former_email",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254),
        ),
    ]
