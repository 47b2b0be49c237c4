"""A program and a network that hear of each other by the real outbox, and one that belongs to it."""

import pytest

from network.oversight.actions import invite_program
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.networks.conftest import joined_world, network  # noqa: F401 - fixtures
from tests.programs.networks.made import accept, copy_of, does, in_program


@pytest.fixture
def member(alpha, joined_world, network, worker):  # noqa: F811
    """A program that belongs to the network."""
    does(network, invite_program, network=network.row, tenant=alpha, why="Join us.")
    worker.drain()
    in_program(alpha, lambda: accept(joined_world, copy_of()))
    worker.drain()
    return joined_world
