"""Fixtures of the tests of training that is carried from one program to another."""

from types import SimpleNamespace

import pytest

from amends.outbox import draining, waking
from tests import databases
from tests.programs.training.carrying import made, prepare, served


@pytest.fixture
def worker(committed, settings, monkeypatch):
    """Let jobs wait until `drain`, which does them as the worker's login; pages are the web's."""
    monkeypatch.setattr(waking.WAKER, "wake", lambda: None)
    web = settings.TENANCY_LOGIN

    def drain():
        databases.close()
        settings.TENANCY_LOGIN = "amends_worker"
        draining.drain()
        databases.close()
        settings.TENANCY_LOGIN = web

    return SimpleNamespace(drain=drain)


@pytest.fixture
def two(worker, alpha, beta):
    """Both programs, with the mediator in each."""
    prepare(alpha, beta)
    return alpha, beta


@pytest.fixture
def statement(two, alpha, worker):
    """What Alpha keeps of a statement that the mediator made just now."""
    return made(alpha, worker)


@pytest.fixture
def online(two, settings):
    """The address of a server of both."""
    with served(settings) as address:
        yield address
    databases.close()
