"""The pages in a browser: accessible, whole on a phone, alone on the network, and usable without JavaScript."""

import pytest

from tests.amends.web.browser import DESKTOP, PHONE, Walk, press
from tests.amends.web.urls import ERROR_PAGES

pytestmark = pytest.mark.no_db
# Those with an address are looked at in `tests.meta.test_every_page`.
PAGES = [f"/errors/{name}/" for name in ERROR_PAGES]


@pytest.fixture(scope="module")
def walked(chromium, site):
    """What is wrong with the pages, by path: one page of the browser looks at all of them, on both screens."""

    def walk(page):
        walk, found = Walk(page, site), {}
        for path in PAGES:
            page.set_viewport_size({"width": PHONE, "height": 800})
            walk.go(path)
            page.set_viewport_size({"width": DESKTOP, "height": 800})
            walk.measure()
            found[path], walk.wrong = walk.wrong, []
        return found

    return chromium.run(walk)


def assert_nothing_wrong(visit):
    assert visit.violations == []
    assert visit.foreign == []
    assert visit.complaints == []
    assert not visit.is_too_wide


@pytest.mark.parametrize("path", PAGES)
def test_it_works(walked, path):
    assert walked[path] == []


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_it_shows_the_errors_of_a_form(chromium, site, width):
    visit = chromium.inspect(
        f"{site}/styles/", width=width, act=lambda page: press(page, "text=Send referral")
    )
    assert_nothing_wrong(visit)
    assert visit.title.startswith("Error: ")


def test_a_link_of_the_summary_leads_to_its_field(chromium, site):
    def follow_each_link(page):
        page.goto(f"{site}/styles/")
        press(page, "text=Send referral")
        links = page.locator(".govuk-error-summary a").all()
        focused = []
        for link in links:
            link.click()
            focused.append(page.evaluate("document.activeElement.id"))
        return [link.get_attribute("href") for link in links], focused

    targets, focused = chromium.run(follow_each_link)
    assert len(targets) == 7
    assert [f"#{name}" for name in focused] == targets


def test_the_form_works_without_javascript(chromium, site):
    visit = chromium.inspect(
        f"{site}/styles/", width=PHONE, scripts=False, act=lambda page: press(page, "text=Send referral")
    )
    assert visit.title.startswith("Error: ")


def test_the_way_out_is_a_plain_link_without_javascript(chromium, site):
    def read_address(page):
        page.goto(f"{site}/styles/participant/")
        return page.get_attribute(".govuk-exit-this-page a", "href")

    assert chromium.run(read_address, java_script_enabled=False).startswith("https://")


def test_shift_three_times_leaves_the_page(chromium, site):
    def press_shift(page):
        left = []
        page.route(
            "https://**", lambda route: (left.append(route.request.url), route.fulfill(body="elsewhere"))
        )
        page.goto(f"{site}/styles/participant/")
        for _time in range(3):
            page.keyboard.press("Shift")
        page.wait_for_url("https://**")
        return left

    assert chromium.run(press_shift)


@pytest.mark.parametrize("path", ["/", "/styles/"])
def test_forced_colours_and_reduced_motion_change_nothing_that_is_needed(chromium, site, path):
    def count_violations(page):
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        page.goto(site + path)
        return page.locator("h1").is_visible()

    assert chromium.run(count_violations)
