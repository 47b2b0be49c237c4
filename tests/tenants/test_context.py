"""The ways in: which connection "default" is, and that there is none without entering."""

import contextvars
import threading

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from amends.accounts.models import User
from tenants.connections import HELD, IDLE
from tenants.context import NotEntered, inside, platform
from tenants.models import StrayInstance, Tenant
from tenants.place import UnknownSchema, current_schema


def who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user::text, current_schemas(false)::text")
        return cursor.fetchone()


def test_it_works(alpha, beta):
    with inside(alpha):
        assert who() == (alpha.schema_name, f"{{{alpha.schema_name}}}")
        with inside(beta):
            assert who() == (beta.schema_name, f"{{{beta.schema_name}}}")
        assert who() == (alpha.schema_name, f"{{{alpha.schema_name}}}")
    with platform():
        assert who() == ("amends_web", "{public}")


def test_nowhere_is_the_default_and_refuses_queries():
    assert current_schema() is None
    with pytest.raises(NotEntered):
        User.objects.count()


def test_a_new_thread_is_nowhere(alpha):
    seen = []

    def query():
        try:
            User.objects.count()
        except NotEntered as error:
            seen.append(error)

    with inside(alpha):
        thread = threading.Thread(target=query)
        thread.start()
        thread.join()
    assert seen


def test_a_copied_context_does_not_carry_the_connection_into_another_thread(alpha):
    seen = []

    def query():
        try:
            User.objects.count()
        except NotEntered as error:
            seen.append(error)

    with inside(alpha):
        thread = threading.Thread(target=contextvars.copy_context().run, args=(query,))
        thread.start()
        thread.join()
    assert seen


def test_a_schema_that_is_not_a_tenants_is_refused():
    for name in ("public", "pg_catalog", "t_template", 't_"; drop schema public; --', "t_" + "g" * 32, ""):
        with pytest.raises(UnknownSchema):
            inside(name)


def test_a_tenant_that_does_not_exist_is_an_error_and_not_the_public_schema():
    with (
        inside("t_" + "0" * 32),
        pytest.raises(Exception, match=r"authentication failed|does not exist|no such user"),
    ):
        User.objects.count()


def test_the_tenants_rows_are_apart(alpha, beta):
    with inside(alpha):
        User.objects.create(email="a@alpha.example", name="Alice")
    with inside(beta):
        assert not User.objects.filter(email="a@alpha.example").exists()


def test_a_row_of_one_tenant_is_not_saved_or_deleted_in_another(alpha, beta):
    with inside(alpha):
        alice = User.objects.create(email="a@alpha.example", name="Alice")
        alice = User.objects.get(pk=alice.pk)
    with inside(beta):
        with pytest.raises(StrayInstance):
            alice.save()
        with pytest.raises(StrayInstance):
            alice.delete()


def test_from_inside_a_tenant_the_platform_can_only_be_read(alpha):
    with inside(alpha):
        with platform():
            assert Tenant.objects.get(pk=alpha.pk).slug == "alpha"
        with pytest.raises(InternalError, match="read-only"), platform():
            Tenant.objects.filter(pk=alpha.pk).update(name="Changed")
    with platform():
        assert Tenant.objects.get(pk=alpha.pk).name == "Alpha Mediation"
        Tenant.objects.filter(pk=alpha.pk).update(name="Changed outside")


def test_a_tenants_role_cannot_name_the_public_tables(alpha):
    with inside(alpha), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.tenants_tenant")


def test_leaving_gives_the_connection_back(committed, alpha):
    with inside(alpha):
        User.objects.count()
        wrapper = connection._connections["default"]
        raw = wrapper.connection
    assert not HELD.depth
    with inside(alpha):
        User.objects.count()
        assert connection.connection is raw


def test_a_connection_left_in_a_transaction_is_closed(committed, alpha):
    with inside(alpha):
        User.objects.count()
        raw = connection.connection
        connection.set_autocommit(False)
        User.objects.count()
    assert raw.closed


def test_the_pool_is_bounded(committed, alpha, beta, settings):
    settings.TENANCY_POOL_SIZE = 1
    for tenant in (alpha, beta, alpha):
        with inside(tenant):
            User.objects.count()
    assert IDLE.free_count + IDLE.lent <= 1


def test_a_server_that_ended_the_connection_costs_no_error(committed, alpha):
    with inside(alpha):
        User.objects.count()
        pid = connection.connection.info.backend_pid
    from tenants.context import as_owner

    with as_owner(), connection.cursor() as cursor:
        # With a timeout it returns when the other end is gone.
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    with inside(alpha):
        assert User.objects.count() == 0
