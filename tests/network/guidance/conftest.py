"""Fixtures of what networks publish: those of networks."""

from tests.network.oversight.conftest import as_duty, net  # noqa: F401 - fixtures
