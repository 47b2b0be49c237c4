"""Fixtures of figures across programs: the real outbox."""

from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
