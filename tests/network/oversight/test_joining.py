"""How programs become members, from the network's side: invited, asking, offered; each answered once."""

import pytest
from django.utils import timezone

from amends import audit
from amends.outbox.models import Outbox
from network.oversight.models import Membership, MembershipState, Network
from tenants.context import platform
from tests.amends.accounts.rig import sign_in
from tests.network.oversight.made import made_member, made_officer, made_tenants

WHY = "We work in the same counties."


def state_of(row):
    with platform():
        return Membership.objects.get(pk=row.pk).state


@pytest.fixture
def open_row(net):
    """A membership that is not one yet, of a program that nobody else knows."""

    def made(state, **changes):
        with platform():
            told = {"state": state, "joined_at": None, "why": WHY, "told": {}, "terms": None}
            return made_member(net.network, *made_tenants(1), **told | changes)

    return made


def test_a_program_is_invited_by_its_address(net, beta):
    with platform():
        host = beta.domains.get(is_primary=True).domain
    answer = net.at.post("/network/invite/", {"address": f"https://{host}/anything", "why": WHY})
    assert answer.status_code == 302
    with platform():
        row = net.network.memberships.get(tenant=beta)
        pushed = Outbox.objects.filter(job="programs.membership_pushed", args__membership_id=str(row.pk))
        assert (row.state, row.why, pushed.count()) == (MembershipState.INVITED, WHY, 1)
    assert "has not answered yet" in net.at.get("/network/").content.decode()
    again = net.at.post("/network/invite/", {"address": host, "why": "Again, please."})
    assert again.status_code == 409
    assert "Again, please." in again.content.decode()
    assert net.at.post(f"/network/members/{row.pk}/withdraw/").status_code == 302
    assert state_of(row) == MembershipState.WITHDRAWN


def test_nobody_is_invited_at_an_address_that_there_is_not(net):
    answer = net.at.post("/network/invite/", {"address": "nowhere.example", "why": WHY})
    assert "No program has this address" in answer.content.decode()
    assert WHY in answer.content.decode()


def test_nobody_is_invited_without_terms(cast, beta):
    with platform(), audit.gathering():
        network = Network.objects.create(slug="bare", name="Bare Network", level="state")
        officer = made_officer(network)
        host = beta.domains.get(is_primary=True).domain
    browser = sign_in("public", officer.email)
    assert 'data-guard="network_has_terms"' in browser.get("/network/invite/").content.decode()
    assert "Write the terms" in browser.get("/network/").content.decode()
    assert browser.post("/network/invite/", {"address": host, "why": WHY}).status_code == 409


def test_a_request_is_answered_once(net, open_row):
    row = open_row(MembershipState.ASKED)
    path = f"/network/members/{row.pk}/answer/"
    assert WHY in net.at.get(path).content.decode()
    assert "Write to them why not" in net.at.post(path, {"accepted": "no"}).content.decode()
    assert net.at.post(path, {"accepted": "yes"}).status_code == 302
    assert state_of(row) == MembershipState.MEMBER
    late = net.at.post(path, {"accepted": "no", "why": "Too late."})
    assert late.status_code == 409
    assert "Too late." in late.content.decode()
    assert state_of(row) == MembershipState.MEMBER


def test_a_request_is_declined_with_words(net, open_row):
    row = open_row(MembershipState.ASKED)
    path = f"/network/members/{row.pk}/answer/"
    assert net.at.post(path, {"accepted": "no", "why": "You are in another state."}).status_code == 302
    assert state_of(row) == MembershipState.REFUSED


@pytest.mark.parametrize(
    ("said", "state"), [("yes", MembershipState.INVITED), ("no", MembershipState.REFUSED)]
)
def test_an_offer_of_another_network_is_answered_once(net, open_row, said, state):
    row = open_row(MembershipState.OFFERED, moved_from=net.other)
    assert "Other Network offers it to you" in net.at.get("/network/").content.decode()
    assert net.at.post(f"/network/members/{row.pk}/transfer/", {"accepted": said}).status_code == 302
    assert state_of(row) == state
    assert net.at.post(f"/network/members/{row.pk}/transfer/", {"accepted": said}).status_code == 409


def test_an_offer_is_taken_back_by_who_made_it_alone(net, open_row, alpha):
    row = open_row(MembershipState.OFFERED, moved_from=net.other)
    other = sign_in("public", net.stranger.email)
    assert other.post(f"/network/members/{net.alpha.pk}/withdraw/").status_code == 404
    assert other.post(f"/network/members/{row.pk}/withdraw/").status_code == 302
    assert state_of(row) == MembershipState.WITHDRAWN
    assert state_of(net.alpha) == MembershipState.MEMBER


def test_terms_are_versions_and_members_stay_with_theirs(net):
    assert net.at.post("/network/terms/", {"text": "Newer terms."}).status_code == 302
    page = net.at.get("/network/terms/").content.decode()
    for said in (
        "Version 2",
        "Accepted by 0 members",
        "Version 1",
        "Accepted by 1 member",
        "The terms of State",
    ):
        assert said in page
    with platform():
        assert Membership.objects.get(pk=net.alpha.pk).terms.number == 1


def test_the_home_counts_and_shows_what_waits(net, open_row):
    open_row(MembershipState.ASKED, began_at=timezone.now())
    page = net.at.get("/network/").content.decode()
    for said in ("Asks to join, since", "Church or other faith group", "Nothing waits"):
        assert (said in page) is (said != "Nothing waits")


def test_networks_below_are_named_and_counted_and_nothing_else(net):
    with platform():
        type(net.other).objects.filter(pk=net.other.pk).update(above=net.network)
    page = net.at.get("/network/").content.decode()
    assert "Other Network" in page
    assert "Beta" not in page
    assert net.at.get(f"/network/members/{net.beta.pk}/").status_code == 404
