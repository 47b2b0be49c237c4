"""Invitations, roles, disabling: by administrators alone, at once, and on record."""

import datetime as dt

import pytest
from django.utils import timezone

from amends.accounts.actions import invitations, people
from amends.accounts.models import Invitation, NotARoleHere, Role, User
from amends.actions import Refused
from amends.audit.models import AuditEntry
from tests.amends.accounts.rig import PASSWORD, again, browser, is_signed_in, sign_in

WANTED = {"name": "Mira Mediator", "email": "Mira@Example.org", "roles": ["mediator"], "language": "fr"}


def invited(places, place="alpha", **changes):
    admin = places.person(place)
    client = sign_in(place, admin.email)
    roles = ["network_officer"] if place == "public" else ["mediator"]
    assert client.post("/team/invite/", WANTED | {"roles": roles} | changes).status_code == 302
    return client, admin


@pytest.mark.parametrize(("place", "role"), [("alpha", "mediator"), ("public", "network_officer")])
def test_it_works(place, role, places):
    invited(places, place)
    [letter] = places.letters(place)
    assert letter.recipient.address == "mira@example.org"
    assert letter.recipient.language == "fr"
    link = places.link(place)
    guest = browser(place)
    assert "mira@example.org" in guest.get(link).content.decode()
    assert guest.post(link, {"name": "Mira M.", "password": "three plain words"}).url == "/sign-in/"
    client = sign_in(place, "mira@example.org", "three plain words")
    assert is_signed_in(client)
    with places.at(place):
        user = User.objects.get(email="mira@example.org")
        assert (user.name, user.roles) == ("Mira M.", [role])
        assert user.emailaddress_set.get().verified
        verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"invitation.made", "invitation.accepted", "account.created"} <= verbs


def test_an_invitation_works_once(places):
    invited(places)
    link = places.link("alpha")
    assert browser("alpha").post(link, {"name": "M", "password": "three plain words"}).status_code == 302
    assert browser("alpha").get(link).status_code == 410
    assert browser("alpha").post(link, {"name": "N", "password": "three other words"}).status_code == 410


def test_an_invitation_runs_out(places):
    invited(places)
    link = places.link("alpha")
    with places.at("alpha"):
        Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert browser("alpha").get(link).status_code == 410


def test_sending_again_ends_the_link_before(places):
    client, _ = invited(places)
    first = places.link("alpha")
    with places.at("alpha"):
        key = Invitation.objects.get().pk
    client.post(f"/team/invitations/{key}/resend/")
    assert browser("alpha").get(first).status_code == 410
    assert browser("alpha").get(places.link("alpha")).status_code == 200


def test_a_withdrawn_invitation_is_over_and_its_letter_is_not_written(places):
    client, _ = invited(places)
    link = places.link("alpha")
    with places.at("alpha"):
        key = Invitation.objects.get().pk
    client.post(f"/team/invitations/{key}/revoke/")
    assert browser("alpha").get(link).status_code == 410
    assert places.letters("alpha") == []


def test_a_changed_token_is_nothing(places):
    invited(places)
    link = places.link("alpha")
    assert browser("alpha").get(link[:-3] + "xx/").status_code == 404


def test_nobody_is_invited_twice_or_with_an_account(places):
    client, admin = invited(places)
    assert client.post("/team/invite/", WANTED).status_code == 409
    assert client.post("/team/invite/", WANTED | {"email": admin.email}).status_code == 409


def test_a_role_of_the_other_side_is_refused(places):
    client, _ = invited(places)
    response = client.post("/team/invite/", WANTED | {"email": "x@example.org", "roles": ["operator"]})
    assert response.status_code == 200
    with places.at("alpha"):
        with pytest.raises(NotARoleHere):
            people.create_user(actor=None, email="o@example.org", name="O", roles=["operator"])
        User.objects.filter(email="ada@alpha.example").update(roles=["operator"])
        assert not User.objects.get(email="ada@alpha.example").has_role("operator")


def test_only_administrators_manage_people(places):
    cora = places.person("alpha", "cora", ("coordinator",))
    client = sign_in("alpha", cora.email)
    for path in ("/team/", "/team/invite/", f"/team/{cora.pk}/"):
        assert client.get(path).status_code == 403
    with places.at("alpha"):
        from django.core.exceptions import PermissionDenied

        for act in (people.disable_user, people.enable_user):
            with pytest.raises(PermissionDenied):
                act(actor=cora, user=cora)
        with pytest.raises(PermissionDenied):
            invitations.invite_person(
                actor=cora, email="x@x.example", name="X", roles=["mediator"], now=timezone.now()
            )


def test_new_roles_hold_at_the_next_page(places):
    admin, cora = places.person("alpha"), places.person("alpha", "cora", ("coordinator",))
    boss, client = sign_in("alpha", admin.email), sign_in("alpha", cora.email)
    assert client.get("/referrals/").status_code != 403
    assert boss.post(f"/team/{cora.pk}/", {"roles": ["mediator"]}).status_code == 302
    assert client.get("/referrals/").status_code == 403
    assert boss.post(f"/team/{cora.pk}/", {"roles": ["coordinator", "program_admin"]}).status_code == 302
    assert client.get("/team/").status_code == 200


def test_a_disabled_person_is_out_at_the_next_page_and_does_not_come_back_with_the_old_session(places):
    admin, cora = places.person("alpha"), places.person("alpha", "cora", ("coordinator",))
    boss, client = sign_in("alpha", admin.email), sign_in("alpha", cora.email)
    again(boss)
    boss.post(f"/team/{cora.pk}/disable/")
    assert not is_signed_in(client)
    assert client.post("/sign-in/", {"username": cora.email, "password": PASSWORD}).status_code == 200
    boss.post(f"/team/{cora.pk}/enable/")
    assert not is_signed_in(client)
    assert is_signed_in(sign_in("alpha", cora.email))


def test_disabling_asks_again_who_one_is(places, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    admin, cora = places.person("alpha"), places.person("alpha", "cora", ("coordinator",))
    boss = sign_in("alpha", admin.email)
    assert boss.post(f"/team/{cora.pk}/disable/").url.startswith("/sign-in/again/")
    with places.at("alpha"):
        assert User.objects.get(pk=cora.pk).is_active


def test_the_last_administrator_stays(places):
    admin = places.person("alpha")
    client = sign_in("alpha", admin.email)
    assert client.post(f"/team/{admin.pk}/", {"roles": ["mediator"]}).status_code == 409
    again(client)
    assert client.post(f"/team/{admin.pk}/disable/").status_code == 409
    other = places.person("alpha", "bea")
    assert client.post(f"/team/{admin.pk}/", {"roles": ["mediator"]}).status_code == 302
    with places.at("alpha"), pytest.raises(Refused):
        people.change_roles(actor=other, user=other, roles=["mediator"])


def test_every_role_has_a_place():
    from amends.accounts.models import PROGRAM_ROLES, PUBLIC_ROLES

    assert {*PROGRAM_ROLES, *PUBLIC_ROLES} == set(Role)
    assert not {*PROGRAM_ROLES} & {*PUBLIC_ROLES}
