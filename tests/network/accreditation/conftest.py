"""A network with people who review and decide, and a program that can apply."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from amends import audit
from network.accreditation.actions import adopt_standard
from tenants.context import platform
from tests.network.oversight.made import made_member, made_network, made_officer


@pytest.fixture
def scene(alpha, beta):
    """A network with a standard and its people; Alpha is a member of it. The platform is entered."""
    with platform(), audit.gathering():
        network, other = made_network(), made_network("Other Network")
        version = adopt_standard(actor=None, network=network, slug="practitioner", now=timezone.now())
        yield SimpleNamespace(
            network=network,
            version=version,
            tenant=alpha,
            member=made_member(network, alpha),
            officer=made_officer(network, "network_officer"),
            officer2=made_officer(network, "network_officer", login="second"),
            reviewer=made_officer(network, "network_accreditor", login="reviewer"),
            other=made_officer(network, "network_accreditor", login="other"),
            analyst=made_officer(network, "network_analyst"),
            billing=made_officer(network, "network_billing"),
            stranger=made_officer(other, "network_officer", "network_accreditor", login="stranger"),
        )
