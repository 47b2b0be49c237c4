"""Who leads a network invites its people, gives them duties, and removes them; each sees what the duty opens."""

import re

import pytest

from amends import audit
from amends.accounts.access import table
from amends.accounts.models import User
from amends.outbox.models import Outbox
from network.oversight import urls
from network.oversight.models import DUTIES, NetworkInvitation, NetworkOfficer
from network.oversight.tasks import invitation_letter
from tenants.context import platform
from tests.amends.accounts.rig import again, is_signed_in, sign_in
from tests.network.oversight.made import PASSWORD, made_officer

GUEST = {"name": "Gil Guest", "email": "Gil@net.example", "language": "es", "duties": ["network_analyst"]}
JOINS = {"name": "Gil Guest", "password": "three plain words here"}


@pytest.fixture
def lead(net):
    again(net.at, PASSWORD)
    return net.at


def link():
    with platform():
        row = Outbox.objects.filter(job="oversight.invitation").order_by("-id").first()
        return re.search(r"http://[^/]+(/\S+)", invitation_letter(**row.args).body)[1]


def pages():
    """Return the name and address of each page of a network that needs nothing named."""
    found = [path for path in urls.urlpatterns if "<" not in str(path.pattern)]
    return {path.name: f"/{path.pattern}" for path in found if str(path.pattern).startswith("network/")}


@pytest.mark.parametrize("duty", [duty.value for duty in DUTIES])
def test_each_duty_opens_its_pages_and_no_other(as_duty, duty):
    browser = as_duty(duty)
    again(browser, PASSWORD)
    answers = {name: browser.get(path).status_code for name, path in pages().items()}
    assert len(answers) > 10
    assert answers == {name: 200 if duty in table()[name] else 403 for name in answers}


def test_who_acts_for_no_network_is_told_so(cast):
    with platform():
        user = User(email="lone@net.example", name="Lone", roles=["network_officer"])
        user.set_password(PASSWORD)
        user.save()
    answer = sign_in("public", user.email).get("/network/members/")
    assert answer.status_code == 409
    assert 'data-guard="acts_for_a_network"' in answer.content.decode()


def test_a_network_is_where_its_people_begin(net, at_platform):
    answer = at_platform.post("/sign-in/", {"username": net.officer.email, "password": PASSWORD})
    assert answer.url == "/network/"


def test_it_works(lead, net, at_platform):
    assert lead.post("/network/people/invite/", GUEST).status_code == 302
    page = lead.get("/network/people/").content.decode()
    assert "gil@net.example" in page
    assert "Analyst of a network" in page
    path = link()
    assert "State Network" in at_platform.get(path).content.decode()
    assert at_platform.post(path, JOINS).status_code == 302
    with platform():
        gil = NetworkOfficer.objects.select_related("user").get(user__email="gil@net.example")
        assert (gil.network_id, gil.user.roles) == (net.network.pk, ["network_analyst"])
    assert at_platform.post(path, JOINS).status_code == 410, "a link works once"


def test_nobody_is_invited_twice_and_nobody_without_a_duty(lead):
    lead.post("/network/people/invite/", GUEST)
    answer = lead.post("/network/people/invite/", GUEST)
    assert (answer.status_code, "network_person_invited" in answer.content.decode()) == (409, True)
    assert (
        "Choose at least one" in lead.post("/network/people/invite/", GUEST | {"duties": []}).content.decode()
    )


def test_a_link_that_is_sent_again_ends_the_one_before(lead, at_platform):
    lead.post("/network/people/invite/", GUEST)
    first = link()
    with platform():
        row = NetworkInvitation.objects.get()
    assert lead.post(f"/network/invitations/{row.pk}/resend/").status_code == 302
    assert at_platform.get(first).status_code == 410
    second = link()
    assert at_platform.get(second).status_code == 200
    assert lead.post(f"/network/invitations/{row.pk}/revoke/").status_code == 302
    assert at_platform.get(second).status_code == 410
    late = lead.post(f"/network/invitations/{row.pk}/resend/")
    assert (late.status_code, "invitation_over" in late.content.decode()) == (409, True)


def test_nobody_acts_for_two_networks(lead, net, at_platform):
    lead.post("/network/people/invite/", GUEST | {"email": net.stranger.email})
    answer = at_platform.post(link(), JOINS)
    assert (answer.status_code, "of_another_network" in answer.content.decode()) == (409, True)


def test_an_account_of_somebody_else_is_not_taken_over(lead, at_platform):
    with platform():
        User.objects.create(email="gil@net.example", name="Gil", roles=["agency_user"])
    lead.post("/network/people/invite/", GUEST)
    answer = at_platform.post(link(), JOINS)
    assert (answer.status_code, "network_has_public_account" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("how", ["roles", "officer"])
def test_an_invitation_does_not_outlive_the_right_to_send_it(lead, net, at_platform, how):
    lead.post("/network/people/invite/", GUEST)
    path = link()
    with platform():
        if how == "roles":
            User.objects.filter(pk=net.officer.pk).update(roles=["network_analyst"])
        else:
            NetworkOfficer.objects.filter(pk=net.officer.pk).delete()
    answer = at_platform.post(path, JOINS)
    assert (answer.status_code, "invitation_over" in answer.content.decode()) == (409, True)


def test_duties_are_changed_and_the_last_who_leads_stays(lead, net):
    path = f"/network/people/{net.officer.pk}/"
    alone = lead.post(path, {"duties": ["network_billing"]})
    assert (alone.status_code, "last_officer" in alone.content.decode()) == (409, True)
    with platform(), audit.gathering():
        other = made_officer(net.network, "network_accreditor", login="ada")
    answer = lead.post(f"/network/people/{other.pk}/", {"duties": ["network_officer", "network_accreditor"]})
    assert answer.status_code == 302
    assert lead.post(path, {"duties": ["network_billing"]}).status_code == 302
    assert lead.get("/network/people/").status_code == 403


def test_who_is_removed_is_signed_out_at_once_and_what_they_sent_is_void(lead, net, at_platform):
    with platform(), audit.gathering():
        gone = made_officer(net.network, login="gone")
    theirs = sign_in("public", gone.email)
    again(theirs, PASSWORD)
    theirs.post("/network/people/invite/", GUEST)
    path = link()
    assert "Remove this person?" in lead.get(f"/network/people/{gone.pk}/remove/").content.decode()
    assert lead.post(f"/network/people/{gone.pk}/remove/").status_code == 302
    assert not is_signed_in(theirs)
    assert at_platform.get(path).status_code == 410
    with platform():
        gone.refresh_from_db()
        assert (gone.is_active, gone.roles) == (False, [])
        assert not NetworkOfficer.objects.filter(pk=gone.pk).exists()


def test_an_account_that_is_for_something_else_stays(lead, net):
    with platform(), audit.gathering():
        clerk = made_officer(net.network, "network_analyst", login="clerk")
        User.objects.filter(pk=clerk.pk).update(roles=["network_analyst", "agency_user"])
    lead.post(f"/network/people/{clerk.pk}/remove/")
    with platform():
        clerk.refresh_from_db()
    assert (clerk.is_active, clerk.roles) == (True, ["agency_user"])


def test_oneself_and_another_networks_people_are_not_removed(lead, net):
    own = lead.post(f"/network/people/{net.officer.pk}/remove/")
    assert (own.status_code, "own_account" in own.content.decode()) == (409, True)
    assert lead.post(f"/network/people/{net.stranger.pk}/remove/").status_code == 404
    assert (
        lead.post(f"/network/people/{net.stranger.pk}/", {"duties": ["network_billing"]}).status_code == 404
    )
