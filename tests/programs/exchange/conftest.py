"""The world of these tests: a community agency that passes letters and recordings on."""

import pytest

from tests.programs.cast import at


@pytest.fixture
def world(alpha, filming_world):
    with at(alpha):
        yield filming_world
