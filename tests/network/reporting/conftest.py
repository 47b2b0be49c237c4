"""Fixtures of figures across programs: the process is the worker, whose work is committed."""

import pytest

from tenants.context import platform
from tests import databases


@pytest.fixture
def worker(committed, settings):
    """Let this process be the worker in the public schema: the sealer reads what is committed alone."""
    settings.TENANCY_LOGIN = "amends_worker"
    databases.close()
    with platform():
        yield
    databases.close()
