"""The second step: enrolled, asked for, lost; and no case before there is one."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from amends.accounts.models import User
from amends.vault.errors import Unreadable
from tests.amends.accounts.rig import PASSWORD, again, browser, is_signed_in, sign_in


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps))


def enrolled(places, place="alpha", login="ada"):
    """Return a person with an app, a browser that is signed in, the secret and the recovery codes."""
    user = places.person(place, login)
    client = sign_in(place, user.email)
    again(client)
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", client.get("/account/app/").content.decode())[1]
    assert client.post("/account/app/", {"code": code_of(secret)}).url == "/account/recovery-codes/"
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/account/recovery-codes/").content.decode())
    return user, client, secret, codes


def half_way(place, user):
    """Return a browser that gave the password and owes the code."""
    client = browser(place)
    response = client.post("/sign-in/", {"username": user.email, "password": PASSWORD})
    assert response.url == "/sign-in/code/"
    assert not is_signed_in(client)
    return client


@pytest.mark.parametrize("place", ["alpha", "public"])
def test_it_works(place, places):
    user, client, secret, codes = enrolled(places, place)
    assert is_signed_in(client)
    assert len(codes) == 10
    other = half_way(place, user)
    assert other.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    assert other.post("/sign-in/code/", {"code": code_of(secret, 1)}).status_code == 302
    assert is_signed_in(other)
    assert "second step was added" in places.letters(place)[-1].body


def test_a_code_works_once(places):
    user, _, secret, _ = enrolled(places)
    code = code_of(secret, 1)
    assert half_way("alpha", user).post("/sign-in/code/", {"code": code}).status_code == 302
    assert half_way("alpha", user).post("/sign-in/code/", {"code": code}).status_code == 200


def test_the_code_that_enrolled_an_app_is_used_up(places):
    user, _, secret, _ = enrolled(places)
    answer = half_way("alpha", user).post("/sign-in/code/", {"code": code_of(secret)})
    assert "This code does not work" in answer.content.decode()


def test_a_recovery_code_works_once_and_they_are_shown_once(places):
    user, client, _, codes = enrolled(places)
    assert half_way("alpha", user).post("/sign-in/code/", {"code": codes[0]}).status_code == 302
    assert half_way("alpha", user).post("/sign-in/code/", {"code": codes[0]}).status_code == 200
    page = client.get("/account/recovery-codes/").content.decode()
    assert "9 codes are left" in page
    assert codes[1] not in page
    client.post("/account/recovery-codes/")
    assert half_way("alpha", user).post("/sign-in/code/", {"code": codes[1]}).status_code == 200


def test_enrolling_signs_out_sessions_that_never_gave_a_code(places):
    user = places.person("alpha")
    elsewhere = sign_in("alpha", user.email)
    with places.at("alpha"):
        User.objects.filter(pk=user.pk).update(email="moved@alpha.example")
        User.objects.filter(pk=user.pk).update(email=user.email)
    client = sign_in("alpha", user.email)
    again(client)
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", client.get("/account/app/").content.decode())[1]
    client.post("/account/app/", {"code": code_of(secret)})
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_removing_the_last_one_takes_the_recovery_codes_along(places):
    user, client, _, _ = enrolled(places)
    with places.at("alpha"):
        key = Authenticator.objects.get(user=user, type="totp").pk
    assert "only one" in client.get(f"/account/second-step/{key}/remove/").content.decode()
    client.post(f"/account/second-step/{key}/remove/")
    with places.at("alpha"):
        assert not Authenticator.objects.filter(user=user).exists()
        assert not User.objects.get(pk=user.pk).has_second_factor
    assert is_signed_in(sign_in("alpha", user.email))


def test_nobody_removes_anothers(places):
    user, _, _, _ = enrolled(places)
    _, client, _, _ = enrolled(places, login="bea")
    with places.at("alpha"):
        key = Authenticator.objects.get(user=user, type="totp").pk
    assert client.post(f"/account/second-step/{key}/remove/").status_code == 404


def test_secrets_are_sealed_for_their_place(places):
    user, _, secret, _ = enrolled(places)
    with places.at("alpha"):
        row = Authenticator.objects.get(user=user, type="totp")
        assert secret.replace(" ", "") not in str(row.data)
        assert row.wrap().validate_code(code_of(secret, 1))
    with places.at("beta"), pytest.raises(Unreadable):
        row.wrap().validate_code(code_of(secret, 1))


def test_no_case_before_there_is_a_second_step(places, settings):
    settings.AMENDS_REQUIRE_SECOND_FACTOR = True
    user = places.person("alpha", "cora", ("coordinator", "program_admin"))
    client = sign_in("alpha", user.email)
    for page in ("/", "/cases/", "/referrals/", "/team/"):
        assert client.get(page).url == "/account/", page
    assert "You need a second step" in client.get("/account/").content.decode()
    assert browser("alpha").get("/sign-in/").status_code == 200, "strangers are asked nothing"
    again(client)
    secret = re.search(r"data-secret>([A-Z2-7 ]+)<", client.get("/account/app/").content.decode())[1]
    client.post("/account/app/", {"code": code_of(secret)})
    for page in ("/team/", "/account/"):
        assert client.get(page).status_code == 200, page


def test_an_administrator_takes_a_lost_one_away(places, settings):
    settings.AMENDS_REQUIRE_SECOND_FACTOR = True
    user, client, _, _ = enrolled(places)
    _, boss, _, _ = enrolled(places, login="bea")
    again(boss)
    assert boss.post(f"/team/{user.pk}/reset-second-step/").status_code == 302
    assert not is_signed_in(client)
    assert sign_in("alpha", user.email).get("/team/").url == "/account/"


def test_no_page_with_a_case_is_open_without_a_second_step():
    from amends.accounts.second_factor import pages_without
    from programs.access import ACCESS as OF_PROGRAMS
    from programs.steps import STEPS

    for name in pages_without() & OF_PROGRAMS.keys():
        assert not name.startswith(("case", "referral", "participant", "session", "agreement", "item")), name
    assert not pages_without() & {step.page for step in STEPS.values()}
