"""What was begun or made in one place is worth nothing in another: sessions, links, second steps, challenges."""

import re

import pytest
from allauth.mfa.models import Authenticator

from amends.accounts.models import User
from api.models import ApiToken
from tests.amends.accounts.rig import HOSTS, PASSWORD, again, browser, is_signed_in, moved, sign_in
from tests.amends.accounts.test_second_factors import code_of, enrolled, half_way
from tests.api.rig import Software, token_of
from tests.conftest import HostClient

WAYS = [("alpha", "beta"), ("beta", "alpha"), ("alpha", "public"), ("public", "alpha")]
ways = pytest.mark.parametrize(("made", "used"), WAYS)


def twin(places, used, user, **changes):
    """Make the same person in another place: the same key, address, password and stamp."""
    with places.at(used):
        fields = {each.attname: getattr(user, each.attname) for each in User._meta.local_fields}
        copied = User(**fields | changes)
        copied.save(force_insert=True)
    return copied


@ways
def test_a_session(made, used, places):
    user = places.person(made)
    client = sign_in(made, user.email)
    twin(places, used, user)
    assert not is_signed_in(moved(client, used))
    assert is_signed_in(client)


@ways
def test_a_copied_session_of_a_copied_person(made, used, places):
    from django.contrib.sessions.models import Session

    user = places.person(made)
    client = sign_in(made, user.email)
    with places.at(made):
        user.refresh_from_db()
        row = Session.objects.get(pk=client.cookies["sessionid"].value)
    twin(places, used, user)
    with places.at(used):
        Session(session_key=row.pk, session_data=row.session_data, expire_date=row.expire_date).save()
    assert not is_signed_in(moved(client, used))


@ways
def test_a_csrf_token(made, used, places):
    client = HostClient(HOSTS[made], enforce_csrf_checks=True)
    token = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/sign-in/").content.decode()
    )[1]
    assert client.post("/sign-in/", {"csrfmiddlewaretoken": token}).status_code == 200
    other = HostClient(HOSTS[used], enforce_csrf_checks=True)
    other.cookies = client.cookies
    assert other.post("/sign-in/", {"csrfmiddlewaretoken": token}).status_code == 403


@ways
def test_a_password(made, used, places):
    user = places.person(made)
    assert browser(used).post("/sign-in/", {"username": user.email, "password": PASSWORD}).status_code == 200


@ways
def test_a_reset_link(made, used, places):
    user = places.person(made)
    browser(made).post("/password/", {"email": user.email})
    link = places.link(made)
    with places.at(made):
        user.refresh_from_db()
    twin(places, used, user)
    assert browser(used).get(link).status_code == 404
    opened = browser(made)
    there = opened.get(link).url
    assert moved(opened, used).get(there).status_code == 404
    assert opened.post(there, {"password": "three other words"}).status_code == 302


@ways
def test_an_invitation(made, used, places):
    from amends.accounts.models import Invitation

    admin = places.person(made)
    roles = ["network_officer"] if made == "public" else ["mediator"]
    wanted = {"name": "M", "email": "m@example.org", "roles": roles, "language": "en"}
    sign_in(made, admin.email).post("/team/invite/", wanted)
    link = places.link(made)
    with places.at(made):
        row = Invitation.objects.get()
    with places.at(used):
        fields = {each.attname: getattr(row, each.attname) for each in Invitation._meta.local_fields}
        Invitation(**fields | {"invited_by_id": None}).save(force_insert=True)
    assert browser(used).get(link).status_code == 404
    assert browser(used).post(link, {"name": "M", "password": "three plain words"}).status_code == 404
    with places.at(used):
        assert not User.objects.filter(email="m@example.org").exists()
    assert browser(made).get(link).status_code == 200


@ways
def test_a_confirmation_of_an_address(made, used, places):
    user = places.person(made)
    client = sign_in(made, user.email)
    again(client)
    client.post("/account/address/", {"email": "new@example.org"})
    link = places.link(made)
    twin(places, used, user)
    assert browser(used).get(link).status_code == 404
    assert browser(used).post(link).status_code == 404
    assert browser(made).post(link).status_code == 302


