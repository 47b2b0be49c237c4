"""Schemas: built from the template's dump, claimed by one, erased for good."""

import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.utils import IntegrityError

from amends.accounts.models import User
from tenants import actions, catalogue, provisioning
from tenants.connections import IDLE
from tenants.context import as_owner, inside, platform
from tenants.credentials import password_of, scram_verifier
from tenants.ids import uuid7
from tenants.models import Domain, State, Tenant, WarmSchema
from tenants.place import TEMPLATE

pytestmark = pytest.mark.usefixtures("committed")


def claim(slug: str = "gamma", **changes):
    return actions.claim(**{"slug": slug, "name": "Gamma", "host": f"{slug}.localhost"} | changes)


def run_as_owner(statement: str, *params) -> list[tuple]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def schemas() -> set[str]:
    return {
        name
        for (name,) in run_as_owner("SELECT nspname FROM pg_namespace WHERE nspname ~ '^t_[0-9a-f]{32}$'")
    }


@pytest.fixture
def own_pool() -> None:
    """Fill the pool anew: roles are the cluster's, and those of the cloned pool are used in other clones too."""
    run_as_owner("DELETE FROM tenants_warmschema")
    provisioning.refill_pool(3)


def test_it_works():
    tenant = claim()
    with inside(tenant):
        User.objects.create(email="g@gamma.example", name="Gabriel")
    assert tenant.state == State.TRIAL
    with platform():
        assert Domain.objects.get(domain="gamma.localhost").tenant == tenant
        assert not WarmSchema.objects.filter(pk=tenant.schema_name).exists()


def test_a_replayed_schema_equals_a_really_migrated_one():
    built, _ = provisioning.create_schema()
    migrated = f"t_{uuid7().hex}"
    run_as_owner(f"CREATE SCHEMA {migrated}")
    with as_owner(migrated):
        call_command("migrate", interactive=False, verbosity=0)
    with as_owner():
        described = [catalogue.describe(schema) for schema in (built, migrated, TEMPLATE)]
        assert described[0] == described[1] == described[2]
        assert len({catalogue.digest(schema) for schema in (built, migrated, TEMPLATE)}) == 1
    with as_owner(migrated), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user ALTER name DROP NOT NULL")
    with as_owner():
        assert catalogue.digest(migrated) != catalogue.digest(built), "the digest sees a difference"
        assert catalogue.describe(built) != []


def test_many_claim_at_once_and_each_gets_a_schema_of_its_own():
    provisioning.refill_pool(6)
    claimed, errors = [], []

    def take(number: int) -> None:
        try:
            claimed.append(claim(f"gamma{number}").schema_name)
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    IDLE.forget_idle()
    assert (len(set(claimed)), errors) == (6, [])
    with platform():
        assert not WarmSchema.objects.filter(pk__in=claimed).exists()


def test_one_host_is_claimed_once_and_the_loser_takes_no_schema():
    provisioning.refill_pool(4)
    outcomes = []

    def take(number: int) -> None:
        try:
            claim(f"gamma{number}", host="same.localhost")
            outcomes.append("claimed")
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    IDLE.forget_idle()
    assert sorted(outcomes) == ["claimed", "refused", "refused", "refused"]
    with platform():
        assert WarmSchema.objects.count() == 3


def test_an_empty_pool_is_said_and_not_waited_for_ever():
    from datetime import timedelta

    run_as_owner("DELETE FROM tenants_warmschema")
    with pytest.raises(actions.NoneReady):
        claim(wait=timedelta(seconds=0.1))
    with platform():
        assert not Tenant.objects.filter(slug="gamma").exists()


def test_a_host_stays_its_tenants_for_ever(alpha):
    with pytest.raises(IntegrityError):
        claim(host="ALPHA.localhost")
    with pytest.raises(IntegrityError):
        claim(slug="alpha", host="other.localhost")


def test_the_pool_is_refilled_and_stale_schemas_are_replaced(own_pool):
    assert provisioning.refill_pool(4) == 1
    assert provisioning.refill_pool(4) == 0
    run_as_owner("UPDATE tenants_warmschema SET release = 'older'")
    before = schemas()
    assert provisioning.refill_pool(3) == 3
    assert len(schemas() - before) == 3
    assert len(before - schemas()) == 4


