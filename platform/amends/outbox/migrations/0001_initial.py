"""The tables of the outbox in the public schema, and the wall around what a tenant may put there."""

from django.db import migrations, models
from django.db.models.functions import Now

import tenants.ids

# Granted to PUBLIC by column: a new tenant needs no grant, and cannot set what the relay owns (attempts,
# dead_at). INSERT on columns permits no LOCK TABLE in any mode.
WALL = """
GRANT INSERT (id, schema, origin, job, args, not_before) ON public.amends_outbox TO PUBLIC;
ALTER TABLE public.amends_outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY speaks_for_itself ON public.amends_outbox FOR INSERT TO PUBLIC
    WITH CHECK (schema = current_user AND origin = current_user);
CREATE POLICY platform_relays ON public.amends_outbox FOR ALL TO amends_web, amends_worker
    USING (true) WITH CHECK (true);
"""
NO_WALL = """
DROP POLICY platform_relays ON public.amends_outbox;
DROP POLICY speaks_for_itself ON public.amends_outbox;
ALTER TABLE public.amends_outbox DISABLE ROW LEVEL SECURITY;
REVOKE INSERT (id, schema, origin, job, args, not_before) ON public.amends_outbox FROM PUBLIC;
"""
# The same rule as amends.outbox.arguments, for whoever writes SQL: a flat object of short tokens.
FIT = r"""
ALTER TABLE public.amends_outbox
    ADD CONSTRAINT outbox_args_are_tokens CHECK (
        jsonb_typeof(args) = 'object'
        AND pg_column_size(args) < 1500
        AND NOT jsonb_path_exists(args, '$.keyvalue() ? (!(@.key like_regex "^[a-z][a-z0-9_]{0,39}$"))')
        AND NOT jsonb_path_exists(args, 'strict $.* ? (@.type() == "array" || @.type() == "object")')
        AND NOT jsonb_path_exists(
            args, '$.* ? (@.type() == "string" && !(@ like_regex "^[A-Za-z0-9_.:-]{1,64}$"))')
    ),
    ADD CONSTRAINT outbox_job_is_token CHECK (job ~ '^[A-Za-z0-9_.:-]{1,64}$');
"""
NOT_FIT = """
ALTER TABLE public.amends_outbox
    DROP CONSTRAINT outbox_job_is_token, DROP CONSTRAINT outbox_args_are_tokens;
"""


class Migration(migrations.Migration):
    """Outbox, inbox, schedules."""

    initial = True
    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("schema", models.CharField(max_length=63)),
                ("origin", models.CharField(max_length=63)),
                ("job", models.CharField(max_length=100)),
                ("args", models.JSONField(default=dict)),
                ("not_before", models.DateTimeField(db_default=Now())),
                ("attempts", models.PositiveSmallIntegerField(db_default=0)),
                ("last_error", models.CharField(db_default="", max_length=200)),
                ("dead_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "db_table": "amends_outbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("dead_at", None)),
                        fields=["not_before", "id"],
                        name="outbox_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inbox",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("received_at", models.DateTimeField(db_default=Now(), db_index=True)),
            ],
            options={"db_table": "amends_inbox"},
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("job", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("seconds", models.PositiveIntegerField()),
                ("next_at", models.DateTimeField()),
            ],
            options={"db_table": "amends_schedule"},
        ),
        migrations.RunSQL(WALL, NO_WALL),
        migrations.RunSQL(FIT, NOT_FIT),
    )
