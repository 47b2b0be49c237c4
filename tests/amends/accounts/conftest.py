"""Fixtures of accounts."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils.translation import override

from tests.amends.accounts import rig


@pytest.fixture
def places(cast, rolled_back) -> rig.Places:
    """The three places; what they ask of the outbox is noted."""
    found = rig.Places(cast)
    rig.asked.clear()
    wrappers = []
    for name in rig.HOSTS:
        with found.at(name):
            connection.execute_wrappers.append(rig.note_job)
            wrappers.append(connection.execute_wrappers)
            cache.clear()
    with override("en"):
        yield found
    for each in wrappers:
        each.remove(rig.note_job)


@pytest.fixture
def limits(settings):
    """Switch the limits on as they are in production."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    settings.MFA_RATE_LIMITS = {}
