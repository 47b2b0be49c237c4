"""Passwords and addresses: forgotten, changed, confirmed; by links that work once."""

import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from amends.accounts.models import User
from tests.amends.accounts import rig
from tests.amends.accounts.rig import PASSWORD, again, browser, is_signed_in, sign_in

NEW = "three other words"


def asked_for(places, place="alpha"):
    user = places.person(place)
    browser(place).post("/password/", {"email": user.email})
    return user, places.link(place)


def chosen(client, link, password=NEW):
    """Open the mailed link and choose a password."""
    opened = client.get(link)
    assert opened.status_code == 302
    assert link.rstrip("/").rpartition("-")[2] not in opened.url, "the key leaves the address bar"
    return client.post(opened.url, {"password": password})


def test_it_works(places):
    before = sign_in("alpha", places.person("alpha").email)
    browser("alpha").post("/password/", {"email": "ada@alpha.example"})
    link = places.link("alpha")
    assert chosen(browser("alpha"), link).url == "/sign-in/"
    assert not is_signed_in(before), "every session ends"
    assert is_signed_in(sign_in("alpha", "ada@alpha.example", NEW))
    assert "password was changed" in places.letters("alpha")[-1].body


def test_a_reset_link_works_once(places):
    _, link = asked_for(places)
    chosen(browser("alpha"), link)
    assert browser("alpha").get(link).status_code == 404


def test_a_reset_link_runs_out(places):
    _, link = asked_for(places)
    with time_machine.travel(timezone.now() + timezone.timedelta(seconds=3700), tick=False):
        assert browser("alpha").get(link).status_code == 404


def test_the_answer_says_nothing_of_who_has_an_account(places):
    places.person("alpha")
    known, unknown = (
        browser("alpha").post("/password/", {"email": f"{name}@alpha.example"}).content
        for name in ("ada", "nobody")
    )
    assert known == unknown
    assert len(places.letters("alpha")) == 1


def test_the_answer_does_the_same_work_whoever_is_asked_for(places):
    places.person("alpha")
    browser("alpha").get("/password/")  # the host is looked up once
    asked = {}
    for name in ("ada", "nobody"):
        client, rig.statements[:] = browser("alpha"), []
        client.post("/password/", {"email": f"{name}@alpha.example"})
        asked[name] = [sql for sql in rig.statements if "SAVEPOINT" not in sql]
    assert asked["ada"] == asked["nobody"]
    assert any("INSERT INTO public.amends_outbox" in sql for sql in asked["nobody"])


def test_an_address_that_is_asked_for_is_nowhere_in_the_clear(places):
    browser("alpha").post("/password/", {"email": "canary@alpha.example"})
    [(_, job, args)] = rig.asked
    assert job == "accounts.reset_link"
    assert "canary" not in str(args)


def test_an_easy_password_is_refused(places):
    _, link = asked_for(places)
    for easy in ("short", "password1234", "ada@alpha.example"):
        assert chosen(browser("alpha"), link, easy).status_code == 200


def test_letters_are_in_the_persons_language_and_say_nothing(places):
    for language, word in (("fr", "mot de passe"), ("es", "contraseña"), ("en", "password")):
        user = places.person("alpha", language, language=language)
        browser("alpha").post("/password/", {"email": user.email})
        letter = places.letters("alpha")[-1]
        assert word in letter.body
        assert letter.recipient.language == language
        for telling in ("mediat", "média", "victim", "offend", "Alpha", user.name):
            assert telling not in letter.subject + letter.body.partition("http")[0]


def test_changing_it_asks_for_the_old_one_and_signs_out_elsewhere(places):
    user = places.person("alpha")
    here, elsewhere = sign_in("alpha", user.email), sign_in("alpha", user.email)
    wrong = here.post("/account/password/", {"old_password": "wrong", "password": NEW})
    assert wrong.status_code == 200
    assert here.post("/account/password/", {"old_password": PASSWORD, "password": NEW}).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_guessing_the_current_password_counts_with_guessing_at_sign_in(places, limits):
    user = places.person("alpha")
    client = sign_in("alpha", user.email)
    for _ in range(5):
        client.post("/account/password/", {"old_password": "wrong", "password": NEW})
    answer = client.post("/account/password/", {"old_password": PASSWORD, "password": NEW})
    assert "too many attempts" in answer.content.decode()
    elsewhere = browser("alpha").post("/sign-in/", {"username": user.email, "password": PASSWORD})
    assert "too many attempts" in elsewhere.content.decode()


def test_a_new_password_by_the_mailed_link_ends_the_wait(places, limits):
    user, link = asked_for(places)
    for _ in range(5):
        browser("alpha").post("/sign-in/", {"username": user.email, "password": "wrong"})
    chosen(browser("alpha"), link)
    assert is_signed_in(sign_in("alpha", user.email, NEW))


def test_a_new_address_counts_once_it_is_confirmed(places):
    user = places.person("alpha")
    client = sign_in("alpha", user.email)
    again(client)
    client.post("/account/address/", {"email": "New@Example.org"})
    with places.at("alpha"):
        assert User.objects.get(pk=user.pk).email == user.email
    letter = places.letters("alpha")[-1]
    assert letter.recipient.address == "new@example.org"
    link = places.link("alpha")
    reader = browser("alpha")
    assert reader.get(link).status_code == 200
    with places.at("alpha"):
        assert User.objects.get(pk=user.pk).email == user.email, "looking confirms nothing"
    assert reader.post(link).status_code == 302
    assert reader.get(link).status_code == 404
    with places.at("alpha"):
        assert User.objects.get(pk=user.pk).email == "new@example.org"
        assert EmailAddress.objects.get(user=user).verified
    assert is_signed_in(sign_in("alpha", "new@example.org"))


def test_an_address_of_somebody_else_is_refused_where_only_its_owner_sees_it(places):
    user, other = places.person("alpha"), places.person("alpha", "bea")
    client = sign_in("alpha", user.email)
    again(client)
    assert client.post("/account/address/", {"email": other.email}).status_code == 200
    assert browser("alpha").post(places.link("alpha")).status_code == 410


def test_confirmations_are_not_mailed_to_strangers_without_end(places, settings):
    from amends.settings import base

    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    client = sign_in("alpha", places.person("alpha").email)
    sent = [client.post("/account/address/", {"email": f"s{number}@example.org"}) for number in range(6)]
    assert [answer.status_code for answer in sent] == [200] * 5 + [429]


def test_a_sensitive_page_asks_again_who_one_is(places, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    client = sign_in("alpha", places.person("alpha").email)
    for page in ("/account/address/", "/account/app/", "/account/passkey/"):
        assert client.get(page).url.startswith("/sign-in/again/"), page
    assert client.post("/sign-in/again/", {"password": "wrong"}).status_code == 200


def test_sessions_are_listed_and_ended(places):
    user = places.person("alpha")
    here, elsewhere = sign_in("alpha", user.email), sign_in("alpha", user.email)
    page = here.get("/account/sessions/").content.decode()
    assert page.count('role="row"') == 3
    assert here.post("/account/sessions/").status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert here.get("/account/sessions/").content.decode().count('role="row"') == 2
