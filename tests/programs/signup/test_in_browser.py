"""From the landing page to the first page of a new program, in a real browser, as a founder does it."""

import re

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import override_settings

from tenants import provisioning
from tenants.context import as_owner
from tests.amends.accounts.test_second_factors import code_of
from tests.amends.web.browser import DESKTOP, PHONE, Walk, press, serve, submit
from tests.programs.test_in_browser import closing

ENOUGH = "three plain words together"


@pytest.fixture
def site(committed, cast):
    """The address of the platform, with a pool of prepared schemas; a second step is required."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tenants_warmschema")
    provisioning.refill_pool(1)
    application = closing(get_wsgi_application())
    with override_settings(AMENDS_REQUIRE_SECOND_FACTOR=True), serve(application) as address:
        port = address.rpartition(":")[2]
        with override_settings(AMENDS_PORT=int(port)):
            yield f"http://localhost:{port}"


def begin(walk, language, name):
    """Fill in a part of the form, see it in another language, and send it too early: nothing written is lost."""
    page = walk.page
    walk.fill(name=name, place="Elkhart, Indiana")
    press(page, "header button[name=language]")
    assert page.locator(f"html[lang={language}]").count() == 0
    press(page, f"header button[name=language][value={language}]")
    assert page.locator(".govuk-error-summary").count() == 0
    assert page.input_value("[name=place]") == "Elkhart, Indiana", "another language loses nothing"
    with page.expect_navigation():
        page.press("[name=place]", "Enter")
    walk.look()
    assert page.locator(f"html[lang={language}]").count() == 1, "the key sends the form"
    assert page.locator(".govuk-error-summary").count() == 1
    assert page.input_value("[name=place]") == "Elkhart, Indiana", "nothing is lost"


def found(walk, language, name):
    """Go from the landing page to the sign-up form, make a mistake, mend it, and arrive in the program."""
    page = walk.page
    walk.go(f"/?language={language}")
    walk.go("/protection/")
    walk.go("/find/")
    walk.go("/start/")
    begin(walk, language, name)
    walk.fill(founder_name="Fay Founder", email="fay@hope.example")
    page.check("[name=type][value=church]")
    page.check("[name=track][value=own]")
    page.select_option("[name=time_zone]", "America/New_York")
    page.check("[name=terms]")
    submit(page)
    walk.look()
    assert page.locator("[data-proposed]").count() == 1, "the address is seen before it is taken"
    submit(page)
    walk.look()
    press(page, "main a.govuk-button")
    walk.site = re.match(r"http://[^/]+", page.url)[0]
    walk.look()


def secure(walk):
    """Add the second step that is asked for before anything else, and choose a password."""
    page = walk.page
    assert page.url.endswith("/account/"), "nothing else before there is a second step"
    walk.go("/account/app/")
    walk.fill(code=code_of(page.locator("[data-secret]").inner_text()))
    submit(page)
    walk.look()
    walk.go("/account/password/")
    assert page.url.endswith("/account/password/"), page.url
    assert page.locator("[name=old_password]").count() == 0
    walk.fill(password=ENOUGH)
    submit(page)
    walk.look()


def set_up(walk):
    """Look at the dashboard and at every page that its checklist leads to."""
    page = walk.page
    walk.go("/")
    assert page.locator(".amends-checklist").count() == 1
    links = [link.get_attribute("href") for link in page.locator(".amends-checklist a").all()]
    assert len(links) >= 4, links
    for path in links:
        walk.go(path)
        assert page.url.endswith(path)
    # The pages of cases are looked at in every language beside, in `tests.meta.test_every_page`.
    for path in ("/cases/", "/team/invite/", "/no-such-page/"):
        walk.go(path)
    walk.go("/account/sessions/")
    assert page.locator("table tbody tr").count() == 1, "the way in is a session like any other"
    walk.go("/")
    press(page, "button[name=choice][value=skipped]")
    walk.look()


def come_back(walk, platform):
    """Find the program from the public site, as somebody does who remembers the first word of its address."""
    program, walk.site = walk.site, platform
    walk.go("/find/")
    walk.fill(program=re.match(r"http://([^.]+)", program)[1])
    submit(walk.page)
    assert walk.page.url == f"{program}/", "the browser itself refuses where a form may not lead"


@pytest.mark.parametrize(
    ("language", "width", "scripts"),
    [
        pytest.param("en", PHONE, True, marks=pytest.mark.every_cell),
        pytest.param("fr", PHONE, True, marks=pytest.mark.every_cell),
        ("es", DESKTOP, True),
        ("en", PHONE, False),
    ],
)
@pytest.mark.takes(seconds=20)
def test_it_works(language, width, scripts, chromium, site):
    def work(page):
        walk = Walk(page, site, scripts=scripts)
        page.set_default_timeout(8000)
        found(walk, language, f"Hope Valley {language} {width}")
        secure(walk)
        set_up(walk)
        come_back(walk, site)
        assert page.locator(f"html[lang={language}]").count() == 1
        return walk.wrong

    screen = {"viewport": {"width": width, "height": 800}, "java_script_enabled": scripts}
    assert chromium.run(work, **screen) == []
