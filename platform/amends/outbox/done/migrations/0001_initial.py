"""The table of done jobs, in each tenant's schema."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Done."""

    initial = True
    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Done",
            fields=[("job_id", models.UUIDField(primary_key=True, serialize=False))],
            options={"db_table": "outbox_done"},
        ),
    )
