"""The whole way in a real browser: invited, accepted, second step by app and passkey, signed out elsewhere, reset."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Page

from amends.accounts.models import User
from amends.outbox.arguments import decoded
from tenants.context import as_owner
from tests.amends.accounts.rig import PASSWORD, WRITERS, Places
from tests.amends.accounts.test_second_factors import code_of
from tests.amends.web.browser import DESKTOP, PHONE, Walk, press, serve, submit

ENOUGH = "three plain words together"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(committed, cast):
    """The port of a running server, on which programs have their hosts; a second step is required."""
    with override_settings(AMENDS_REQUIRE_SECOND_FACTOR=True), serve(get_wsgi_application()) as address:
        port = address.rpartition(":")[2]
        with override_settings(AMENDS_PORT=int(port)):
            yield f"http://alpha.localhost:{port}"


@pytest.fixture
def places(site, cast) -> Places:
    found = Places(cast)
    found.person("alpha", "ada")
    return found


class AccountWalk(Walk):
    """A person at the pages of accounts, who also reads the letters of Alpha."""

    def __init__(self, page: Page, site: str, places: Places, *, scripts: bool = True):
        super().__init__(page, site, scripts=scripts)
        self.places = places

    def link(self) -> str:
        """Return the link of the newest letter; in a thread of its own, because Playwright's may not ask Django."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(_newest_link, self.places).result()

    def secret(self) -> str:
        return self.page.locator("[data-secret]").inner_text()


def _newest_link(places: Places) -> str:
    schema = places.cast["alpha"].schema_name
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT job, args FROM amends_outbox WHERE schema = %s ORDER BY id DESC", [schema])
        rows = [row for row in cursor.fetchall() if row[0] in WRITERS and row[0] != "accounts.changed"]
    job, args = rows[0]
    with places.at("alpha"):
        letter = WRITERS[job](**decoded(json.loads(args) if isinstance(args, str) else args))
    return re.search(r"http://\S+", letter.body)[0]


def enrol_app(walk: AccountWalk) -> str:
    walk.go("/account/app/")
    secret = walk.secret()
    walk.fill(code=code_of(secret))
    submit(walk.page)
    walk.look()
    assert walk.page.locator("[data-codes] li").count() == 10
    return secret


def whole_way(walk: AccountWalk, language: str) -> None:
    secret = enrol_and_invite(walk, language)
    accept(walk)
    reset(walk, secret)
    walk.go("/account/")
    assert walk.page.locator(f"html[lang={language}]").count() == 1
    assert walk.page.url.endswith("/account/")


def enrol_and_invite(walk: AccountWalk, language: str) -> str:
    page = walk.page
    walk.go(f"/sign-in/?language={language}")
    walk.fill(username="ada@alpha.example", password=PASSWORD)
    submit(page)
    walk.look()
    assert page.url.endswith("/account/"), "nothing else before there is a second step"
    secret = enrol_app(walk)
    walk.go("/team/invite/")
    submit(page)
    walk.look()
    assert page.locator(".govuk-error-summary").count() == 1
    walk.fill(name="Mira", email="mira@example.org")
    page.check("[value=mediator]")
    submit(page)
    walk.look()
    walk.go("/account/sessions/")
    walk.go("/account/")
    press(page, "header form button")
    walk.look()
    return secret


def accept(walk: AccountWalk) -> None:
    page = walk.page
    walk.go(walk.link())
    walk.fill(password=ENOUGH)
    submit(page)
    walk.look()
    walk.fill(username="mira@example.org", password=ENOUGH)
    submit(page)
    assert page.url.endswith("/account/")
    press(page, "header form button")


def reset(walk: AccountWalk, secret: str) -> None:
    page = walk.page
    walk.go("/password/")
    walk.fill(email="ada@alpha.example")
    submit(page)
    walk.look()
    walk.go(walk.link())
    walk.fill(password=ENOUGH)
    submit(page)
    walk.fill(username="ada@alpha.example", password=ENOUGH)
    submit(page)
    walk.look()
    assert page.url.endswith("/sign-in/code/")
    walk.fill(code=code_of(secret, 1))
    submit(page)


