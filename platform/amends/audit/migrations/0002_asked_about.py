"""Indexes of what is asked about the audit: who saw a row, what one person did, what was refused, which day."""

import django.contrib.postgres.indexes
import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    is_additive = True

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.GinIndex(
                django.db.models.fields.json.KeyTransform("ids", "facts"),
                condition=models.Q(("object_id", "")),
                name="audit_by_ids",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "seq"], name="audit_by_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("kind__in", ("export", "denied"))),
                fields=["kind", "seq"],
                name="audit_rare_kinds",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["at"], name="audit_by_time", pages_per_range=16, autosummarize=True
            ),
        ),
    ]
