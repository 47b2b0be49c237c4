"""SQL that an attacker inside one program's connection would try, by class; data only, so that reading it is enough.

`{a}` is the attacker's schema and role, `{b}` the victim's, `{table}` the victim's qualified table of people,
`{pid}` the victim's backend, `{job}` a waiting job of the victim, `{web}` and `{owner}` other roles. Each text of
an attack is one statement (or batch) of its own; what fails does not stop the ones after it.
"""

import re
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Attack:
    """What is tried, as texts sent one after the other on one connection."""

    kind: str
    texts: tuple[str, ...]

    def filled(self, names: dict[str, object]) -> list[str]:
        """Return the texts with the names of this server's tenants, roles and backends."""
        return [_PLACEHOLDER.sub(lambda found: str(names[found[1]]), each) for each in self.texts]


def _all(kind: str, *attacks: str | tuple[str, ...]) -> tuple[Attack, ...]:
    return tuple(Attack(kind, (each,) if isinstance(each, str) else each) for each in attacks)


READING = (
    *_all("qualified name", "SELECT * FROM {table}", "TABLE {table}", "SELECT count(*) FROM {table}"),
    *_all(
        "union",
        "SELECT name, email FROM accounts_user UNION ALL SELECT name, email FROM {table}",
        "SELECT 1 WHERE 1 = (SELECT count(*) FROM {table} WHERE name > '')",
    ),
    *_all(
        "search_path",
        ("SET search_path = {b}", "SELECT * FROM accounts_user"),
        "SELECT set_config('search_path', '{b}', false); SELECT * FROM accounts_user",
        ("BEGIN", "SET LOCAL search_path = {b}, public", "SELECT * FROM accounts_user", "ROLLBACK"),
        ("RESET search_path", "SELECT * FROM accounts_user, tenants_tenant"),
        ("DISCARD ALL", "SELECT name, slug FROM tenants_tenant"),
        ("SET search_path = public", "SELECT name, slug FROM tenants_tenant"),
    ),
    *_all(
        "SET ROLE",
        ('SET ROLE "{b}"', "SELECT * FROM {table}"),
        ("SET ROLE {web}", "SELECT * FROM public.tenants_tenant"),
        ("SET ROLE {owner}", "SELECT * FROM {table}"),
        ("RESET ROLE", "SELECT * FROM {table}"),
        ("SET ROLE NONE", "SELECT * FROM {table}"),
    ),
    *_all(
        "SET SESSION AUTHORIZATION",
        ('SET SESSION AUTHORIZATION "{b}"', "SELECT * FROM {table}"),
        ("SET SESSION AUTHORIZATION {owner}", "SELECT * FROM {table}"),
        ("RESET SESSION AUTHORIZATION", "SELECT * FROM {table}"),
    ),
    *_all(
        "set_config in one SELECT",
        "WITH z AS MATERIALIZED (SELECT set_config('role', '{b}', false))"
        " SELECT query_to_xml('SELECT name FROM {table}', true, true, '') FROM z",
        "WITH z AS MATERIALIZED (SELECT set_config('session_authorization', '{b}', false))"
        " SELECT query_to_xml('SELECT name FROM {table}', true, true, '') FROM z",
        "WITH z AS MATERIALIZED (SELECT set_config('search_path', '{b}', false))"
        " SELECT query_to_xml('SELECT name FROM accounts_user', true, true, '') FROM z",
    ),
    *_all(
        "XML export",
        "SELECT query_to_xml('SELECT * FROM {table}', true, true, '')",
        "SELECT table_to_xml('{table}', true, true, '')",
        "SELECT schema_to_xml('{b}', true, true, '')",
        "SELECT database_to_xml(true, true, '')",
        "SELECT query_to_xml('SELECT * FROM public.tenants_domain', true, true, '')",
    ),
    *_all(
        "COPY",
        "COPY {table} TO STDOUT",
        "COPY (SELECT * FROM {table}) TO STDOUT",
        "COPY public.tenants_tenant TO STDOUT",
        "COPY accounts_user TO PROGRAM 'cat'",
        "COPY accounts_user TO '/tmp/amends-drill-copy'",
        "COPY accounts_user (name) FROM '/etc/passwd'",
        "COPY accounts_user (name) FROM PROGRAM 'id'",
    ),
    *_all(
        "prepared statements and cursors",
        ("PREPARE p AS SELECT * FROM {table}", "EXECUTE p"),
        ("BEGIN", "DECLARE c CURSOR WITH HOLD FOR SELECT * FROM {table}", "FETCH ALL c", "ROLLBACK"),
        "SELECT * FROM pg_prepared_statements; SELECT * FROM pg_cursors",
        "SELECT * FROM pg_prepared_xacts",
    ),
    *_all(
        "EXPLAIN",
        "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM {table}",
        "EXPLAIN (ANALYZE, VERBOSE) UPDATE {table} SET name = 'x'",
        "EXPLAIN (ANALYZE, BUFFERS) SELECT * FROM public.amends_outbox",
    ),
    *_all(
        "sequences of others",
        "SELECT currval(s::regclass), nextval(s::regclass) FROM (SELECT oid AS s FROM pg_class"
        " WHERE relkind = 'S' AND relnamespace = '{b}'::regnamespace) AS theirs",
        "SELECT setval(oid::regclass, 999999) FROM pg_class"
        " WHERE relkind = 'S' AND relnamespace = '{b}'::regnamespace",
        "SELECT * FROM pg_sequences WHERE schemaname <> '{a}' AND last_value IS NOT NULL",
    ),
    *_all(
        "other databases",
        "SELECT * FROM dblink('dbname=amends_keys', 'SELECT 1') AS t(x int)",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION postgres_fdw",
        "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw",
        "SELECT * FROM amends_keys.public.vault_tenantkey",
        "CREATE SUBSCRIPTION s CONNECTION 'dbname=amends' PUBLICATION p",
    ),
    *_all(
        "statistics",
        "SELECT * FROM pg_stats WHERE schemaname <> 'pg_catalog'",
        "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE tablename = 'accounts_user'",
        "SELECT * FROM pg_statistic",
        "SELECT * FROM pg_stats_ext; SELECT * FROM pg_stats_ext_exprs",
    ),
    *_all(
        "names in the catalogue",
        "SELECT nspname, obj_description(oid) FROM pg_namespace",
        "SELECT rolname, rolconfig::text FROM pg_roles; SELECT * FROM pg_db_role_setting",
        "SELECT datname, datacl::text FROM pg_database; SELECT * FROM pg_shdescription",
        "SELECT relname, relnamespace::regnamespace, relacl::text FROM pg_class",
        "SELECT * FROM information_schema.tables; SELECT * FROM information_schema.table_privileges",
        "SELECT * FROM information_schema.schemata; SELECT * FROM information_schema.columns",
        "SELECT rolname, rolpassword FROM pg_authid",
        "SELECT usename, passwd FROM pg_shadow",
        "SELECT * FROM pg_hba_file_rules; SELECT * FROM pg_file_settings",
        "SELECT name, setting FROM pg_settings",
        "SELECT * FROM pg_locks",
    ),
    *_all(
        "sessions of others",
        "SELECT usename, application_name, query FROM pg_stat_activity",
        "SELECT query FROM pg_stat_activity WHERE pid = {pid}",
        "SELECT pg_stat_get_backend_activity(i) FROM generate_series(1, 300) AS i",
        "SELECT * FROM pg_stat_get_activity(NULL)",
        "SELECT pg_log_backend_memory_contexts({pid})",
        "SELECT * FROM pg_stat_statements",
    ),
    *_all(
        "files of the server",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_stat_file('PG_VERSION')",
        "SELECT * FROM pg_ls_waldir(); SELECT * FROM pg_ls_logdir()",
        "SELECT pg_current_logfile(); SHOW data_directory; SHOW hba_file",
    ),
)

