"""How far the export or import of a whole program is: a column that older code leaves empty."""

from django.db import migrations, models


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0045_shared_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="progress",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cases", "Cases"),
                    ("people", "More people of cases"),
                    ("mediators", "Mediators"),
                    ("agreements", "What was agreed"),
                    ("payments", "Payments and hours"),
                    ("surveys", "Surveys and new offenses"),
                    ("whole_out", "Everything out"),
                    ("whole_in", "Everything in"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("mapping", "Waits for its columns to be named"),
                    ("checking", "Being checked"),
                    ("checked", "Checked, waits for you"),
                    ("importing", "Being imported"),
                    ("imported", "Imported"),
                    ("undoing", "Being undone"),
                    ("undone", "Undone"),
                    ("discarded", "Thrown away"),
                    ("packing", "Being packed"),
                    ("packed", "Ready to be fetched"),
                    ("stopped", "Stopped"),
                ],
                default="mapping",
                max_length=12,
            ),
        ),
    ]
