"""Reads a film from random places: spans over one connection, and a player in a browser."""

import http.client
import time
from collections import Counter
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

SPAN = 1 << 16
# A seek is over when the frame that belongs there is shown.
SEEK = """share => new Promise((done, failed) => {
  const film = document.querySelector("video"), began = performance.now();
  film.onseeked = () => done(performance.now() - began);
  film.onerror = () => failed(film.error.message);
  film.currentTime = share * film.duration;
})"""
READY = "() => { const film = document.querySelector('video'); return film && film.readyState >= 2; }"
LOAD = """() => {
  const film = document.querySelector("video");
  film.preload = "auto"; film.muted = true; film.load();
}"""


def read_spans(site: str, path: str, places: list[int], headers: dict[str, str]) -> list[float]:
    """Return the milliseconds that each span of 64 KiB took; raises where one is not answered."""
    parts, taken = urlsplit(site), []
    link = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=60)
    for place in places:
        told = {"Host": parts.netloc, "Range": f"bytes={place}-{place + SPAN - 1}"} | headers
        started = time.perf_counter()
        link.request("GET", path, headers=told)
        answer = link.getresponse()
        length = len(answer.read())
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status != HTTPStatus.PARTIAL_CONTENT or length != SPAN:
            raise RuntimeError(f"{path} at {place}: {answer.status}, {length} bytes")
    return taken


def seek_in_chromium(address: str, shares: list[float], cookies: dict[str, str]) -> tuple[list[float], int]:
    """Return the milliseconds until a player shows each place (a share of the film), and how often it asked."""
    from tests.amends.web.browser import Chromium

    def work(page: Any) -> tuple[list[float], int]:
        page.context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        page.goto(address)
        page.evaluate(LOAD)
        page.wait_for_function(READY, timeout=60_000)
        asked: Counter[str] = Counter()
        page.on("request", lambda request: asked.update([request.method]))
        return [float(page.evaluate(SEEK, share)) for share in shares], asked.total()

    with Chromium() as browser:
        found: tuple[list[float], int] = browser.run(work)
        return found
