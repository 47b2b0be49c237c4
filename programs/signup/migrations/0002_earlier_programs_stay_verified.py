"""Programs that dealt with people before there was verification stay as they were; their own copy is told.

`tenants.0002` brought the column and left it empty. A program that was at work by then (active, and there before that
migration ran) is vouched for; a trial is not, and neither is one about which an operator has decided since. What it
says of its founder's address is mended in its own schema (`programs.0006`).
"""

from django.db import migrations

KEEP = """
WITH kept AS (
    UPDATE tenants_tenant SET verified_at = now(), verification_version = 1
    WHERE state = 'active' AND verified_at IS NULL AND verification_version = 0
      AND created_at < (SELECT min(applied) FROM django_migrations WHERE app = 'tenants' AND name = '0002_operator')
    RETURNING id, schema_name
)
INSERT INTO amends_outbox (id, schema, origin, job, args)
SELECT gen_random_uuid(), schema_name, 'public', 'programs.verification_pushed',
       jsonb_build_object('tenant_id', id, 'version', 1)
FROM kept
"""


class Migration(migrations.Migration):
    dependencies = [
        ("signup", "0001_initial"),
        ("tenants", "0002_operator"),
        ("outbox", "0001_initial"),
    ]

    operations = [migrations.RunSQL(KEEP, migrations.RunSQL.noop)]
