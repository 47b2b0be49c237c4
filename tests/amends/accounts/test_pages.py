"""What the pages of accounts say and lead to, and what asks once more before somebody feels it."""

import re

import pytest

from amends.accounts.models import Role, User
from tests.amends.accounts.rig import browser, is_signed_in, sign_in
from tests.amends.accounts.test_people import invited
from tests.amends.accounts.test_second_factors import code_of


@pytest.fixture
def boss(places):
    return sign_in("alpha", places.person("alpha").email)


def text_of(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/account/", "/team/", "/team/invite/", "/account/sessions/"])
def test_the_menu_stands_on_every_page(boss, path):
    text = text_of(boss, path)
    for entry in ("/referrals/", "/cases/", "/account/"):
        assert f'href="{entry}"' in text


def test_an_operator_has_a_menu_and_their_name_leads_to_the_account(places):
    operator = sign_in("public", places.person("public").email)
    for path in ("/account/", "/console/"):
        text = text_of(operator, path)
        assert 'href="/console/"' in text
        assert text.count('href="/account/"') >= 2


def test_who_must_add_a_second_step_has_no_menu(places, settings):
    person = sign_in("alpha", places.person("alpha").email)
    settings.AMENDS_REQUIRE_SECOND_FACTOR = True
    assert 'href="/cases/"' not in text_of(person, "/account/")


@pytest.mark.parametrize("action", ["disable", "reset-second-step"])
def test_what_somebody_would_feel_asks_once_more(places, boss, action):
    other = places.person("alpha", "cora", ("coordinator",))
    there = sign_in("alpha", other.email)
    page = boss.get(f"/team/{other.pk}/{action}/")
    assert page.status_code == 200
    assert "No, go back" in page.content.decode()
    assert is_signed_in(there), "asking changes nothing"
    assert f'action="/team/{other.pk}/disable/"' not in text_of(boss, f"/team/{other.pk}/")


def test_an_invitation_says_who_invites_to_what(places):
    invited(places, language="en")
    [letter] = places.letters("alpha")
    assert "Ada invites you to work at Alpha Mediation. Your role there: Mediator." in letter.body
    assert letter.subject == "Your invitation"


def test_whoever_accepted_need_not_type_the_address_again(places):
    invited(places)
    guest = browser("alpha")
    guest.post(places.link("alpha"), {"name": "Mira", "password": "three plain words"})
    assert 'value="mira@example.org"' in text_of(guest, "/sign-in/")
    assert "mira" not in guest.get("/sign-in/").request["PATH_INFO"]


def test_each_role_is_explained_and_told_of_invitations(places):
    boss, _admin = invited(places)
    text = text_of(boss, "/team/invite/")
    assert "Sees only the cases that they are assigned to" in text
    assert "verifies" not in text.lower(), "roles of the other side are not offered"
    assert str(Role.MEDIATOR.label) in text_of(boss, "/team/")


def test_a_picture_that_was_scanned_stays_good_when_the_page_is_loaded_again(boss):
    first, second = (re.search(r"data-secret>([^<]+)<", text_of(boss, "/account/app/"))[1] for _ in "ab")
    assert first == second
    assert 'href="otpauth://totp/' in text_of(boss, "/account/app/")
    assert boss.post("/account/app/", {"code": code_of(first)}).url == "/account/recovery-codes/"


def test_after_the_codes_one_goes_on(places, boss):
    secret = re.search(r"data-secret>([^<]+)<", text_of(boss, "/account/app/"))[1]
    boss.post("/account/app/", {"code": code_of(secret)})
    text = text_of(boss, "/account/recovery-codes/")
    assert text.index("I have kept them, continue") < text.index("Make new codes")
    with places.at("alpha"):
        assert User.objects.get().has_second_factor