@ways
def test_a_half_finished_sign_in(made, used, places):
    """The password was given in one place; the code cannot be given in the other."""
    user, _, secret, _ = enrolled(places, made)
    client = half_way(made, user)
    with places.at(made):
        user.refresh_from_db()
    twin(places, used, user)
    other = moved(client, used)
    assert other.get("/sign-in/code/").url == "/sign-in/"
    assert other.post("/sign-in/code/", {"code": code_of(secret, 1)}).url == "/sign-in/"
    assert not is_signed_in(other)
    assert client.post("/sign-in/code/", {"code": code_of(secret, 1)}).status_code == 302


@ways
def test_a_secret_of_an_app_that_waits_to_be_enrolled(made, used, places):
    mine, theirs = places.person(made), places.person(used, "bea")
    client, other = sign_in(made, mine.email), sign_in(used, theirs.email)
    again(client)
    again(other)
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", client.get("/account/app/").content.decode())[1]
    assert other.post("/account/app/", {"code": code_of(secret)}).status_code == 200
    with places.at(used):
        assert not Authenticator.objects.filter(user=theirs).exists()


@ways
def test_a_copied_second_factor_opens_nothing(made, used, places):
    """The person and the row with the secret are copied; the place's own key does not open it."""
    from amends.vault.errors import Unreadable

    user, _, secret, _ = enrolled(places, made)
    with places.at(made):
        user.refresh_from_db()
        row = Authenticator.objects.get(user=user, type="totp")
    twin(places, used, user)
    with places.at(used):
        Authenticator.objects.create(user_id=user.pk, type="totp", data=row.data)
    client = half_way(used, user)
    with pytest.raises(Unreadable):
        client.post("/sign-in/code/", {"code": code_of(secret, 1)})
    assert not is_signed_in(client)


@ways
def test_a_challenge_for_a_passkey(made, used, places):
    """What the browser is asked in one place is not what the other waits to hear."""
    asked = browser(made)
    question = asked.get("/sign-in/passkey/", headers={"accept": "application/json"}).json()
    assert question["request_options"]["publicKey"]["rpId"] == HOSTS[made]
    other = moved(asked, used)
    answer = {"credential": '{"type": "public-key", "id": "AA", "rawId": "AA", "response": {}}'}
    assert other.post("/sign-in/passkey/", answer).url == "/sign-in/"
    assert not is_signed_in(other)
    with places.at(used):
        from django.contrib.sessions.models import Session

        assert not Session.objects.filter(pk=asked.cookies["sessionid"].value).exists()


BETWEEN_PROGRAMS = pytest.mark.parametrize(("made", "used"), [("alpha", "beta"), ("beta", "alpha")])


@pytest.mark.parametrize(("made", "used"), [way for way in WAYS if way[0] != "public"])
def test_a_token_of_the_api(made, used, places):
    """The platform has no API, so it makes none; the same person there is nobody by it either."""
    user = places.person(made)
    with places.at(made):
        _, secret = token_of(user)
    twin(places, used, user)
    answer = Software(secret, HOSTS[used]).ask("referrals/")
    assert answer.status_code == (404 if used == "public" else 401)
    assert Software(secret, HOSTS[made]).ask("referrals/").status_code != 401


@BETWEEN_PROGRAMS
def test_a_copied_token_of_a_copied_person(made, used, places):
    """Somebody restores a program's rows into another: the digest has the place in it."""
    user = places.person(made)
    with places.at(made):
        token, secret = token_of(user)
    twin(places, used, user)
    with places.at(used):
        fields = {each.attname: getattr(token, each.attname) for each in ApiToken._meta.local_fields}
        ApiToken(**fields).save(force_insert=True)
    assert Software(secret, HOSTS[used]).ask("referrals/").status_code == 401
