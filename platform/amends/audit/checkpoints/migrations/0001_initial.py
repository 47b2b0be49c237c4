"""The public table of signed checkpoints."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("schema", models.CharField(max_length=63)),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("signer", models.CharField(max_length=16)),
                ("signature", models.BinaryField()),
                ("counted", models.CharField(max_length=100)),
            ],
            options={
                "indexes": [models.Index(fields=["schema", "-id"], name="checkpoint_latest")],
            },
        ),
    ]
