"""A participant's own pages in a real browser: from the mail to the exit, in three languages, also without scripts.

With AMENDS_SCREENSHOTS=FOLDER each page is also kept as a picture there.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.wsgi import get_wsgi_application
from django.test import Client

from programs.models import ParticipantLink
from programs.own_visits import sign_link
from tests import databases
from tests.amends.web.browser import DESKTOP, PHONE, Walk, press, serve, submit
from tests.programs.cast import (
    DAY,
    NOW,
    at,
    fresh,
    make_case,
    make_item,
    make_world,
    parties,
    propose_and_sign,
    send_link,
)
from tests.programs.test_in_browser import closing

EVERYWHERE = ("", "about/", "answer/", "dates/", "ways/", "stop/")


@pytest.fixture
def site(committed, alpha):
    """A running server, with a case whose meeting is ahead, and one with a running agreement."""
    with at(alpha):
        world = make_world(alpha, public_telephone="(317) 555-0142")
        ahead = make_case(world, "scheduled", starts_at=NOW + 3 * DAY)
        running = make_case(world, "agreement_pending")
        victim, _ = parties(running)
        make_item(running, world, text="Money for the bicycle, in two parts", beneficiary=victim)
        make_item(running, world, kind="community_service", amount=None, hours=20, text="Work at the library")
        propose_and_sign(world, running)
        people = {"victim": parties(ahead)[0], "offender": parties(running)[1]}
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        yield address.replace("127.0.0.1", "alpha.localhost"), alpha, world, people
    databases.close()


def new_link(site, who):
    """Send a link as staff would; return its path and the code."""
    _address, alpha, world, people = site
    with at(alpha):
        sent = send_link(world, fresh(people[who]))
        path = f"/mine/{sign_link(sent.link)}/"
    databases.close()
    return path, sent.code


def keep(page, name):
    if folder := os.environ.get("AMENDS_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def come_in(walk, path, code, name):
    """Open the link, make a mistake, then give the code."""
    page = walk.page
    walk.go(path)
    keep(page, f"{name}-code")
    walk.fill(code="12")
    submit(page)
    walk.look()
    assert page.locator(".govuk-error-summary").count() == 1
    walk.fill(code=f"{code[:3]} {code[3:]}")
    submit(page)
    walk.look()
    assert page.url.endswith("/mine/"), page.url
    keep(page, f"{name}-home")


def look_round(walk, paths, name):
    for path in paths:
        walk.go(f"/mine/{path}")
        assert walk.page.url.endswith(f"/mine/{path}")
        assert walk.page.locator("a[href='/mine/exit/']").count() == 1
        assert "Alpha Mediation" not in walk.page.title()
        keep(walk.page, f"{name}-{path.strip('/').replace('/', '-') or 'home'}")


def choose(walk, name):
    page = walk.page
    walk.go("/mine/wishes/1/")
    page.check("[name=answer][value=yes]")
    submit(page)
    for number in range(2, 5):
        walk.look()
        keep(page, f"{name}-wish{number}")
        walk.go(f"/mine/wishes/{number}/")
    walk.go("/mine/wishes/7/")
    walk.fill(words="By the door")
    if page.is_checked("[name=is_open]"):
        page.uncheck("[name=is_open]")
    submit(page)
    walk.look()
    walk.go("/mine/wishes/")
    assert "By the door" in page.locator("main").inner_text()
    keep(page, f"{name}-wishes")


SCREENS = [
    ("fr", PHONE, True),
    pytest.param("en", PHONE, True, marks=pytest.mark.every_cell),
    pytest.param("es", DESKTOP, True, marks=pytest.mark.every_cell),
]


@pytest.mark.parametrize(("language", "width", "scripts"), [*SCREENS, ("en", PHONE, False)])
@pytest.mark.takes(seconds=20)
def test_it_works(language, width, scripts, chromium, site):
    address = site[0]

    def work(page):
        walk = Walk(page, address, scripts=scripts)
        page.set_default_timeout(8000)
        cookie = {"name": configured.LANGUAGE_COOKIE_NAME, "value": language, "url": address}
        page.context.add_cookies([cookie])
        for who, more in (("victim", ("wishes/",)), ("offender", ("progress/",))):
            name = f"{who}-{language}-{width}-{'js' if scripts else 'plain'}"
            path, code = links[who]
            come_in(walk, path, code, name)
            look_round(walk, (*EVERYWHERE, *more), name)
            if who == "victim":
                choose(walk, name)
            assert page.locator(f"html[lang={language}]").count() == 1
            press(page, "form[action='/mine/leave/'] button")
            walk.look()
            assert page.url.endswith("/mine/closed/")
            keep(page, f"{name}-closed")
            walk.go(path)
            keep(page, f"{name}-over")
            press(page, "button[name=again]")
            walk.look()
            keep(page, f"{name}-asked")
        return walk.wrong

    links = {who: new_link(site, who) for who in ("victim", "offender")}
    screen = {"viewport": {"width": width, "height": 800}, "java_script_enabled": scripts}
    assert chromium.run(work, **screen) == []


def test_the_exit_leaves_at_once_and_nothing_comes_back(chromium, site, settings):
    """Three times Shift: the page is gone, the visit is over, and the back button shows no more of it."""
    address = site[0]
    settings.EXIT_URL = f"{address.replace('alpha.', 'beta.')}/healthz"
    path, code = new_link(site, "victim")

    def work(page):
        asked = []
        page.on(
            "request", lambda request: asked.append(request) if request.url == settings.EXIT_URL else None
        )
        come_in(Walk(page, address), path, code, "exit")
        page.goto(f"{address}/mine/dates/")
        for _ in range(3):
            page.keyboard.press("Shift")
        page.wait_for_url(settings.EXIT_URL)
        referer = asked[0].all_headers().get("referer", "")
        page.go_back()
        return referer, page.content(), page.url, page.context.cookies(address)

    referer, shown, back, cookies = chromium.run(work, viewport={"width": DESKTOP, "height": 800})
    assert referer == ""
    assert back.endswith("/mine/closed/")
    assert "Library" not in shown
    assert "mine" not in {cookie["name"] for cookie in cookies}
    with at(site[1]):
        assert not ParticipantLink.objects.exclude(visit_hash=None).exists()


def work_of_staff(page, address, session, person, width):
    """Send a link as somebody signed in; return what was wrong on the way, and the digits that were shown."""
    page.context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": session, "url": address}])
    walk = Walk(page, address)
    walk.go(f"/cases/{person.case_id}/people/")
    keep(page, f"staff-people-{width}")
    press(page, f"a[href='/people/{person.pk}/link/']")
    walk.look()
    keep(page, f"staff-link-{width}")
    submit(page)
    walk.look()
    assert page.locator(".govuk-error-summary").count() == 1
    page.check("[name=is_safe]")
    submit(page)
    walk.look()
    keep(page, f"staff-sent-{width}")
    return walk.wrong, page.locator("[data-code]").inner_text()


def test_staff_send_the_link_and_read_the_digits_off_the_page(chromium, site):
    address, alpha, world, people = site
    new_link(site, "offender")
    with at(alpha):
        client = Client(SERVER_NAME="alpha.localhost")
        client.force_login(world.cora)
        session = client.cookies[configured.SESSION_COOKIE_NAME].value
        person = fresh(people["offender"])
    databases.close()
    for width in (PHONE, DESKTOP):
        wrong, digits = chromium.run(
            lambda page, w=width: work_of_staff(page, address, session, person, w),
            viewport={"width": width, "height": 800},
        )
        assert wrong == []
        assert len(digits.replace(" ", "")) == 6
    with at(alpha):
        assert ParticipantLink.objects.filter(participant=person).count() == 3