@pytest.mark.parametrize(
    ("language", "width", "scripts"),
    [
        ("en", PHONE, True),
        pytest.param("fr", PHONE, True, marks=pytest.mark.every_cell),
        pytest.param("es", DESKTOP, True, marks=pytest.mark.every_cell),
        ("en", DESKTOP, False),
    ],
)
@pytest.mark.takes(seconds=10)
def test_the_whole_way(language, width, scripts, chromium, site, places):
    def work(page):
        walk = AccountWalk(page, site, places, scripts=scripts)
        whole_way(walk, language)
        return walk.wrong

    screen = {"viewport": {"width": width, "height": 800}, "java_script_enabled": scripts}
    assert chromium.run(work, **screen) == []


def test_a_long_address_breaks_no_page(chromium, site, places):
    """Addresses that fit a card stay in one piece; one that is wider than a phone widens no page."""
    long = f"{'guadalupe' * 5}@{'reconciliation' * 4}.example"
    with places.at("alpha"):
        User.objects.filter(email="ada@alpha.example").update(has_second_factor=True, email=long)
    guest = places.person("alpha", "coordinator.elkhart")

    def work(page):
        walk = AccountWalk(page, site, places)
        walk.go("/sign-in/")
        walk.fill(username=long, password=PASSWORD)
        submit(page)
        for path in ("/team/", f"/team/{guest.pk}/", "/account/"):
            walk.go(path)
        walk.go("/team/")
        value = page.locator(".amends-listing__value", has_text="coordinator.elkhart@alpha.example")
        lines = value.evaluate("each => each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight)")
        assert round(lines) == 1
        return walk.wrong

    assert chromium.run(work, viewport={"width": PHONE, "height": 800}) == []


def test_a_passkey_is_enrolled_and_signs_in_alone(chromium, site, places):
    def work(page):
        walk = AccountWalk(page, site, places)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        key = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
        enrol_passkey(walk)
        assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
        sign_in_by_passkey_alone(walk)

        # The password is followed by the passkey too; one that is not given leaves the person where they are.
        give_password(walk)
        assert page.url.endswith("/sign-in/code/")
        session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
        use_passkey(page)
        page.locator("[data-passkey-trouble]:visible").wait_for()
        session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
        use_passkey(page)
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return walk.wrong

    assert chromium.run(work, viewport={"width": DESKTOP, "height": 800}) == []


def give_password(walk: AccountWalk) -> None:
    walk.go("/sign-in/")
    walk.fill(username="ada@alpha.example", password=PASSWORD)
    submit(walk.page, "main form:not([data-passkey])")


def use_passkey(page: Page) -> None:
    """Press the button; whether another page follows is for the authenticator to say."""
    page.click("form[data-passkey] button[type=submit]")


def enrol_passkey(walk: AccountWalk) -> None:
    give_password(walk)
    walk.go("/account/passkey/")
    walk.page.click("main form button[type=submit]")
    walk.page.wait_for_url("**/account/recovery-codes/")
    walk.look()
    walk.go("/sign-in/again/passkey/")
    assert walk.page.url.endswith("/sign-in/again/passkey/")
    sign_out(walk)


def sign_in_by_passkey_alone(walk: AccountWalk) -> None:
    use_passkey(walk.page)
    walk.page.wait_for_url(lambda url: "/sign-in/" not in url)
    walk.go("/team/")
    assert walk.page.url.endswith("/team/"), "a passkey alone is enough"
    sign_out(walk)


def sign_out(walk: AccountWalk) -> None:
    walk.go("/account/")
    press(walk.page, "header form button")
    assert walk.page.url.endswith("/sign-in/")


def test_signing_out_elsewhere(chromium, site, places):
    def enrol(page):
        walk = AccountWalk(page, site, places)
        give_password(walk)
        secret = enrol_app(walk)
        return secret, page.locator("[data-codes] li").first.inner_text()

    secret, recovery = chromium.run(enrol)

    def work(page):
        other = page.context.browser.new_context()
        elsewhere = other.new_page()
        # A code of the app counts once, and one of the half minute before may be too old when it arrives.
        for each in (elsewhere, page):
            walk = AccountWalk(each, site, places)
            give_password(walk)
            walk.fill(code=recovery if each is elsewhere else code_of(secret, 1))
            submit(each)
        walk.go("/account/sessions/")
        submit(page)
        walk.look()
        elsewhere.goto(f"{site}/account/")
        places_now = (page.url, elsewhere.url)
        other.close()
        return places_now, walk.wrong

    (here, there), wrong = chromium.run(work)
    assert here.endswith("/account/sessions/")
    assert "/sign-in/" in there
    assert wrong == []
