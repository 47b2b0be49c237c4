"""Many sign-ups from many browsers over real HTTP, while the pool refills: none fails, none is doubled.

Sixteen from eight browsers; fifty with `./amends drill pages`.
"""

import re
import threading
import time
import urllib.parse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections

from infra.journey.browser import Browser
from programs.models import Program
from tenants import provisioning
from tenants.connections import IDLE
from tenants.context import as_owner, inside, platform
from tenants.models import State, Tenant

pytestmark = pytest.mark.usefixtures("committed")

FEW, MANY = 16, 50
BROWSERS = 8


class SilentHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def address():
    """The address of a real server in this process, one thread for each connection."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), SilentHandler)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    IDLE.forget_idle()


@contextmanager
def refilling(size):
    """Keep the pool filled, as the provisioner does beside."""
    done = threading.Event()

    def refill():
        while not done.is_set():
            provisioning.refill_pool(size)
            done.wait(0.05)
        connections.close_all()

    thread = threading.Thread(target=refill)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def sign_up(address, number, answers):
    """Sign up as people do, impatient ones twice at once; return what happened and how long the first answer took."""
    browser = Browser(address)
    page = browser.get("/start/")
    form = page.form_with("founder_name")
    filled = answers(
        name=f"Program {number}", email=f"founder-{number}@many.example", slug=f"valley-{number}"
    )
    filled.pop("form_key")
    started = time.perf_counter()
    ready = browser.send(page, form, **filled)
    took = time.perf_counter() - started
    again = browser.send(page, form, **filled)
    port = urllib.parse.urlsplit(address).port
    home = browser.get(re.sub(r":\d+/", f":{port}/", again.link("Go to your program")))
    total = time.perf_counter() - started
    return ready.status, home.status, "Set your program up" in home.text, home.url, took, total


@pytest.mark.takes(seconds=20)
def test_it_works(address, answers, record_property, every):
    sign_ups = MANY if every else FEW
    pool = sign_ups // 2
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tenants_warmschema")
    provisioning.refill_pool(pool)
    with refilling(pool), ThreadPoolExecutor(BROWSERS) as browsers:
        results = list(browsers.map(lambda number: sign_up(address, number, answers), range(sign_ups)))
    assert Counter(result[:3] for result in results) == {(200, 200, True): sign_ups}
    assert len({result[3] for result in results}) == sign_ups
    with platform():
        made = list(Tenant.objects.filter(slug__startswith="valley-"))
    assert [tenant.state for tenant in made] == [State.TRIAL] * sign_ups
    assert len({tenant.schema_name for tenant in made}) == sign_ups
    for tenant in made:
        with inside(tenant):
            program = Program.objects.select_related("founder").get()
            number = tenant.slug.rpartition("-")[2]
            assert (program.tenant_id, program.name) == (tenant.pk, f"Program {number}")
            assert program.founder.email == f"founder-{number}@many.example"
    p95 = sorted(result[4] for result in results)[int(sign_ups * 0.95) - 1]
    record_property("sign_up_p95_seconds", round(p95, 3))


def test_the_same_form_from_many_at_once_is_one_program(address, answers):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tenants_warmschema")
    provisioning.refill_pool(BROWSERS)
    page = Browser(address).get("/start/")
    key = page.form_with("founder_name").values["form_key"][0]
    filled = answers(form_key=key)

    def send(_number):
        browser = Browser(address)
        own = browser.get("/start/")
        return browser.send(own, own.form_with("founder_name"), **filled).status

    with ThreadPoolExecutor(BROWSERS) as browsers:
        assert list(browsers.map(send, range(BROWSERS))) == [200] * BROWSERS
    with platform():
        assert Tenant.objects.filter(slug="hope-valley-reconciliation").count() == 1
        assert Tenant.objects.exclude(slug__in=("alpha", "beta")).count() == 1
