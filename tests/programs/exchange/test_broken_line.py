"""A large recording over real HTTP, on a line that breaks three times; nothing of it readable on a disk meanwhile."""

import http.client
import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

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
from tests.programs.exchange.scene import begun, exchanging
from tests.programs.test_in_browser import closing

SIZE = int(os.environ.get("AMENDS_TEST_FILM", "12000000"))
PIECE = 4 * 1024 * 1024


class Watch(threading.Thread):
    """Looks for a canary in every file of some folders, and in what this process and its children hold open."""

    def __init__(self, canary, *folders):
        super().__init__(daemon=True)
        self.canary, self.folders, self.is_over = canary, folders, threading.Event()
        self.found, self.seen = set(), 0

    def run(self):
        while not self.is_over.is_set():
            for folder in self.folders:
                for path in folder.rglob("*"):
                    self._look(path)
            for process in (os.getpid(), *self._children()):
                for handle in Path(f"/proc/{process}/fd").glob("*"):
                    self._look_through(handle)
            time.sleep(0.02)

    def _children(self):
        told = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False)
        return [int(each) for each in told.stdout.split()]

    def _look_through(self, handle):
        try:
            where = str(handle.readlink())
        except OSError:
            return
        # The library's own code, pipes, sockets and devices are no files that hold a recording.
        if (
            where.startswith("/")
            and not where.startswith(("/dev/", "/proc/"))
            and "site-packages" not in where
        ):
            self._look(handle)

    def _look(self, path):
        try:
            if path.is_dir():
                return
            content = path.read_bytes()
        except OSError:
            return
        self.seen += 1
        if self.canary in content:
            self.found.add(str(path))


class Line:
    """A browser's connection to the upload of a message, as raw as it can be, so that it can be cut."""

    def __init__(self, address, tenant, user, message):
        self.host, self.port = urlsplit(address).hostname, urlsplit(address).port
        self.path = f"/messages/{message.pk}/upload/"
        client = Client(SERVER_NAME="alpha.localhost")
        with at(tenant):
            client.force_login(user)
        databases.close()
        page = self._asked("GET", f"/messages/{message.pk}/", self._cookies(client))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode()).group(1)
        cookies = [each.split(";")[0] for each in page.headers.get_all("Set-Cookie") or ()]
        self.headers = {
            "Cookie": "; ".join([self._cookies(client)["Cookie"], *cookies]),
            "X-CSRFToken": token,
        }

    def _cookies(self, client):
        return {"Cookie": "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())}

    def _asked(self, method, path, headers, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request(method, path, body=body, headers={"Host": f"alpha.localhost:{self.port}"} | headers)
        return link.getresponse()

    def ask(self, method, body=None, **more):
        return self._asked(method, self.path, self.headers | more, body)

    def cut(self, offset, part, after):
        """Send a part of a piece, and then nothing any more."""
        told = self.headers | {
            "Host": f"alpha.localhost:{self.port}",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Content-Length": str(len(part)),
        }
        head = f"PATCH {self.path} HTTP/1.1\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in told.items()
        )
        with socket.create_connection(("127.0.0.1", self.port)) as link:
            link.sendall(head.encode() + b"\r\n" + part[:after])

    def offset(self):
        return int(self.ask("HEAD").headers["Upload-Offset"])


@pytest.fixture
def site(committed, alpha):
    with at(alpha):
        world = make_world(alpha, type="community_agency")
        message = begun(world, exchanging(world), kind="video", words="")
    databases.close()
    with serve(closing(get_wsgi_application())) as address:
        yield alpha, Line(address, alpha, world.mia, message)
    databases.close()


def sent(line, content):
    """Send a film as the page's script does, on a line that breaks three times; return where it went on each time."""
    breaks, offset, went_on = [0.2, 0.45, 0.7], 0, []
    assert line.ask("POST", **{"Upload-Length": str(len(content)), "Content-Length": "0"}).status == 201
    while offset < len(content):
        part = content[offset : offset + PIECE]
        if breaks and offset >= breaks[0] * len(content) - PIECE:
            breaks.pop(0)
            line.cut(offset, part, len(part) // 3)
            before, deadline = offset, time.monotonic() + 20
            while (offset := line.offset()) == before and time.monotonic() < deadline:
                time.sleep(0.1)
            went_on.append(offset - before)
            continue
        told = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        answer = line.ask("PATCH", part, **told)
        assert answer.status in (204, 409), answer.read()
        offset = int(answer.headers["Upload-Offset"])
    return went_on


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
    (tmp_path / "film").write_bytes(b"..CANARY..")
    watching = Watch(b"CANARY", tmp_path)
    watching.start()
    time.sleep(0.5)
    watching.is_over.set()
    watching.join()
    assert len(watching.found) == 1
