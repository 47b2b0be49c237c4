"""Forms of surveys come in by file too, each marked with its file, and go again while that is undone."""

from django.db import migrations, models

from programs.importing.rows import undone_go_too


class Migration(migrations.Migration):
    # A column that may be empty, a kind more, and a right that holds for marked rows alone.
    is_additive = True

    dependencies = [
        ("programs", "0033_after_a_session"),
    ]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="imported_in",
            field=models.UUIDField(editable=False, null=True),
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
                ],
                max_length=12,
            ),
        ),
        undone_go_too("programs_survey", "is_sample", "imported_in"),
    ]
