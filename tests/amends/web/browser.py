"""Visits pages in headless Chromium: what axe finds, what the page asks for, how wide it is.

Playwright runs an event loop in the thread that uses it, and Django refuses its database in such a
thread, so the browser lives in a thread of its own.
"""

import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from playwright.sync_api import sync_playwright

AXE = Path(__file__).parent / "vendor/axe-core-4.14.1/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = 390, 1280
HELP = "No browser: install chromium, or run `.venv/bin/playwright install chromium`, or set AMENDS_CHROMIUM"


@dataclass
class Visit:
    """What was seen on one page."""

    status: int = 0
    title: str = ""
    violations: list = field(default_factory=list)
    foreign: list = field(default_factory=list)
    complaints: list = field(default_factory=list)
    is_too_wide: bool = False


class Chromium:
    """A browser in a thread of its own; `run` gives work to it."""

    def __enter__(self):
        self.path = find_browser()
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chromium")
        self.thread.submit(self._start).result()
        return self

    def __exit__(self, *details):
        self.thread.submit(self._stop).result()
        self.thread.shutdown()

    def _start(self):
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path=self.path, chromium_sandbox=os.geteuid() != 0, args=FLAGS
        )

    def _stop(self):
        self.browser.close()
        self.playwright.stop()

    def run(self, work, **context):
        """Call `work(page)` with a fresh page and return its answer."""

        def work_on_page():
            with self.browser.new_context(locale="en-US", **context) as fresh:
                return work(fresh.new_page())

        return self.thread.submit(work_on_page).result()

    def inspect(self, address, *, width, scripts=True, act=None):
        """Visit a page, do `act(page)` there, and return the Visit."""
        return self.run(
            lambda page: inspect_page(page, address, act=act, scripts=scripts),
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
        )


SAID_WITHOUT_FAULT = (
    # An answer with an error's status, which is what such a page is; and what signing out asks for.
    "the server responded with a status of",
    "Clear-Site-Data header on",
    # The machine had other things to do: the font came and was drawn later than the browser expects.
    "but not used within a few seconds",
)


def inspect_page(page, address, *, act, scripts):
    visit = Visit()
    origin = "/".join(address.split("/")[:3])
    page.on(
        "request",
        lambda request: visit.foreign.append(request.url) if not request.url.startswith(origin) else None,
    )
    page.on("console", lambda message: visit.complaints.append(message.text))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.status = page.goto(address).status
    if act:
        act(page)
    page.wait_for_load_state("load")
    visit.title = page.title()
    if scripts:
        visit.is_too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        visit.violations = [
            (violation["id"], [node["html"] for node in violation["nodes"]])
            for violation in found["violations"]
        ]
    visit.complaints = [
        text for text in visit.complaints if not any(each in text for each in SAID_WITHOUT_FAULT)
    ]
    return visit


class Walk:
    """A person at a page: what they press, and what is wrong on the pages that they see."""

    def __init__(self, page, site, *, scripts=True):
        self.page, self.site, self.scripts = page, site, scripts
        self.wrong = []
        page.on("request", self._look_at_request)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", self._look_at_console)

    def _look_at_request(self, request):
        if not self._is_ours(request.url):
            self.wrong.append(f"{self.page.url} asks {request.url}")

    def _is_ours(self, url):
        asked, own = urlsplit(url), urlsplit(self.site)
        # A program's host is below the platform's.
        is_host = f".{asked.hostname}".endswith(f".{own.hostname}")
        return asked.scheme == "data" or (is_host and asked.port == own.port)

    def _look_at_console(self, message):
        if not any(each in message.text for each in SAID_WITHOUT_FAULT):
            self.wrong.append(f"{self.page.url}: {message.text}")

    def go(self, path):
        self.page.goto(path if path.startswith("http") else self.site + path)
        self.look()

    def fill(self, **fields):
        for label, value in fields.items():
            self.page.fill(f"[name={label}]", value)

    def look(self):
        """Note what axe finds, and whether the page is wider than the screen."""
        if self.scripts:
            self.page.evaluate(AXE.read_text())
            self.ask_axe()
            self.measure()

    def ask_axe(self, where="", rules=None):
        """Note what axe finds, which has to be on the page already; `rules` switches some of them off."""
        options = {"runOnly": RULES, "resultTypes": ["violations"], "rules": rules or {}}
        found = self.page.evaluate("options => axe.run(document, options)", options)
        self.wrong += [
            f"{where or self.page.url}: {each['id']} {each['nodes'][0]['html']}"
            for each in found["violations"]
        ]

    def measure(self, where=""):
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            self.wrong.append(f"{where or self.page.url} is too wide")


def press(page, selector):
    """Click what leads to another page, and wait until that page is there and loaded."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def submit(page, within="main form"):
    press(page, f"{within} button[type=submit]")


def find_browser():
    for path in (os.environ.get("AMENDS_CHROMIUM"), "/usr/bin/chromium", shutil.which("chromium")):
        if path and os.access(path, os.X_OK):
            return path
    return pytest.skip(HELP)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *details):
        pass


@contextmanager
def serve(application):
    """Serve an application on a free port of the loopback and yield its address."""
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