def test_a_schema_that_could_not_be_noted_is_not_there(monkeypatch):
    class Killed(BaseException):
        pass

    def kill(name: str) -> None:
        if name == "pool.created":
            raise Killed

    monkeypatch.setattr(provisioning.faults, "point", kill)
    before = schemas()
    with pytest.raises(Killed):
        provisioning.refill_pool(3)
    assert schemas() == before


def test_left_over_schemas_are_dropped_and_no_others(alpha):
    orphan, _ = provisioning.create_schema()
    kept = schemas() - {orphan}
    assert provisioning.drop_orphans() == [orphan]
    assert schemas() == kept
    assert run_as_owner("SELECT 1 FROM pg_roles WHERE rolname = %s", orphan) == []


def test_an_erased_tenant_is_gone_also_for_those_who_are_inside(own_pool):
    tenant = claim()
    with inside(tenant):
        User.objects.create(email="g@gamma.example", name="Gabriel")
    actions.set_state(tenant=tenant, state=State.ARCHIVED)
    with inside(tenant):
        User.objects.count()
        provisioning.erase(tenant)
        with pytest.raises(OperationalError):
            User.objects.count()
    with inside(tenant), pytest.raises(OperationalError):
        User.objects.count()
    assert tenant.schema_name not in schemas()
    with platform():
        assert Tenant.objects.get(pk=tenant.pk).state == State.ERASED
    with pytest.raises(IntegrityError):
        claim("delta", host="gamma.localhost")


def test_nothing_that_a_login_can_do_keeps_its_schema_from_being_dropped(own_pool):
    tenant = claim()
    with inside(tenant), connection.cursor() as cursor:
        cursor.execute("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC")
        cursor.execute("ALTER DEFAULT PRIVILEGES REVOKE ALL ON FUNCTIONS FROM PUBLIC")
        cursor.execute("ALTER ROLE CURRENT_USER SET statement_timeout = 1000")
    provisioning.drop_schema(tenant.schema_name)
    provisioning.drop_schema(tenant.schema_name)
    assert run_as_owner("SELECT 1 FROM pg_roles WHERE rolname = %s", tenant.schema_name) == []


def test_a_login_that_has_locked_itself_out_is_let_in_again(own_pool):
    # A login of its own: those of the cast are the other workers' too.
    alpha = claim()
    with inside(alpha), connection.cursor() as cursor:
        cursor.execute("ALTER ROLE CURRENT_USER SET default_transaction_read_only = on")
        cursor.execute("ALTER ROLE CURRENT_USER PASSWORD 'another'")
    IDLE.forget_idle()
    with inside(alpha), pytest.raises(OperationalError):
        User.objects.count()
    call_command("tenants", "reassert-login", alpha.slug, stdout=StringIO())
    with inside(alpha):
        User.objects.create(email="a@alpha.example", name="Alice")


def test_a_login_cannot_move_its_own_search_path(own_pool, beta):
    alpha = claim()
    with inside(alpha), connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE CURRENT_USER SET search_path = {beta.schema_name}, public")
    IDLE.forget_idle()
    with inside(alpha), connection.cursor() as cursor:
        cursor.execute("RESET search_path")
        cursor.execute("DISCARD ALL")
        cursor.execute("SELECT current_schemas(false)::text")
        assert cursor.fetchone() == (f"{{{alpha.schema_name}}}",)
    provisioning.reassert_login(alpha.schema_name)


def test_no_clear_password_reaches_the_server(alpha):
    assert password_of(alpha.schema_name) not in scram_verifier(password_of(alpha.schema_name))
    assert password_of(alpha.schema_name) != password_of("amends_web")
    assert password_of(alpha.schema_name, secret="another") != password_of(alpha.schema_name)


def test_an_app_that_became_shared_gets_its_tables():
    """Django notes a migration as applied also where the router made nothing; `prepare` sees through that."""
    run_as_owner("DROP TABLE usersessions_usersession, mfa_authenticator")
    provisioning.prepare_public()
    assert run_as_owner("SELECT count(*) FROM mfa_authenticator") == [(0,)]
    with platform():
        assert not User.objects.exists()
