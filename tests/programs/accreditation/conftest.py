"""A program, its administrator in a browser, and a network that accredits."""

import pytest

from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_world


@pytest.fixture
def admin(world, at_alpha):
    at_alpha.force_login(world.alice)
    return at_alpha


@pytest.fixture
def joined_world(alpha, worker):  # noqa: F811
    """A program whose words are committed."""
    with at(alpha):
        return make_world(alpha)
