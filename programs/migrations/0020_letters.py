"""Letters and messages are contacts whose words are kept."""

import amends.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    # Older code leaves the new columns at their defaults.
    is_additive = True
    dependencies = [
        ("programs", "0019_pool"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="delivery",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="contact",
            name="wording",
            field=models.CharField(blank=True, db_default="", default="", max_length=30),
        ),
        migrations.AddField(
            model_name="contact",
            name="words",
            field=amends.vault.fields.SealedTextField(blank=True, null=True),
        ),
    ]
