"""What somebody with a stolen session or an old password cannot keep, once the person or an administrator acts."""

import pytest
from allauth.account.models import EmailConfirmation

from amends.accounts.actions.addresses import confirm_address
from amends.accounts.models import User
from amends.actions import Refused
from tests.amends.accounts.rig import PASSWORD, again, browser, is_signed_in, sign_in
from tests.amends.accounts.test_second_factors import code_of, enrolled, half_way

EVIL = "mallory@evil.example"
NEW = "three other words"


def stolen(places, user):
    """Ask for another address in a stolen session; return the link that only the thief reads."""
    thief = sign_in("alpha", user.email)
    again(thief)
    assert thief.post("/account/address/", {"email": EVIL}).status_code == 200
    return places.link("alpha")


def reset(places, user):
    browser("alpha").post("/password/", {"email": user.email})
    client = browser("alpha")
    opened = client.get(places.link("alpha"))
    assert client.post(opened.url, {"password": NEW}).status_code == 302


def change(places, user):
    client = sign_in("alpha", user.email)
    assert client.post("/account/password/", {"old_password": PASSWORD, "password": NEW}).status_code == 302


def end_others(places, user):
    assert sign_in("alpha", user.email).post("/account/sessions/").status_code == 302


def disable(places, user):
    boss = sign_in("alpha", places.person("alpha", "boss").email)
    assert boss.post(f"/team/{user.pk}/disable/").status_code == 302


@pytest.mark.parametrize("act", [reset, change, end_others, disable])
def test_a_new_address_that_waits_is_forgotten_when_the_account_is_secured(act, places):
    user = places.person("alpha")
    link = stolen(places, user)
    act(places, user)
    assert browser("alpha").post(link).status_code == 404
    with places.at("alpha"):
        assert User.objects.get(pk=user.pk).email == user.email


def test_a_confirmation_that_was_read_before_the_account_was_secured_is_refused(places):
    user = places.person("alpha")
    link = stolen(places, user)
    with places.at("alpha"):
        read = EmailConfirmation.from_key(link.strip("/").split("/")[1]).email_address
    reset(places, user)
    with places.at("alpha"), pytest.raises(Refused, match="address_forgotten"):
        confirm_address(actor=user, address=read)


def test_the_address_before_is_told_when_another_is_asked_for_and_when_it_counts(places):
    user = places.person("alpha")
    link = stolen(places, user)
    asked, _ = places.letters("alpha")
    assert asked.recipient.address == user.email
    assert "asked to change the e-mail address" in asked.body
    browser("alpha").post(link)
    done = places.letters("alpha")[-1]
    assert done.recipient.address == user.email
    assert "tell your administrator now" in done.body
    assert EVIL not in asked.body + done.body


def test_confirming_ones_own_address_tells_nobody_of_a_change(places):
    user = places.person("alpha")
    client = sign_in("alpha", user.email)
    again(client)
    client.post("/account/address/", {"email": user.email})
    assert [letter.subject for letter in places.letters("alpha")] == ["Confirm your e-mail address"]


def test_the_person_is_told_that_an_administrator_took_the_second_step_away(places):
    user = places.person("alpha", "cora", ("coordinator",))
    boss = sign_in("alpha", places.person("alpha").email)
    assert boss.post(f"/team/{user.pk}/reset-second-step/").status_code == 302
    [letter] = places.letters("alpha")
    assert letter.recipient.address == user.email
    assert "An administrator took the second step" in letter.body


@pytest.mark.parametrize("act", [reset, change, end_others, disable])
def test_a_sign_in_that_waits_for_its_code_begins_anew_when_the_account_was_secured(act, places):
    user, client, secret, _ = enrolled(places)
    thief = half_way("alpha", user)
    assert thief.get("/sign-in/code/").status_code == 200
    if act is change:
        client.post("/account/password/", {"old_password": PASSWORD, "password": NEW})
    elif act is end_others:
        client.post("/account/sessions/")
    else:
        act(places, user)
    answer = thief.post("/sign-in/code/", {"code": code_of(secret, 1)})
    assert (answer.status_code, answer.url) == (302, "/sign-in/")
    assert not is_signed_in(thief)
