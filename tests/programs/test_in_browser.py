"""A program's pages in a browser: accessible, whole on a phone, alone on the network, in three languages.

With AMENDS_SCREENSHOTS=FOLDER each page is also kept as a picture there.
"""

import os
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.web.logos import take_in
from programs.actions.drafts import save_draft
from programs.actions.look import change_look
from programs.actions.referrals import begin_review
from programs.views.receipts import lead_to_receipt
from tests import databases
from tests.amends.web.browser import DESKTOP, PHONE, Chromium, inspect_page, press, serve, submit
from tests.amends.web.pictures import make_png
from tests.programs.cast import at, make_case, make_referral, make_world

LANGUAGES = ("en", "fr", "es")


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
    """A running server, and a program with a case in it; what is made is committed."""
    with at(alpha):
        world = make_world(alpha)
        case = make_case(world, "scheduled")
        make_case(world, "preparing")
        referral = make_referral()
        begin_review(actor=world.cora, referral=make_referral(), now=timezone.now())
        receipt = lead_to_receipt(referral).url
        draft, _code = save_draft(actor=None, now=timezone.now(), form_key=uuid.uuid4(), answers={})
        logo = take_in(make_png(72, 72))
        change_look(actor=world.alice, public_telephone="(317) 555-0142", accent="#5b3a8c", logo=logo)
        sessions = {}
        for name in ("cora", "alice"):
            client = Client(SERVER_NAME="alpha.localhost")
            client.force_login(world.people[name])
            sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        pages = {
            "welcome": (None, reverse("home")),
            "refer": (None, reverse("refer")),
            "receipt": (None, receipt),
            "withdraw": (None, f"{receipt}withdraw/"),
            "code": (None, reverse("draft", args=[draft.pk])),
            "sign-in": (None, reverse("sign-in")),
            "today": ("cora", reverse("home")),
            "inbox": ("cora", reverse("referrals")),
            "cases": ("cora", f"{reverse('cases')}?sort=reference"),
            "case": ("cora", reverse("case", args=[case.pk])),
            "look": ("alice", reverse("look")),
        }
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        yield address.replace("127.0.0.1", "alpha.localhost"), sessions, pages
    databases.close()


@contextmanager
def signed_in(page, address, session):
    if session:
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    yield page


def visit(page, address, sessions, who, path, language, picture, act=None):
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": address}])
    with signed_in(page, address, sessions.get(who)):
        seen = inspect_page(page, address + path, act=act, scripts=True)
    seen.path = "/" + page.url.partition("://")[2].partition("/")[2].partition("?")[0]
    if folder := os.environ.get("AMENDS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{picture}.png", full_page=True)
    return seen


def assert_nothing_wrong(seen, where):
    assert seen.violations == [], where
    assert seen.foreign == [], where
    assert seen.complaints == [], where
    assert not seen.is_too_wide, where


def test_it_works(site):
    address, sessions, pages = site
    with Chromium() as chromium:
        for width in (PHONE, DESKTOP):
            for language in LANGUAGES:
                for name, (who, path) in pages.items():
                    where = f"{name}-{language}-{width}"
                    seen = chromium.run(
                        lambda page, w=who, p=path, lang=language, n=where: visit(
                            page, address, sessions, w, p, lang, n
                        ),
                        viewport={"width": width, "height": 800},
                    )
                    assert seen.status == 200, where
                    assert seen.path == path.partition("?")[0], where
                    assert_nothing_wrong(seen, where)
        for width in (PHONE, DESKTOP):
            for name, path in (("landing", "/"), ("protection", "/protection/"), ("find", "/find/")):
                seen = chromium.run(
                    lambda page, p=path, n=f"{name}-{width}": visit(
                        page, address.replace("alpha.", ""), {}, None, p, "en", n
                    ),
                    viewport={"width": width, "height": 800},
                )
                assert_nothing_wrong(seen, name)
            seen = chromium.run(
                lambda page, n=f"refused-{width}": visit(
                    page, address, sessions, None, pages["refer"][1], "en", n, act=send_empty
                ),
                viewport={"width": width, "height": 800},
            )
            assert seen.title.startswith("Error: ")
            assert_nothing_wrong(seen, "refused")


def send_empty(page):
    page.click("text=Send the referral")


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
    press(page, "#referral button:not([name])")


@pytest.mark.parametrize("scripts", [True, False])
def test_save_and_return(site, scripts):
    """On a phone and on a desk, with scripts and without; the fourth is the page that a machine would meet."""
    address, _sessions, pages = site
    acts = {
        "saved": (save, "Saved"),
        "back": (save_and_come_back, "Form"),
        "wrong-code": (save_and_try_a_wrong_code, "Error: "),
        "too-fast": (send_at_once, "Not sent yet"),
    }
    with Chromium() as chromium:
        for width in (PHONE, DESKTOP):
            for name, (act, title) in acts.items():
                seen = chromium.inspect(address + pages["refer"][1], width=width, scripts=scripts, act=act)
                assert seen.title.startswith(title), (name, seen.title)
                assert_nothing_wrong(seen, name)


def test_the_header_of_staff_is_one_row_on_a_phone(site):
    address, sessions, _pages = site

    def measure(page):
        with signed_in(page, address, sessions["cora"]):
            page.goto(address)
            return page.locator(".amends-header").bounding_box()["height"]

    with Chromium() as chromium:
        assert chromium.run(measure, viewport={"width": PHONE, "height": 800}) < 72
