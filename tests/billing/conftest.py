"""Fixtures of billing: a program's payer, a network's payer, and a browser of somebody who came over to pay."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from billing import arriving
from billing.actions import begin_trial, open_account
from billing.arriving import PROGRAM
from tenants.context import platform

PERSON = uuid.UUID("00000000-0000-4000-8000-00000000abcd")
SITE = "http://alpha.amends.example"


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def payer(alpha):
    """The payer of Alpha, without a trial."""
    with platform():
        return open_account(
            actor=None,
            owner_kind=PROGRAM,
            owner_id=alpha.pk,
            name="Alpha Mediation",
            email="office@alpha.example",
        )


@pytest.fixture
def on_trial(payer, alpha, now):
    """The payer of Alpha, on its first day."""
    with platform():
        begin_trial(actor=None, account=payer, tenant=alpha, now=now)
    return payer


def way_in(tenant, *, person=PERSON) -> str:
    return arriving.issue(tenant_id=tenant.pk, person_id=person)


def host_of(tenant) -> str:
    with platform():
        return tenant.domains.get(is_primary=True).domain


def come(client: Client, token: str, tenant, **headers):
    """Send a way in as a page of the program would."""
    origin = {"Origin": f"http://{host_of(tenant)}"} | headers
    return client.post("/billing/come/", {"token": token}, headers=origin)


@pytest.fixture
def at_billing(on_trial, alpha, at_platform):
    """A browser of somebody of Alpha who came over to pay."""
    answer = come(at_platform, way_in(alpha), alpha)
    assert answer.status_code == 302, answer.content.decode()
    return SimpleNamespace(client=at_platform, account=on_trial, tenant=alpha)
