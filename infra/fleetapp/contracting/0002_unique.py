from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("fleetapp", "0001_initial"),)
    operations = (migrations.AlterField("book", "pages", models.IntegerField(default=0, unique=True)),)
