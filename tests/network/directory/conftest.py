"""Fixtures of the tests of the directory."""

import pytest

from tests.meta.isolation_pages import LISTED
from tests.network.directory.listings import list_a_program


@pytest.fixture
def listed(committed):
    """A program that is in the directory, for pages and the API; its slug."""
    list_a_program(LISTED)
    return LISTED
