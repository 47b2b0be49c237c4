"""People who search over HTTP: one, and eight at once."""

import http.client
import itertools
import statistics
import threading
import time
import urllib.parse
from collections.abc import Iterator

PAGES = 600
WARM = 40
STATIC = "/robots.txt"
GUIDE = {"p50": (25, 30, 60), "p99": (80, 120, 250)}
"""Milliseconds at 1,000, 10,000 and 100,000 on two quiet cores; told beside, not asserted."""


def measure_pages(url: str, paths: list[str]) -> dict[str, dict[str, float]]:
    """Return milliseconds at p50 and p99 for one client and for eight, and the ratio to a static page."""
    host = urllib.parse.urlsplit(url).netloc.partition(":")
    port = int(host[2])
    _ask(port, host[0], paths[:WARM], 1)
    found = {}
    for clients in (1, 8):
        taken = _ask(port, host[0], paths[:PAGES], clients)
        static = _ask(port, host[0], [STATIC] * (PAGES // 2), clients)
        found[f"{clients}_clients"] = {
            "p50_ms": _at(taken, 50),
            "p99_ms": _at(taken, 99),
            "static_p50_ms": _at(static, 50),
            "ratio_to_static_p50": round(_at(taken, 50) / _at(static, 50), 2),
            "pages": len(taken),
        }
    return found


def _at(taken: list[float], percent: int) -> float:
    return round(statistics.quantiles(taken, n=100)[percent - 1], 2)


def _ask(port: int, host: str, paths: list[str], clients: int) -> list[float]:
    """Return the milliseconds of each page; raises when one is not answered well."""
    taken: list[float] = []
    wrong: list[str] = []
    todo: Iterator[str] = iter(paths)
    lock = threading.Lock()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                path = next(todo, None)
            if path is None:
                return
            started = time.perf_counter()
            connection.request("GET", path, headers={"Host": f"{host}:{port}"})
            answer = connection.getresponse()
            answer.read()
            passed = (time.perf_counter() - started) * 1000
            with lock:
                taken.append(passed)
                if answer.status != http.client.OK:
                    wrong.append(f"{path}: {answer.status}")

    people = [threading.Thread(target=work) for _ in itertools.repeat(None, clients)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    if wrong:
        raise RuntimeError(f"{len(wrong)} pages were not answered: {wrong[:3]}")
    return taken
