"""Exact counts lie in a schema of their own: workers hand them in and cannot read them; the sealer reads them."""

from django.db import migrations

MAKE = """
CREATE SCHEMA stats_intake;
REVOKE ALL ON SCHEMA stats_intake FROM PUBLIC;
CREATE TABLE stats_intake.rollup (
    period uuid NOT NULL, tenant uuid NOT NULL, tbl text NOT NULL, "row" text NOT NULL, col text NOT NULL,
    n integer NOT NULL CHECK (n > 0),
    PRIMARY KEY (period, tenant, tbl, "row", col)
);
CREATE TABLE stats_intake.gate (
    period uuid NOT NULL, tenant uuid NOT NULL, noisy integer NOT NULL, PRIMARY KEY (period, tenant)
);
CREATE FUNCTION stats_intake.hand_in(in_period uuid, in_tenant uuid, in_cells jsonb) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
AS $$
    WITH counting AS (
        SELECT id FROM public.reporting_period WHERE id = in_period AND state = 'counting' FOR SHARE
    ), asked AS (
        UPDATE public.reporting_handing AS handing SET handed_at = pg_catalog.clock_timestamp() FROM counting
        WHERE handing.period_id = counting.id AND handing.tenant_id = in_tenant AND handing.handed_at IS NULL
        RETURNING handing.period_id
    ), kept AS (
        INSERT INTO stats_intake.rollup (period, tenant, tbl, "row", col, n)
        SELECT asked.period_id, in_tenant, tables.key, rows.key, cells.key, cells.value::integer
        FROM asked, pg_catalog.jsonb_each(in_cells) AS tables, pg_catalog.jsonb_each(tables.value) AS rows,
             pg_catalog.jsonb_each_text(rows.value) AS cells
    )
    SELECT EXISTS (SELECT FROM asked)
$$;
REVOKE ALL ON FUNCTION stats_intake.hand_in(uuid, uuid, jsonb) FROM PUBLIC;
GRANT USAGE ON SCHEMA stats_intake TO amends_worker, amends_sealer;
GRANT EXECUTE ON FUNCTION stats_intake.hand_in(uuid, uuid, jsonb) TO amends_worker;
GRANT SELECT, DELETE ON stats_intake.rollup TO amends_sealer;
GRANT SELECT, INSERT, DELETE ON stats_intake.gate TO amends_sealer;
"""
UNMAKE = "DROP SCHEMA stats_intake CASCADE"


class Migration(migrations.Migration):
    """The schema `stats_intake`: one table without people, one way in, one reader."""

    dependencies = (("reporting", "0001_initial"),)

    operations = (migrations.RunSQL(MAKE, UNMAKE),)
