"""Fixtures of billing: payers, browsers of who came over to pay, and a played Stripe for a test that asks for one."""

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from amends.accounts.models import User
from billing import arriving, stripe_client
from billing.actions import begin_trial, open_account
from billing.arriving import PROGRAM
from billing.fakestripe.serving import Server
from billing.fakestripe.world import World
from tenants.context import platform
from tests.amends.accounts.rig import sign_in

PASSWORD = "correct horse battery staple"
PERSON = uuid.UUID("00000000-0000-4000-8000-00000000abcd")


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


@pytest.fixture
def at_operator(cast):
    with platform():
        user = User.objects.create(email="olga@amends.example", name="Olga", roles=["operator"])
        user.set_password(PASSWORD)
        user.save()
    return sign_in("public", "olga@amends.example")


SECRET = "whsec_only_for_tests"


@pytest.fixture
def world(settings) -> Iterator[World]:
    """Play a Stripe that has nothing yet; our settings point at it."""
    world = World()
    server = Server(world)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.STRIPE_KEY, settings.STRIPE_API = "rk_test_played", server.url
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    # Another Stripe may have been at this port before, with other prices.
    stripe_client._known_price.cache_clear()
    yield world
    server.shutdown()
    server.server_close()


@pytest.fixture
def shop(world) -> World:
    """The same, with our plans."""
    call_command("stripe_catalogue", verbosity=0, stdout=_Nothing())
    return world


class _Nothing:
    def write(self, text: str) -> None:
        """Say nothing."""

    def flush(self) -> None:
        """As above."""
