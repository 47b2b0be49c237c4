"""Frames of the directory in other people's pages: for those who may, without a cookie, and with a link beside."""

import http.server
import threading

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from network.agencies.models import Widget
from network.agencies.views.widgets import snippet
from tenants.context import platform
from tests import databases
from tests.amends.accounts.rig import sign_in
from tests.amends.web.browser import serve
from tests.conftest import HostClient
from tests.meta.isolation_pages import LISTED
from tests.network.agencies.made import made_agency, made_member
from tests.network.directory.listings import list_a_program
from tests.programs.test_in_browser import closing

PLACE, SITE = "Ramsey County, Minnesota", "https://www.court.example"


MEASURE = (
    """[document.documentElement.scrollWidth - innerWidth, document.querySelector("iframe").offsetHeight]"""
)


def made(court, **changes):
    told = {"place": PLACE, "ancestors": SITE} | changes
    return court.at_manager.post("/agency/website/", told)


def frame_of(widget, language="en"):
    return HostClient("localhost").get(f"/directory/widget/{widget.pk}/{language}/")


def only_widget():
    with platform():
        return Widget.objects.get()


def test_it_works(court):
    assert made(court).status_code == 302
    page = court.at_manager.get("/agency/website/").content.decode()
    assert "&lt;iframe" in page
    assert "/directory/?place=us-county%3A27123&amp;amp;where=Ramsey" in page
    answer = frame_of(only_widget())
    assert answer.status_code == 200
    assert f"frame-ancestors {SITE};" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies


def test_every_other_page_is_shown_in_no_frame(court):
    for path in ("/", "/directory/", "/agencies/start/"):
        answer = HostClient("localhost").get(path)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_frame_speaks_the_language_of_its_address(court):
    made(court)
    assert 'lang="es"' in frame_of(only_widget(), "es").content.decode()


@pytest.mark.parametrize(
    "site",
    ["javascript://x.example", "https://*", "https://x.example; script-src *", "court", "https://a b", "*"],
)
def test_what_would_widen_the_policy_is_no_website(court, site):
    answer = made(court, ancestors=site)
    assert answer.status_code == 200
    assert "is no address of a website" in answer.content.decode()


def test_a_path_is_left_out_and_each_site_counts_once(court):
    made(court, ancestors=f"{SITE}/help/\nWWW.court.example\nhttps://two.example:8443")
    assert only_widget().ancestors == [SITE, "https://two.example:8443"]


def test_a_place_of_many_is_asked_back(court):
    assert "Say which one you mean" in made(court, place="Springfield").content.decode()


def test_an_ended_frame_is_not_found(court):
    made(court)
    widget = only_widget()
    assert court.at_manager.post(f"/agency/website/{widget.pk}/end/").status_code == 302
    assert frame_of(widget).status_code == 404


def test_the_frame_of_an_agency_that_is_not_verified_is_not_found(court):
    made(court)
    with platform():
        court.agency.state = "waiting"
        court.agency.save()
    assert frame_of(only_widget()).status_code == 404


def test_another_agency_cannot_end_it(court):
    made(court)
    with platform():
        other = made_member("Otto Other", is_manager=True, agency=made_agency(slug="other", name="Other"))
    theirs = sign_in("public", other.user.email)
    assert theirs.post(f"/agency/website/{only_widget().pk}/end/").status_code == 404
    assert only_widget().is_open


def test_who_only_sends_makes_none(court):
    assert court.at_sender.get("/agency/website/").status_code == 403


class Embedding(http.server.BaseHTTPRequestHandler):
    """A page of somebody else's website with a frame in it."""

    frame = ""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        # The snippet as the agency copies it, in a page for phones.
        copied = snippet(self.frame, "/directory/", "Programs")
        viewport = '<meta name="viewport" content="width=device-width">'
        self.wfile.write(f"<!doctype html>{viewport}<h1>A court</h1>{copied}".encode())

    def log_message(self, *_said):
        pass


def test_a_browser_shows_it_where_it_may_and_nowhere_else(committed, cast, chromium):
    list_a_program(LISTED)
    website = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Embedding)
    threading.Thread(target=website.serve_forever, daemon=True).start()
    port = website.server_address[1]
    with platform():
        # Browsers take loopback addresses without TLS; the form asks for https.
        widget = Widget.objects.create(
            agency=made_agency(), place="us-county:27123", ancestors=[f"http://localhost:{port}"]
        )
    databases.close()

    sizes, inside = [], []

    def look(page):
        page.goto(f"http://localhost:{port}/")
        allowed = page.frames[1].content()
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            sizes.append(page.evaluate(MEASURE))
            inside.append(page.frames[1].evaluate("document.documentElement.scrollWidth - innerWidth"))
        page.goto(f"http://127.0.0.1:{port}/")
        return allowed, page.frames[1].content(), page.context.cookies()

    with serve(closing(get_wsgi_application())) as address:
        ours = int(address.rpartition(":")[2])
        Embedding.frame = f"http://localhost:{ours}/directory/widget/{widget.pk}/en/"
        with override_settings(AMENDS_PORT=ours):
            allowed, refused, cookies = chromium.run(look)
    website.shutdown()
    website.server_close()
    databases.close()
    assert "Lakeview Mediation" in allowed
    assert "Lakeview" not in refused
    assert cookies == []
    # Nothing scrolls sideways, outside or inside; the frame is as high as most of the screen, and no higher.
    assert inside == [0, 0]
    assert [wide for wide, _high in sizes] == [0, 0]
    assert all(600 < high < 800 for _wide, high in sizes)
