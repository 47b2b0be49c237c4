"""The form by which a program asks to join, and a refused one, in a browser: on a phone and on a desk.

The other pages of networks, as they are first shown, are looked at in `tests.meta.test_every_page`.
"""

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import reverse

from tests import databases
from tests.amends.web.browser import DESKTOP, PHONE, serve, submit
from tests.programs.cast import at, make_world
from tests.programs.networks.made import made_network
from tests.programs.test_in_browser import assert_nothing_wrong, closing


@pytest.fixture
def site(committed, alpha):
    """The address of a running server, of the form there, and the session of an administrator."""
    network = made_network()
    with at(alpha):
        world = make_world(alpha)
        client = Client(SERVER_NAME="alpha.localhost")
        client.force_login(world.alice)
        path = reverse("networks-ask", args=[network.row.pk])
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        site = address.replace("127.0.0.1", "alpha.localhost")
        yield site, path, client.cookies[settings.SESSION_COOKIE_NAME].value
    databases.close()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_program_asks_to_join(site, chromium, width):
    address, path, session = site

    def come(page):
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        page.goto(address + path)

    def send_empty(page):
        come(page)
        page.check("[name=shares][value=contact]")
        page.fill("[name=name]", "")
        submit(page)

    for act, title in ((come, "Ask to join State Network"), (send_empty, "Error: Ask to join State Network")):
        seen = chromium.inspect(address, width=width, act=act)
        assert seen.title.startswith(title)
        assert_nothing_wrong(seen, title)
