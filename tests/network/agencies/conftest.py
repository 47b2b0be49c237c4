"""Fixtures of agencies: a manager and a sender of one, with browsers in which they are signed in."""

from types import SimpleNamespace

import pytest

from tenants.context import platform
from tests.amends.accounts.rig import PASSWORD, again, sign_in
from tests.network.agencies.made import made_member
from tests.network.agencies.provider import running
from tests.network.agencies.signing import settings_for


@pytest.fixture
def court(cast):
    """Lakeview Court with somebody who manages it and somebody who sends; each with a browser."""
    with platform():
        manager, sender = made_member("Mona Manager", is_manager=True), made_member()
    return SimpleNamespace(
        agency=manager.agency,
        manager=manager,
        sender=sender,
        at_manager=sign_in("public", manager.user.email),
        at_sender=sign_in("public", sender.user.email),
    )


@pytest.fixture(scope="session")
def served():
    with running() as found:
        yield found


@pytest.fixture
def provider(served):
    """An identity provider over real HTTP, which answers rightly until a test says otherwise."""
    served.reset()
    return served


@pytest.fixture
def wired(court, provider):
    """The court, whose manager has set the provider up on the page for it."""
    again(court.at_manager, PASSWORD)
    answer = court.at_manager.post("/agency/sign-in/", settings_for(provider))
    assert answer.status_code == 302, answer.content.decode()
    return court