WRITING = (
    *_all(
        "writing into the neighbour",
        "UPDATE {table} SET name = 'x'",
        "DELETE FROM {table}",
        "INSERT INTO {table} SELECT * FROM accounts_user",
        "TRUNCATE {table} CASCADE",
        "MERGE INTO {table} t USING accounts_user s ON true WHEN MATCHED THEN UPDATE SET name = 'x'",
        "DROP SCHEMA {b} CASCADE",
        "ALTER TABLE {table} RENAME TO gone",
    ),
    *_all(
        "public tables",
        "SELECT * FROM public.tenants_tenant",
        "SELECT domain FROM public.tenants_domain",
        "UPDATE public.tenants_tenant SET maintenance = true",
        "DELETE FROM public.tenants_domain",
        "INSERT INTO public.tenants_epoch (id, number) VALUES (2, 2)",
        "UPDATE public.tenants_epoch SET number = number + 1",
        "SELECT * FROM public.django_migrations; SELECT * FROM public.amends_inbox",
    ),
    *_all(
        "outbox rows of others",
        "SELECT * FROM public.amends_outbox",
        "SELECT schema, job FROM public.amends_outbox WHERE schema <> '{a}'",
        "UPDATE public.amends_outbox SET job = 'stolen'",
        "DELETE FROM public.amends_outbox",
        "INSERT INTO public.amends_outbox {columns} VALUES (gen_random_uuid(), {mine}, 'own', '{}') RETURNING *",
        "INSERT INTO public.amends_outbox {columns} VALUES ('{job}', {mine}, 'own', '{}')",
        "INSERT INTO public.amends_outbox {columns} VALUES ('{job}', {mine}, 'own', '{}')"
        " ON CONFLICT (id) DO UPDATE SET job = 'stolen' RETURNING *",
        "SELECT 1 WHERE (SELECT true FROM public.amends_outbox LIMIT 1)",
    ),
    *_all(
        "forged outbox rows",
        "INSERT INTO public.amends_outbox {columns} VALUES (gen_random_uuid(), '{b}', '{b}', 'x', '{}')",
        "INSERT INTO public.amends_outbox {columns} VALUES (gen_random_uuid(), '{b}', '{a}', 'x', '{}')",
        "INSERT INTO public.amends_outbox {columns} VALUES (gen_random_uuid(), '{a}', 'public', 'x', '{}')",
        "INSERT INTO public.amends_outbox {columns} VALUES (gen_random_uuid(), 'public', 'public', 'x', '{}')",
        "INSERT INTO public.amends_outbox {columns} VALUES (gen_random_uuid(), {mine}, 'x',"
        ' \'{"name": "a sentence that a person wrote"}\')',
        "INSERT INTO public.amends_outbox (id, schema, origin, job, args, attempts, last_error)"
        " VALUES (gen_random_uuid(), {mine}, 'x', '{}', 0, 'forged')",
    ),
    *_all(
        "locks",
        ("BEGIN", "LOCK TABLE public.amends_outbox IN ACCESS EXCLUSIVE MODE"),
        ("BEGIN", "LOCK TABLE public.amends_outbox IN SHARE MODE"),
        ("BEGIN", "LOCK TABLE public.tenants_tenant, public.tenants_epoch IN ACCESS EXCLUSIVE MODE"),
        ("BEGIN", "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"),
        ("BEGIN", "LOCK TABLE pg_catalog.pg_class IN ACCESS EXCLUSIVE MODE"),
        ("BEGIN", "SELECT * FROM public.amends_outbox FOR UPDATE"),
    ),
    *_all(
        "advisory locks",
        "SELECT pg_advisory_lock(1), pg_advisory_lock(1, 1), pg_try_advisory_lock_shared(2)",
        # Shared memory holds the locks of all: whoever takes every slot stops everybody.
        "SELECT count(pg_advisory_lock(i)) FROM generate_series(1, 400000) AS i",
        ("BEGIN", "SELECT count(pg_try_advisory_xact_lock(i)) FROM generate_series(1, 400000) AS i"),
    ),
    *_all(
        "ending others' sessions",
        "SELECT pg_terminate_backend({pid})",
        "SELECT pg_cancel_backend({pid})",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
    ),
)

