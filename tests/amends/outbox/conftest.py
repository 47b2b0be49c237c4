"""Fixtures of the outbox: a process that logs in as the worker, and queueing in one line."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from amends import outbox
from amends.outbox import draining, waking
from amends.outbox.models import Outbox
from tenants.context import as_owner, inside, platform
from tenants.models import Tenant
from tenants.place import current
from tests import databases
from tests.amends.outbox import jobs


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """No thread of the waker in these tests, unless one starts it itself; schedules are a test of their own."""
    monkeypatch.setattr(waking.WAKER, "wake", lambda: None)
    monkeypatch.setattr(draining.stopping, "is_set", lambda: False)
    jobs.TROUBLE["on"] = True
    jobs.SEEN.clear()


@pytest.fixture
def committed(cast):
    """Let the test commit. Emptying the few tables of these jobs is quicker than a new database for each test."""
    yield
    assert current.get() is None
    tables = ["public.amends_outbox", "public.amends_inbox", "public.amends_schedule"]
    for tenant in cast.values():
        tables += [f"{tenant.schema_name}.django_session", f"{tenant.schema_name}.outbox_done"]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        for tenant in cast.values():
            Tenant.objects.filter(pk=tenant.pk).update(maintenance=False, release=tenant.release)
    databases.close()


@pytest.fixture
def worker(committed, settings):
    """Let this process be the worker, as AMENDS_LOGIN=amends_worker does."""
    settings.TENANCY_LOGIN = "amends_worker"
    databases.close()
    yield SimpleNamespace(drain=draining.drain, rows=rows, make_due=make_due)
    databases.close()


def queue_in(tenant, job, /, **args):
    with inside(tenant), transaction.atomic():
        return outbox.queue(job, **args)


def queue_in_public(job, /, **args):
    with platform(), transaction.atomic():
        return outbox.queue(job, **args)


def rows(**filters):
    with platform():
        return list(Outbox.objects.filter(**filters).order_by("id"))


def make_due():
    """Let the time of every delay pass."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE amends_outbox SET not_before = now() WHERE dead_at IS NULL")
