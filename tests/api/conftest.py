"""Fixtures of the API: a program at Alpha, and software with a token of somebody there."""

import pytest

from tests.api.rig import Software, token_of
from tests.programs import cast as people


@pytest.fixture
def world(alpha, church_world):
    """A church program at Alpha, entered, with everybody."""
    with people.at(alpha):
        yield church_world


@pytest.fixture
def software(world):
    """Return software that asks in somebody's name, with these scopes or with all."""

    def made(name="cora", *scopes):
        return Software(token_of(world.people[name], *([scopes] if scopes else []))[1])

    return made
