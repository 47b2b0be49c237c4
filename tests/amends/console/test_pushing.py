"""The operator's decision reaches the program's own copy, through the outbox, run by a worker."""

import datetime as dt

import pytest
from django.db import transaction

from amends.console import actions
from amends.outbox import draining, waking
from amends.outbox.models import Outbox
from programs.models import Program
from tenants.actions import set_suspended
from tenants.context import as_owner, inside, platform
from tests import databases
from tests.amends.console.conftest import current, make_person, on_the_platform
from tests.programs.cast import at, make_world

NOW = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)


@pytest.fixture
def committing(committed, monkeypatch):
    """Let the test commit, and be quiet about it."""
    monkeypatch.setattr(waking.WAKER, "wake", lambda: None)
    monkeypatch.setattr(draining.stopping, "is_set", lambda: False)
    yield
    databases.close()


def work(settings, login="amends_worker"):
    """Run what waits as the worker does."""
    settings.TENANCY_LOGIN = login
    databases.close()
    with as_owner():
        Outbox.objects.update(not_before=NOW)
    done = draining.drain()
    settings.TENANCY_LOGIN = "amends_web"
    databases.close()
    return done


def copy_of(tenant):
    with inside(tenant):
        return Program.objects.values_list("verified_at", "verification_version").get()


def test_it_works(committing, alpha, beta, settings):
    for tenant in (alpha, beta):
        with at(tenant), transaction.atomic():
            make_world(tenant)
            Program.objects.update(verified_at=None)
    operator = make_person()
    with on_the_platform():
        actions.verify_program(actor=operator, tenant=alpha, now=NOW, reason="papers_seen")
    work(settings)
    assert copy_of(alpha) == (NOW, 1)
    assert copy_of(beta) == (None, 0)
    with on_the_platform():
        actions.unverify_program(actor=operator, tenant=alpha, now=NOW, reason="by_mistake")
    work(settings)
    assert copy_of(alpha) == (None, 2)


def test_a_suspended_program_is_told_when_it_is_resumed(committing, alpha, settings):
    with at(alpha), transaction.atomic():
        make_world(alpha)
        Program.objects.update(verified_at=None)
    with on_the_platform():
        actions.verify_program(actor=make_person(), tenant=alpha, now=NOW, reason="papers_seen")
    with platform():
        set_suspended(tenant=current(alpha), at=NOW)
    assert "waits" in work(settings)
    assert copy_of(alpha) == (None, 0)
    with platform():
        set_suspended(tenant=current(alpha), at=None)
    work(settings)
    assert copy_of(alpha) == (NOW, 1)
