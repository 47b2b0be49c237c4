"""Taking part in figures across programs: two columns that older code leaves empty, which is no part."""

from django.db import migrations, models


class Migration(migrations.Migration):
    is_additive = True

    dependencies = [
        ("programs", "0044_accreditation"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="shared_figures",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, editable=False
            ),
        ),
        migrations.AddField(
            model_name="mediationcase",
            name="counted_in",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
    ]
