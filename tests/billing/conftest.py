"""A played Stripe for each test that asks for one, on a port of its own, with the catalogue mirrored to it."""

import threading
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from billing.fakestripe.serving import Server
from billing.fakestripe.world import World

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
