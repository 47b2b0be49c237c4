"""What a tenant's role may do in public: add a row that speaks for itself, and nothing else."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tenants.context import inside
from tests.amends.outbox.conftest import queue_in

INSERT = "INSERT INTO public.amends_outbox (id, schema, origin, job, args) VALUES (gen_random_uuid(), %s, %s, %s, %s)"
OWN = "INSERT INTO public.amends_outbox (id, schema, origin, job, args"
MINE = "gen_random_uuid(), current_user, current_user, 'test.mark', '{}'"
MODES = (
    "ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE",
    "EXCLUSIVE", "ACCESS EXCLUSIVE",
)  # fmt: skip


def refuses(tenant, statement, params=None):
    with inside(tenant), transaction.atomic():
        with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
    return str(error.value)


def test_it_works(alpha):
    with inside(alpha), connection.cursor() as cursor:
        cursor.execute(INSERT, [alpha.schema_name, alpha.schema_name, "test.mark", '{"name": "a"}'])
        assert cursor.rowcount == 1


FORGED = [
    ("beta", "beta"), ("beta", "alpha"), ("alpha", "beta"), ("public", "public"), ("alpha", "public"),
    ("public", "alpha"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "origin"), FORGED)
def test_a_forged_tenant_is_refused(alpha, beta, schema, origin):
    names = {"alpha": alpha.schema_name, "beta": beta.schema_name, "public": "public"}
    said = refuses(alpha, INSERT, [names[schema], names[origin], "test.mark", "{}"])
    assert "row-level security" in said


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM public.amends_outbox",
        "SELECT count(*) FROM public.amends_outbox",
        "DELETE FROM public.amends_outbox",
        "UPDATE public.amends_outbox SET attempts = 0",
        "TRUNCATE public.amends_outbox",
        "SELECT 1 FROM public.amends_outbox FOR UPDATE",
        f"{OWN}) VALUES ({MINE}) RETURNING id",
        f"{OWN}, attempts) VALUES ({MINE}, 3)",
        f"{OWN}, dead_at) VALUES ({MINE}, now())",
        "INSERT INTO public.amends_inbox (key) VALUES ('a')",
        "SELECT * FROM public.amends_inbox",
        "SELECT * FROM public.amends_schedule",
        "DROP POLICY speaks_for_itself ON public.amends_outbox",
        "ALTER TABLE public.amends_outbox DISABLE ROW LEVEL SECURITY",
        *(f"LOCK TABLE public.amends_outbox IN {mode} MODE" for mode in MODES),
    ],
)
def test_everything_else_is_refused(alpha, statement):
    assert "permission denied" in (said := refuses(alpha, statement)) or "must be owner" in said


@pytest.mark.parametrize(
    "args",
    [
        '{"name": "Jane Doe"}', '{"name": "jane@example.org"}', '{"name": ["Jane"]}', '{"name": {"a": 1}}',
        '["Jane"]', '"Jane"', '{"Jane Doe": 1}', '{"name": []}', '{"name": "' + "a" * 65 + '"}', "null",
    ],
)  # fmt: skip
def test_the_table_itself_refuses_free_text(alpha, args):
    said = refuses(alpha, INSERT, [alpha.schema_name, alpha.schema_name, "test.mark", args])
    assert "outbox_args_are_tokens" in said


def test_the_table_refuses_a_name_that_is_no_token(alpha):
    said = refuses(alpha, INSERT, [alpha.schema_name, alpha.schema_name, "Jane Doe", "{}"])
    assert "outbox_job_is_token" in said


def test_a_forged_row_runs_nothing_of_the_platforms(alpha, worker):
    """An attacker with SQL in a tenant can name any job; it still runs only where it belongs."""
    with inside(alpha), transaction.atomic(), connection.cursor() as cursor:
        for job in ("test.platform", "test.push", "test.nothing"):
            cursor.execute(INSERT, [alpha.schema_name, alpha.schema_name, job, '{"name": "a"}'])
    assert worker.drain() == {"dead": 3}
    assert sorted(row.last_error for row in worker.rows()) == [
        "amends.outbox.registry.UnknownJob", "outbox.wrong_origin", "outbox.wrong_place",
    ]  # fmt: skip


def test_the_message_of_a_refusal_names_no_row(alpha, beta, committed):
    job_id = queue_in(beta, "test.mark", name="a")
    said = refuses(
        alpha,
        f"{OWN}) VALUES (%s, current_user, current_user, 'a', '{{}}')",
        [job_id],
    )
    assert beta.schema_name not in said
