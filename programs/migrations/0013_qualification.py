"""How far a mediator is trained, and how current that is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0012_policy"),
    ]

    operations = [
        migrations.AddField(
            model_name="mediator",
            name="checked_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mediator",
            name="level",
            field=models.CharField(
                choices=[
                    ("foundation", "Foundation"),
                    ("intermediate", "Intermediate"),
                    ("advanced", "Advanced"),
                ],
                db_default="foundation",
                default="foundation",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="mediator",
            name="observed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mediator",
            name="supervised_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mediator",
            name="training_hours",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
