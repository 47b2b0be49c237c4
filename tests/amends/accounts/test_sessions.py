"""A session that cannot be stored says why: it was ended, or the database is away."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection

from amends.accounts.sessions import SessionStore
from tenants.context import inside


@pytest.fixture
def stored(alpha):
    with inside(alpha):
        session = SessionStore()
        session["a"] = 1
        session.save()
        yield session


def test_a_session_that_was_ended_is_not_made_again(stored):
    SessionStore(stored.session_key).delete()
    with pytest.raises(UpdateError):
        stored.save()


def test_a_database_that_is_away_is_no_fault_of_the_browsers(committed, stored):
    """It is answered as an error of ours, which people and browsers try again."""
    connection.connection.close()
    with pytest.raises(OperationalError):
        stored.save()
