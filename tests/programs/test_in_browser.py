"""The form of a referral and the header of a program in a browser: refused, saved and found again, on any screen.

Every page as it is first shown is looked at in `tests.meta.test_every_page`.
"""

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests import databases
from tests.amends.web.browser import DESKTOP, PHONE, press, serve, submit
from tests.programs.cast import at, make_world

# The button that people see: another, for whoever presses Enter, comes first and is hidden.
SEND = ".amends-actions button:not([name])"


def closing(application):
    """Leave no connection behind in the thread of a request, which ends with it."""

    def answer(environ, start_response):
        try:
            response = application(environ, start_response)
            body = b"".join(response)
            if hasattr(response, "close"):
                response.close()
            return [body]
        finally:
            connections.close_all()

    return answer


@pytest.fixture
def site(committed, alpha):
    """The address of a running server, the address of its form, and the session of a coordinator."""
    with at(alpha):
        world = make_world(alpha)
        client = Client(SERVER_NAME="alpha.localhost")
        client.force_login(world.cora)
        refer = reverse("refer")
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        site = address.replace("127.0.0.1", "alpha.localhost")
        yield site, site + refer, client.cookies[settings.SESSION_COOKIE_NAME].value
    databases.close()


def assert_nothing_wrong(seen, where):
    assert seen.violations == [], where
    assert seen.foreign == [], where
    assert seen.complaints == [], where
    assert not seen.is_too_wide, where


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_form_that_is_sent_empty_says_what_is_missing(site, chromium, width):
    seen = chromium.inspect(site[1], width=width, act=send_empty)
    assert seen.title.startswith("Error: ")
    assert_nothing_wrong(seen, "refused")


def send_empty(page):
    press(page, SEND)


def fill_in_half(page):
    page.fill("[name=referrer_name]", "Rita Referrer")
    page.fill("[name=referrer_email]", "rita@lincoln.example")
    page.check("[name=offences][value=theft]")


def save(page):
    fill_in_half(page)
    press(page, "button[name=save]")


def save_and_come_back(page):
    save(page)
    code = page.text_content("[data-code]")
    press(page, ".amends-address a")
    page.fill("[name=code]", code)
    submit(page)
    assert page.input_value("[name=referrer_name]") == "Rita Referrer"
    assert page.is_checked("[name=offences][value=theft]")


def save_and_try_a_wrong_code(page):
    save(page)
    press(page, ".amends-address a")
    page.fill("[name=code]", "3333")
    submit(page)


def send_at_once(page):
    page.select_option("[name=referrer_class]", "victim_self")
    page.check("[name=stage][value=post_charge]")
    page.fill("[name=offender_name]", "Oskar Offender")
    fill_in_half(page)
    press(page, SEND)


@pytest.mark.parametrize("scripts", [True, False])
def test_save_and_return(site, chromium, scripts):
    """On a phone and on a desk, with scripts and without; the fourth is the page that a machine would meet."""
    acts = {
        "saved": (save, "Saved"),
        "back": (save_and_come_back, "Form"),
        "wrong-code": (save_and_try_a_wrong_code, "Error: "),
        "too-fast": (send_at_once, "Not sent yet"),
    }
    for width in (PHONE, DESKTOP):
        for name, (act, title) in acts.items():
            seen = chromium.inspect(site[1], width=width, scripts=scripts, act=act)
            assert seen.title.startswith(title), (name, seen.title)
            assert_nothing_wrong(seen, name)


def test_the_header_of_staff_is_one_row_on_a_phone(site, chromium):
    address, _form, session = site

    def measure(page):
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        page.goto(address)
        return page.locator(".amends-header").bounding_box()["height"]

    assert chromium.run(measure, viewport={"width": PHONE, "height": 800}) < 72
