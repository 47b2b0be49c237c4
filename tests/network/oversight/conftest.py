"""Fixtures of networks: one with a member and an officer in a browser, and another network beside it."""

from types import SimpleNamespace

import pytest

from amends import audit
from tenants.context import platform
from tests.amends.accounts.rig import sign_in
from tests.network.oversight.made import ALL, made_member, made_network, made_officer


@pytest.fixture
def net(alpha, beta):
    """A network of which Alpha is a member and shares everything; Beta belongs to the other one."""
    with platform(), audit.gathering():
        network, other = made_network(), made_network("Other Network")
        officer, stranger = made_officer(network), made_officer(other)
        found = SimpleNamespace(
            network=network,
            other=other,
            officer=officer,
            stranger=stranger,
            alpha=made_member(network, alpha, *ALL),
            beta=made_member(other, beta, *ALL),
        )
    found.at = sign_in("public", officer.email)
    return found


@pytest.fixture
def as_duty(net):
    """Sign somebody in who has exactly these duties in the network."""

    def signed_in(*duties: str):
        with platform(), audit.gathering():
            user = made_officer(net.network, *duties, login="-".join(duties).replace("network_", "just-"))
        return sign_in("public", user.email)

    return signed_in
