"""A large recording over real HTTP, on a line that breaks three times; nothing of it readable on a disk meanwhile."""

import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.wsgi import get_wsgi_application
from django.test import Client

from programs.models import StoredFile
from programs.recording_jobs import check_recording
from tests import databases
from tests.amends.web.browser import serve
from tests.programs.cast import at, make_world
from tests.programs.exchange.films import film
from tests.programs.exchange.line import Line, Watch, sent
from tests.programs.exchange.scene import begun, exchanging
from tests.programs.test_in_browser import closing

SIZE = 12_000_000


@pytest.fixture
def site(committed, alpha):
    with at(alpha):
        world = make_world(alpha, type="community_agency")
        message = begun(world, exchanging(world), kind="video", words="")
        client = Client(SERVER_NAME="alpha.localhost")
        client.force_login(world.mia)
    cookie = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        yield alpha, Line(address, "alpha.localhost", cookie, message.pk)
    databases.close()


@pytest.mark.takes(seconds=20)
def test_it_works(site, tmp_path, record_property):
    alpha, line = site
    content = film(size=SIZE)
    canary = content[len(content) // 2 :][:24]
    watching = Watch(canary, Path(configured.TENANCY_FILES_FOLDER), tmp_path)
    watching.start()
    began = time.monotonic()
    went_on = sent(line, content)
    took = time.monotonic() - began
    assert len(went_on) == 3
    assert all(each > 0 for each in went_on), "what came before the line broke was kept"
    with at(alpha):
        file = StoredFile.objects.get()
        assert (file.state, file.size) == ("checking", len(content))
        check_recording(file_id=file.pk)
        assert StoredFile.objects.get().state == "clean"
    watching.is_over.set()
    watching.join()
    assert watching.seen > 3
    assert watching.found == set()
    record_property("recording: MB sent, seconds", f"{len(content) / 1e6:.0f}, {took:.1f}")


def test_the_watch_would_see_it(tmp_path):
    """The test above could not fail if the watch were blind."""
    canary = uuid.uuid4().bytes  # a word would also be found in what other tests printed
    (tmp_path / "film").write_bytes(b".." + canary + b"..")
    watching = Watch(canary, tmp_path)
    watching.start()
    time.sleep(0.5)
    watching.is_over.set()
    watching.join()
    assert len(watching.found) == 1
