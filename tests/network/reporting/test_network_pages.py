"""A network's own figures: for those of its people who count, and for nobody else."""

from types import SimpleNamespace

import pytest

from amends import audit
from network.oversight.models import Network
from tenants.context import as_owner, platform
from tests.amends.accounts.rig import sign_in
from tests.conftest import HostClient
from tests.network.oversight.made import made_network, made_officer
from tests.network.reporting.shown import made_figures

YEAR = 2025


@pytest.fixture
def net(committed):
    """A network with figures, its officer, and an officer of another network, which has none."""
    with as_owner(), audit.gathering():
        network, other = made_network("State Network"), made_network("Other Network")
        figures = made_figures(network, YEAR)
    with platform(), audit.gathering():
        people = {
            duty: made_officer(network, f"network_{duty}") for duty in ("officer", "analyst", "accreditor")
        }
        stranger = made_officer(Network.objects.get(pk=other.pk))
    at = {duty: sign_in("public", user.email) for duty, user in people.items()}
    return SimpleNamespace(at=at, stranger=sign_in("public", stranger.email), figures=figures)


def test_it_works(net):
    release = net.figures["network"]
    for duty in ("officer", "analyst"):
        text = net.at[duty].get("/network/figures/").content.decode()
        assert f"/network/figures/{release.pk}/" in text
        shown = net.at[duty].get(f"/network/figures/{release.pk}/").content.decode()
        assert "By quarter in which the case was closed" in shown
        assert release.checksum in shown
        answer = net.at[duty].get(f"/network/figures/{release.pk}.json")
        assert "no-store" in answer.headers["Cache-Control"]
        name = answer.headers["Content-Disposition"].partition("filename=")[2].strip('"')
        assert f"sha256sum {name}" in shown


def test_nobody_else_reads_them(net):
    path = f"/network/figures/{net.figures['network'].pk}"
    assert net.at["accreditor"].get(f"{path}/").status_code == 403
    for ending in ("/", ".json", ".csv"):
        assert net.stranger.get(path + ending).status_code == 404
        assert HostClient("localhost").get(path + ending).status_code == 302
        public = path.replace("/network/figures", "/figures/releases")
        assert HostClient("localhost").get(public + ending).status_code == 404


def test_what_is_the_states_is_not_the_networks(net):
    assert net.at["officer"].get(f"/network/figures/{net.figures['region'].pk}/").status_code == 404


def test_without_figures_it_says_when_there_will_be_some(net):
    assert "There are none yet." in net.stranger.get("/network/figures/").content.decode()


def test_home_and_report_lead_to_them(net):
    home = net.at["officer"].get("/network/").content.decode()
    assert 'href="/network/figures/"' in home
    report = net.at["officer"].get("/network/report/").content.decode()
    assert 'href="/network/figures/"' in report
