"""The probes' tables, while tests of the vault run."""

import pytest

from tests.amends.vault import probe


@pytest.fixture(scope="package")
def dropped_in_the_end(cast):
    """Leave the tenants as they were: other tests compare their catalogues."""
    yield
    for tenant in cast.values():
        probe.drop_tables(tenant.schema_name)


@pytest.fixture(autouse=True)
def probes(request, dropped_in_the_end, cast):
    """Make the tables where they are missing: a test that commits gets new databases afterwards."""
    for tenant in cast.values():
        probe.make_tables(tenant.schema_name)
