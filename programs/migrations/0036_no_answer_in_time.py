"""A form that nobody answered is told so, whether or not somebody was asked in time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    # A word, which the database does not know.
    is_additive = True

    dependencies = [
        ("programs", "0035_index_of_what_goes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="survey",
            name="state",
            field=models.CharField(
                choices=[
                    ("due", "To be asked"),
                    ("asked", "Asked"),
                    ("answered", "Answered"),
                    ("declined", "Does not want to answer"),
                    ("unreached", "Could not be reached"),
                    ("unsuitable", "Not suitable"),
                    ("lapsed", "No answer in time"),
                ],
                default="due",
                max_length=20,
            ),
        ),
    ]
