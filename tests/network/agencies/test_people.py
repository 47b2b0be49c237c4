"""Whoever manages an agency invites its people, gives them tasks, and closes the accounts of those who left."""

import re

import pytest
from django.utils import timezone

from amends.accounts.models import User
from amends.audit.models import AuditEntry
from amends.outbox.models import Outbox
from network.agencies.actions.keys import make_agency_key
from network.agencies.models import AgencyInvitation, AgencyKey, AgencyMember
from network.agencies.tasks import invitation_letter
from tenants.context import platform
from tests.amends.accounts.rig import again, is_signed_in
from tests.network.agencies.made import made_agency, made_member

GUEST = {"name": "Gil Guest", "email": "gil@court.example", "language": "es"}
PASSWORD = "three plain words here"


@pytest.fixture
def boss(court):
    again(court.at_manager, "correct horse battery staple")
    return court.at_manager


def link():
    with platform():
        row = Outbox.objects.filter(job="agencies.invitation").order_by("-id").first()
        return re.search(r"http://[^/]+(/\S+)", invitation_letter(**row.args).body)[1]


def test_it_works(boss, court, at_platform):
    assert boss.post("/agency/people/invite/", GUEST).status_code == 302
    assert "gil@court.example" in boss.get("/agency/people/").content.decode()
    assert at_platform.post(link(), {"name": "Gil Guest", "password": PASSWORD}).status_code == 302
    with platform():
        gil = AgencyMember.objects.get(user__email="gil@court.example")
        assert (gil.agency_id, gil.user.roles) == (court.agency.pk, ["agency_user"])


def test_nobody_is_invited_twice(boss):
    boss.post("/agency/people/invite/", GUEST)
    answer = boss.post("/agency/people/invite/", GUEST)
    assert answer.status_code == 409
    assert "invited to your agency already" in answer.content.decode()


def test_a_link_that_is_sent_again_ends_the_one_before(boss, at_platform):
    boss.post("/agency/people/invite/", GUEST)
    first = link()
    with platform():
        invitation = AgencyInvitation.objects.get()
    assert boss.post(f"/agency/invitations/{invitation.pk}/resend/").status_code == 302
    assert at_platform.get(first).status_code == 410
    assert at_platform.get(link()).status_code == 200
    second = link()
    assert boss.post(f"/agency/invitations/{invitation.pk}/revoke/").status_code == 302
    assert at_platform.get(second).status_code == 410


def test_an_invitation_does_not_outlive_the_right_to_send_it(boss, court, at_platform):
    boss.post("/agency/people/invite/", GUEST)
    path = link()
    with platform():
        User.objects.filter(pk=court.manager.pk).update(roles=["agency_user"])
    answer = at_platform.post(path, {"name": "Gil", "password": PASSWORD})
    assert answer.status_code == 409
    with platform():
        assert not User.objects.filter(email="gil@court.example").exists()


def test_who_left_is_signed_out_at_once(boss, court):
    assert is_signed_in(court.at_sender)
    assert "Close this account?" in boss.get(f"/agency/people/{court.sender.pk}/leave/").content.decode()
    assert boss.post(f"/agency/people/{court.sender.pk}/leave/").status_code == 302
    assert not is_signed_in(court.at_sender)
    with platform():
        assert not AgencyMember.objects.filter(pk=court.sender.pk).exists()


@pytest.mark.parametrize("way", ["leave", "task"])
def test_keys_do_not_outlive_the_right_to_make_them(boss, court, way):
    """Whoever managed the agency may have kept a copy; keys that others made go on."""
    with platform():
        gone = made_member("Gus Gone", is_manager=True)
        theirs, others = (
            make_agency_key(actor=each.user, name="Case system", now=timezone.now())[0]
            for each in (gone, court.manager)
        )
    assert "software that they made" in boss.get("/agency/people/").content.decode()
    assert "software that they made" in boss.get(f"/agency/people/{gone.pk}/leave/").content.decode()
    assert boss.post(f"/agency/people/{gone.pk}/{way}/", {"is_manager": "no"}).status_code == 302
    with platform():
        good = [key.pk for key in AgencyKey.objects.all() if key.is_good(timezone.now())]
        ended = AuditEntry.objects.get(verb="agency.key_revoked")
    assert good == [others.pk]
    assert ended.object_id == str(theirs.pk)
    assert ended.actor.endswith(str(court.manager.pk))


def test_the_last_who_manages_it_stays(boss, court):
    alone = boss.post(f"/agency/people/{court.manager.pk}/task/", {"is_manager": "no"})
    assert alone.status_code == 409
    assert boss.post(f"/agency/people/{court.sender.pk}/task/", {"is_manager": "yes"}).status_code == 302
    assert boss.post(f"/agency/people/{court.manager.pk}/task/", {"is_manager": "no"}).status_code == 302
    assert boss.get("/agency/people/").status_code == 403


def test_another_agencys_people_are_not_there(boss):
    with platform():
        other = made_member("Otto Other", agency=made_agency(slug="other", name="Other"))
    assert boss.post(f"/agency/people/{other.pk}/leave/").status_code == 404
    assert boss.post(f"/agency/people/{other.pk}/task/", {"is_manager": "yes"}).status_code == 404
    with platform():
        assert AgencyMember.objects.filter(pk=other.pk).exists()


def test_senders_manage_nothing(court):
    for path in ("/agency/people/", "/agency/change/", "/agency/people/invite/"):
        assert court.at_sender.get(path).status_code == 403


def test_an_agency_under_another_name_is_verified_anew(boss, court):
    sent = {"name": "Lakeview Court", "kind": "court", "place": "Lakeview, Ohio", "shares_receipts": "no"}
    boss.post("/agency/change/", sent)
    with platform():
        court.agency.refresh_from_db()
        assert (court.agency.state, court.agency.shares_receipts) == ("verified", False)
    page = boss.post("/agency/change/", sent | {"name": "Supreme Court"}, follow=True)
    assert "verified anew" in page.content.decode()
    with platform():
        court.agency.refresh_from_db()
        assert court.agency.state == "waiting"
