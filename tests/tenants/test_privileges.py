"""What the roles may do is what the models say, and what is dangerous in PostgreSQL is closed to them."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tenants.context import as_owner, inside, platform
from tenants.place import PUBLIC, TEMPLATE
from tenants.privileges import ALL, models_of, public_verbs

VERBS = (*ALL, "TRUNCATE", "REFERENCES", "TRIGGER")
HELD = """
SELECT c.relname, v.verb FROM pg_class c, unnest(%s::text[]) AS v (verb)
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
  AND has_table_privilege(%s, c.oid, v.verb)
"""


def held(role: str, schema: str) -> set[tuple[str, str]]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(HELD, [list(VERBS), schema, role])
        return set(cursor.fetchall())


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


def test_a_tenants_role_has_what_its_models_say(alpha):
    said = {
        (model._meta.db_table, verb)
        for model in models_of(TEMPLATE)
        for verb in getattr(model, "privileges", ALL)
    }
    assert held(alpha.schema_name, alpha.schema_name) == said


def test_a_tenants_role_has_nothing_elsewhere(alpha, beta):
    for schema in (PUBLIC, TEMPLATE, beta.schema_name):
        assert held(alpha.schema_name, schema) == set()


def test_the_only_columns_in_public_are_those_of_the_outbox(alpha):
    query = """
        SELECT c.relname, a.attname, v.verb FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid,
               unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS v (verb)
        WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
          AND c.relkind = 'r' AND has_column_privilege(%s, c.oid, a.attnum, v.verb)
    """
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(query, [alpha.schema_name])
        found = {(table, verb) for table, _, verb in cursor.fetchall()}
    assert found == {("amends_outbox", "INSERT")}


@pytest.mark.parametrize(("login", "role"), [("web", "amends_web"), ("worker", "amends_worker")])
def test_web_and_worker_have_what_the_models_say(login, role, alpha):
    said = {
        (model._meta.db_table, verb) for model in models_of(PUBLIC) for verb in public_verbs(model)[login]
    }
    # "UPDATE (name)": of a column, which PostgreSQL does not count as a right on the table.
    assert held(role, PUBLIC) == {(table, verb) for table, verb in said if verb in VERBS}
    assert held(role, alpha.schema_name) == held(role, TEMPLATE) == set()


def test_the_worker_changes_nothing_of_a_tenant_but_its_name_and_its_state(alpha):
    # Its name follows the directory; its state follows what is paid (archived at the end of the ladder).
    query = """
        SELECT attname FROM pg_attribute WHERE attrelid = 'public.tenants_tenant'::regclass AND attnum > 0
           AND has_column_privilege('amends_worker', attrelid, attnum, 'UPDATE')
    """
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(query)
        assert sorted(cursor.fetchall()) == [("name",), ("state",)]


def test_a_tenants_role_cannot_run_ddl(alpha):
    with inside(alpha):
        for statement in (
            "CREATE TABLE t (x int)",
            "CREATE TEMP TABLE t (x int)",
            "CREATE VIEW v AS SELECT 1",
            "CREATE SEQUENCE s",
            "CREATE SCHEMA s",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "ALTER TABLE accounts_user ADD COLUMN x int",
            "DROP TABLE accounts_user",
            "CREATE INDEX ON accounts_user (name)",
            "GRANT ALL ON accounts_user TO PUBLIC WITH GRANT OPTION; CREATE TABLE public.t (x int)",
            "DO $$ BEGIN NULL; END $$",
        ):
            assert refused(statement), statement


def test_the_audit_can_only_be_added_to(alpha):
    with inside(alpha):
        for statement in (
            "UPDATE audit_auditentry SET verb = 'x'",
            "DELETE FROM audit_auditentry",
            "TRUNCATE audit_auditentry",
            "DELETE FROM audit_audithead",
            "TRUNCATE audit_audithead",
        ):
            assert refused(statement), statement


@pytest.mark.parametrize("place", ["tenant", "platform"])
def test_dangerous_functions_are_closed(place, alpha):
    with inside(alpha) if place == "tenant" else platform():
        for call in (
            "lo_creat(-1)",
            "lo_create(0)",
            "lo_from_bytea(0, 'x')",
            "lo_import('/etc/passwd')",
            "pg_advisory_lock(1)",
            "pg_try_advisory_lock(1)",
            "pg_advisory_xact_lock_shared(1, 1)",
            "pg_read_file('/etc/passwd')",
            "pg_reload_conf()",
        ):
            assert refused(f"SELECT {call}"), call


def test_every_function_that_is_closed_exists(alpha):
    """A new release of PostgreSQL may bring another one of a family: then this names it."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE proname ~ '^(lo_|pg_(try_)?advisory.*lock)'"
            " AND proname !~ 'unlock' AND proname NOT IN ('lo_lseek', 'lo_lseek64', 'lo_tell', 'lo_tell64', 'lo_close')"
            " AND has_function_privilege(%s, oid, 'EXECUTE')",
            [alpha.schema_name],
        )
        assert cursor.fetchall() == []


def test_no_foreign_key_is_without_a_constraint_in_the_database():
    loose = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.is_relation and not getattr(field, "db_constraint", True)
    ]
    assert loose == []
