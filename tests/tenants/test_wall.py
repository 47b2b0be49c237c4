"""The refusal to start: every strength that a runtime role must not have."""

import contextlib
import os
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from tenants import wall
from tenants.context import platform


@contextlib.contextmanager
def uncommitted(*statements: str):
    """Let `platform()` see what a superuser did in a transaction that nobody else sees: roles are everybody's."""
    url = os.environ.get("AMENDS_TEST_SUPERUSER_URL")
    if not url:
        pytest.skip("needs a superuser: AMENDS_TEST_SUPERUSER_URL")
    url = urlunsplit(urlsplit(url)._replace(path=f"/{settings.DATABASES['default']['NAME']}"))
    with platform(), contextlib.ExitStack() as stack:
        connection.ensure_connection()
        wrapper = connections["default"]
        superuser = stack.enter_context(contextlib.closing(psycopg.connect(url, context=wrapper.connection)))
        for statement in statements:
            superuser.execute(statement)
        superuser.execute("SET SESSION AUTHORIZATION amends_web")
        mine, wrapper.connection = wrapper.connection, superuser
        try:
            yield
        finally:
            wrapper.connection = mine
            superuser.rollback()


def test_it_works():
    wall.verify()
    with uncommitted():
        wall.verify()


STRENGTHS = {
    "SUPERUSER": "superuser",
    "BYPASSRLS": "bypass row policies",
    "CREATEROLE": "create roles",
    "CREATEDB": "create databases",
    "REPLICATION": "replicate",
    "INHERIT": "inherits",
}


@pytest.mark.parametrize("strength", STRENGTHS)
def test_it_refuses_a_login_that_is_too_strong(strength):
    with uncommitted(f"ALTER ROLE amends_web {strength}"):
        with pytest.raises(wall.WallIsDown, match=f"amends_web .*{STRENGTHS[strength]}"):
            wall.verify()


@pytest.mark.parametrize("login", ["amends_web", "amends_worker", "amends_keys", "tenant"])
def test_it_refuses_any_runtime_login(login, alpha):
    role = alpha.schema_name if login == "tenant" else login
    for statement in (
        f"ALTER ROLE {role} BYPASSRLS",
        f"GRANT pg_read_all_data TO {role}",
        f"GRANT {alpha.schema_name if login != 'tenant' else 'amends_keys'} TO {role}",
        f"ALTER TABLE public.tenants_epoch OWNER TO {role}",
        f"ALTER SCHEMA {alpha.schema_name} OWNER TO {role}",
    ):
        with uncommitted(statement), pytest.raises(wall.WallIsDown, match=role):
            wall.verify()


def test_what_a_tenant_can_do_to_itself_does_not_keep_everybody_from_starting(alpha):
    as_itself = f"SET SESSION AUTHORIZATION {alpha.schema_name}"
    with uncommitted(
        as_itself,
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC",
        "ALTER ROLE CURRENT_USER SET search_path = public",
        "RESET SESSION AUTHORIZATION",
    ):
        wall.verify()


def test_it_says_what_to_do():
    with uncommitted("ALTER ROLE amends_worker SUPERUSER"), pytest.raises(wall.WallIsDown) as caught:
        wall.verify()
    assert "take the right away" in str(caught.value)