CLIMBING = (
    *_all(
        "creating",
        "CREATE TABLE t (x int)",
        "CREATE TEMP TABLE t (x int)",
        "SELECT * INTO TEMPORARY t FROM accounts_user",
        "CREATE VIEW {a}.v AS SELECT 1",
        "CREATE TABLE public.t (x int)",
        "CREATE SCHEMA s",
        "CREATE ROLE r",
        "CREATE DATABASE d",
        "CREATE SEQUENCE s",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION now()",
        "CREATE POLICY p ON public.amends_outbox USING (true)",
        "CREATE TRIGGER t BEFORE UPDATE ON accounts_user FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ),
    *_all(
        "shadowing functions, casts and operators",
        "CREATE FUNCTION now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
        "CREATE FUNCTION pg_temp.f() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT current_user::text'",
        "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "CREATE CAST (text AS integer) WITH INOUT AS IMPLICIT",
        "CREATE OPERATOR = (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
        "CREATE AGGREGATE public.sum(text) (SFUNC = textcat, STYPE = text)",
        "CREATE TYPE pg_temp.text AS (x int)",
        "ALTER FUNCTION pg_catalog.lower(text) RENAME TO lower_",
    ),
    *_all(
        "DO blocks",
        "DO $$ BEGIN EXECUTE 'SELECT * FROM {table}'; END $$",
        "DO $$ BEGIN PERFORM set_config('role', '{b}', false); EXECUTE 'UPDATE {table} SET name = ''x'''; END $$",
        "DO LANGUAGE sql 'SELECT 1'",
    ),
    *_all(
        "large objects",
        "SELECT lo_create(424242)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT lo_import('/etc/passwd'); SELECT lo_export(1, '/tmp/amends-drill-lo')",
        "SELECT lo_creat(-1); SELECT * FROM pg_largeobject",
    ),
    *_all(
        "own role",
        "ALTER ROLE CURRENT_USER PASSWORD 'taken over'",
        "ALTER ROLE CURRENT_USER PASSWORD NULL",
        "ALTER ROLE CURRENT_USER SET search_path = {b}, public",
        "ALTER ROLE CURRENT_USER IN DATABASE amends SET search_path = public",
        "ALTER ROLE CURRENT_USER SET role = '{b}'",
        "ALTER ROLE CURRENT_USER SET default_transaction_read_only = on",
        "ALTER ROLE CURRENT_USER SET statement_timeout = 1",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "ALTER ROLE CURRENT_USER BYPASSRLS INHERIT",
        "ALTER ROLE CURRENT_USER RENAME TO t_other",
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC",
    ),
    *_all(
        "roles of others",
        "ALTER ROLE \"{b}\" PASSWORD 'taken over'",
        'ALTER ROLE "{b}" NOLOGIN',
        'ALTER ROLE "{b}" SET search_path = {a}',
        "ALTER ROLE {web} SET search_path = {a}",
        'GRANT "{b}" TO CURRENT_USER',
        'GRANT "{a}" TO "{b}"',
        'GRANT "{a}" TO {web} WITH ADMIN OPTION',
        "GRANT {owner} TO CURRENT_USER",
        "GRANT pg_read_all_data TO CURRENT_USER",
        'DROP ROLE "{b}"',
        "REASSIGN OWNED BY {owner} TO CURRENT_USER",
        "DROP OWNED BY {owner}",
    ),
    *_all(
        "granting",
        "GRANT ALL ON {table} TO CURRENT_USER",
        'GRANT ALL ON SCHEMA {a} TO "{b}"',
        "GRANT SELECT ON public.amends_outbox TO CURRENT_USER",
        "GRANT ALL ON ALL TABLES IN SCHEMA {a} TO PUBLIC",
        "ALTER TABLE accounts_user OWNER TO CURRENT_USER",
        "ALTER SCHEMA {b} OWNER TO CURRENT_USER",
        "ALTER TABLE public.amends_outbox DISABLE ROW LEVEL SECURITY",
        "SET row_security = off; SELECT * FROM public.amends_outbox",
    ),
    *_all(
        "the server",
        "ALTER SYSTEM SET log_statement = 'all'",
        "ALTER DATABASE amends SET search_path = '{a}'",
        "SELECT pg_reload_conf(), pg_switch_wal()",
        "SELECT pg_create_physical_replication_slot('s')",
        "SELECT pg_stat_reset(), pg_stat_reset_shared('bgwriter')",
        "LOAD 'plpgsql'",
        ("VACUUM {table}", "ANALYZE {table}", "REINDEX SCHEMA {b}", "CHECKPOINT"),
        ("BEGIN", "PREPARE TRANSACTION 'x'"),
        "SELECT pg_export_snapshot()",
    ),
)

# What the neighbour says while we listen; the one attack that needs the victim to act.
LISTENING = _all("LISTEN", ("LISTEN wake", "LISTEN amends_outbox"))

ATTACKS = (*READING, *WRITING, *CLIMBING, *LISTENING)
