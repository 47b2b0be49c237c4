"""Fixtures of agencies: a manager and a sender of one, with browsers in which they are signed in."""

from types import SimpleNamespace

import pytest

from tenants.context import platform
from tests.amends.accounts.rig import sign_in
from tests.network.agencies.made import made_member


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
