"""A contact can be that somebody came back by themselves: an answer more in a list, and nothing in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0024_handing_on"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("first_contact", "First contact"),
                    ("preparation", "Preparation meeting"),
                    ("arranging", "Arranging something"),
                    ("exchange", "Passing a message on"),
                    ("follow_up", "Follow-up after the meeting or exchange"),
                    ("told_end", "Telling them that the case has ended"),
                    ("asked_again", "They came back to us by themselves"),
                ],
                max_length=20,
            ),
        ),
    ]
