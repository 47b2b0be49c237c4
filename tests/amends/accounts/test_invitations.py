"""Invitations: they end with the right to send them, and a program that nobody vouches for sends few."""

import datetime as dt
import time

import pytest
from django.utils import timezone

from amends.accounts.actions import invitations, people
from amends.accounts.models import Invitation, User
from amends.actions import Refused
from amends.audit.models import AuditEntry
from tenants.models import Tenant
from tests.amends.accounts.rig import browser, sign_in

GUEST = {"name": "Gil", "password": "three plain words"}


def invite(actor, number=0):
    return invitations.invite_person(
        actor=actor, email=f"guest{number}@example.org", name="G", roles=["mediator"], now=timezone.now()
    )


def disable(boss, user):
    assert boss.post(f"/team/{user.pk}/disable/").status_code == 302


def take_role(boss, user):
    assert boss.post(f"/team/{user.pk}/", {"roles": ["mediator"]}).status_code == 302


@pytest.mark.parametrize("remove", [disable, take_role])
def test_the_invitations_of_a_removed_administrator_are_withdrawn(remove, places):
    admin, boss = places.person("alpha"), places.person("alpha", "boss")
    with places.at("alpha"):
        invitation = invite(admin)
    link = places.link("alpha")
    remove(sign_in("alpha", boss.email), admin)
    assert browser("alpha").post(link, GUEST).status_code == 410
    with places.at("alpha"):
        assert not User.objects.filter(email=invitation.email).exists()
        assert AuditEntry.objects.filter(verb="invitation.revoked", object_id=str(invitation.pk)).exists()


def test_other_roles_leave_an_administrators_invitations_alone(places):
    admin, boss = places.person("alpha"), places.person("alpha", "boss")
    with places.at("alpha"):
        invite(admin)
        people.change_roles(actor=boss, user=admin, roles=["program_admin", "mediator"])
    assert browser("alpha").post(places.link("alpha"), GUEST).status_code == 302


def test_nobody_comes_in_by_an_inviter_who_may_not_invite_any_more(places):
    admin = places.person("alpha")
    with places.at("alpha"):
        invite(admin)
        User.objects.filter(pk=admin.pk).update(is_active=False)
    assert browser("alpha").post(places.link("alpha"), GUEST).status_code == 410


def verify(places, moment):
    with places.at("public"):
        Tenant.objects.filter(pk=places.cast["alpha"].pk).update(verified_at=moment)


def test_an_unverified_program_sends_few_in_a_day(places, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_A_DAY", 3)
    verify(places, None)
    admin = places.person("alpha")
    now = timezone.now()
    with places.at("alpha"):
        first = invite(admin, 1)
        invitations.resend_invitation(actor=admin, invitation=first, now=now)
        second = invite(admin, 2)
        invitations.revoke_invitation(actor=admin, invitation=second, now=now)
        with pytest.raises(Refused, match="invited_enough"):
            invite(admin, 3)
        with pytest.raises(Refused, match="invited_enough"):
            invitations.resend_invitation(actor=admin, invitation=first, now=now)
        invitations.resend_invitation(actor=admin, invitation=first, now=now + dt.timedelta(days=1, hours=1))
        assert Invitation.objects.count() == 2


def test_a_verified_program_sends_as_many_as_it_needs(places, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_A_DAY", 1)
    verify(places, timezone.now())
    admin = places.person("alpha")
    with places.at("alpha"):
        invite(admin, 1)
        invite(admin, 2)


def test_one_invitation_is_sent_five_times(places, monkeypatch):
    admin = places.person("alpha")
    client = sign_in("alpha", admin.email)
    verify(places, timezone.now())
    with places.at("alpha"):
        invitation = invite(admin)
    for _ in range(5):
        page = client.post(f"/team/invitations/{invitation.pk}/resend/", follow=True)
    assert "sent five times already" in page.content.decode()
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now)  # a link says when it was written
    assert len({letter.body for letter in places.letters("alpha")}) == 1
    with places.at("alpha"):
        assert Invitation.objects.get().link_number == 5


def test_inviting_and_changing_roles_ask_again_who_one_is(places, settings):
    admin, cora = places.person("alpha"), places.person("alpha", "cora", ("coordinator",))
    client = sign_in("alpha", admin.email)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    wanted = {"name": "E", "email": "e@evil.example", "roles": ["program_admin"], "language": "en"}
    assert client.post("/team/invite/", wanted).url.startswith("/sign-in/again/")
    assert client.post(f"/team/{cora.pk}/", {"roles": ["program_admin"]}).url.startswith("/sign-in/again/")
    assert client.get(f"/team/{cora.pk}/").status_code == 200
    with places.at("alpha"):
        assert not Invitation.objects.exists()
        assert User.objects.get(pk=cora.pk).roles == ["coordinator"]
