"""Every page that somebody can be shown, in a browser: accessible, whole on a phone, alone on the network, in three
languages, and usable without scripts. A new page is looked at without a line here.

Each page is looked at once: in one of the languages, on a phone, by axe; every eighth also on a desk and without
scripts. `./amends drill pages` looks at each in every language, on both screens, with scripts and without.

What a form answers is looked at where it is sent: the journeys of `test_in_browser` and its like. With
AMENDS_SCREENSHOTS=FOLDER each page is also kept as a picture there.
"""

import os
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from tenants.context import inside
from tests import databases
from tests.amends.web.browser import AXE, DESKTOP, PHONE, Walk, serve
from tests.conftest import HostClient
from tests.meta.every_page import ALL, HOSTS, NO_PAGE, Ground
from tests.meta.isolation_pages import TENANT_URLCONF, pages
from tests.programs.test_in_browser import closing

# A language changes words, and nothing of how a page is laid out on the wide screen or coloured: there it is measured.
SCREENS = {"en": (PHONE, DESKTOP), "fr": (PHONE,), "es": (PHONE,)}
IN_OTHER_LANGUAGES = {"color-contrast": {"enabled": False}}
# One in so many pages is also looked at on a desk, and without scripts.
SOME = 8
SEEN = "all => all.filter(each => each.checkVisibility()).map(each => each.textContent.trim())"


class Tour(Walk):
    """A person who is led from page to page at one host."""

    def visit(self, stop, language):
        """Load a page, and note whether it is there, in this language, with one heading; return how notes call it."""
        self.page.context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.site}]
        )
        where = f"{stop.page} ({stop.path}) for {stop.who} in {language}"
        answer = self.page.goto(self.site + stop.path)
        if answer.status != 200 or self.page.url != self.site + stop.shown_at:
            self.wrong.append(f"{where}: {answer.status} at {self.page.url}")
        if self.page.get_attribute("html", "lang") != language:
            self.wrong.append(f"{where} is in another language")
        if len(self.shown("h1")) != 1:
            self.wrong.append(f"{where} has not one heading")
        return where

    def shown(self, selector):
        return self.page.eval_on_selector_all(selector, SEEN)

    def picture(self, name):
        if folder := os.environ.get("AMENDS_SCREENSHOTS"):
            path = Path(folder) / f"{name.replace(' ', '-')}.png"
            self.page.screenshot(path=path, full_page=True)

    def look_round(self, stop, language, widths, screens, rules=None):
        """Measure a page at these widths, and ask axe on these screens."""
        where = self.visit(stop, language)
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.measure(f"{where} at {width}")
            self.picture(f"{stop.page} {stop.who} {language} {width}")
            if width in screens:
                self.ask_axe(f"{where} at {width}", rules)


def tour(page, site, cookies, stops, whole):
    """Visit pages as somebody with these cookies; return what was wrong, and each page's buttons and language."""
    walk, buttons = Tour(page, site), {}
    page.context.add_init_script(AXE.read_text())
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    for place, stop in enumerate(stops):
        if not whole:
            language = list(SCREENS)[place % len(SCREENS)]
            is_more = place % SOME == 0
            walk.look_round(stop, language, (PHONE, DESKTOP) if is_more else (PHONE,), (PHONE,))
            if is_more:
                buttons[stop] = language, walk.shown(BUTTONS)
            continue
        for language, screens in SCREENS.items():
            rules = {} if language == "en" else IN_OTHER_LANGUAGES
            walk.look_round(stop, language, (PHONE, DESKTOP), screens, rules)
            if language == "en":
                buttons[stop] = language, walk.shown(BUTTONS)
    return walk.wrong, buttons


# The button of a passkey asks a script, and is there with scripts alone.
BUTTONS = "main form:not([data-passkey]) button"


def tour_without_scripts(page, site, cookies, buttons):
    walk = Tour(page, site, scripts=False)
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    for stop, (language, expected) in buttons.items():
        where = walk.visit(stop, language)
        if (found := walk.shown(BUTTONS)) != expected:
            walk.wrong.append(f"{where} without scripts has {found} instead of {expected}")
    return walk.wrong


def assert_no_pages(ground, cookies):
    """What is left out shows whoever may open everything no page of its own."""
    client = HostClient(HOSTS[TENANT_URLCONF])
    client.cookies.load(cookies)
    with inside(ground.tenant):
        ours = pages(TENANT_URLCONF)
        paths = {name: ours[name].path(ground.scene) for name in NO_PAGE if name in ours}
    shown = {name: client.get(path) for name, path in paths.items()}
    for answer in shown.values():
        # What is streamed holds its program until it is read to the end.
        answer.getvalue()
    assert [
        name
        for name, answer in shown.items()
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    ] == []


@pytest.fixture
def ground(committed, cast):
    return Ground(cast)


@pytest.mark.takes(seconds=300)
def test_every_page(ground, chromium, record_property, every):
    """Nothing is wrong with any page, for anybody who sees it differently."""
    rounds = defaultdict(list)
    # The platform first: the way into a new program is good for ten minutes.
    for urlconf, host in reversed(HOSTS.items()):
        for stop in ground.stops(urlconf):
            rounds[host, stop.who].append(stop)
    databases.close()
    wrong = []
    # A browser keeps style sheets and fonts, as in production.
    # On a slow machine the walk takes longer than a sign-in stays fresh.
    times = {"ACCOUNT_REAUTHENTICATION_TIMEOUT": 86_400, "ACCOUNT_LOGIN_TIMEOUT": 86_400}
    lasting = override_settings(WHITENOISE_MAX_AGE=3600, **times)
    with lasting, serve(closing(get_wsgi_application())) as address:
        port = int(address.rpartition(":")[2])
        with override_settings(AMENDS_PORT=port):
            for (host, who), stops in rounds.items():
                site, cookies = f"http://{host}:{port}", ground.cookies[who]
                found, buttons = chromium.run(lambda page: tour(page, site, cookies, stops, every))  # noqa: B023
                wrong += found
                wrong += chromium.run(
                    lambda page: tour_without_scripts(page, site, cookies, buttons),  # noqa: B023
                    java_script_enabled=False,
                )
    databases.close()
    counted = sum(len(stops) for stops in rounds.values())
    record_property("every page", f"{counted} pages of {len(rounds)} people")
    assert "\n".join(wrong) == ""
    assert_no_pages(ground, ground.cookies[ALL])
