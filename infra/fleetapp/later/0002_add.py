from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("fleetapp", "0001_initial"),)
    operations = (
        migrations.AddField("book", "title", models.CharField(max_length=50, null=True)),
        migrations.AddField("book", "signed", models.BooleanField(default=False, db_default=False)),
        migrations.CreateModel(
            "Loan",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("book", models.ForeignKey("fleetapp.book", on_delete=models.CASCADE)),
            ],
        ),
        migrations.AddIndex(
            "book", models.Index(fields=["title"], name="book_title", condition=models.Q(pages__gt=3))
        ),
    )
