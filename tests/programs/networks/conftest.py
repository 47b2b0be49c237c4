"""A program and a network that hear of each other by the real outbox."""

import pytest

from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_world
from tests.programs.networks.made import made_network


@pytest.fixture
def joined_world(alpha, worker):  # noqa: F811
    """A program whose words are committed."""
    with at(alpha):
        return make_world(alpha)


@pytest.fixture
def network(worker):  # noqa: F811
    """A network that takes requests."""
    return made_network()
