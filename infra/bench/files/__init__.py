"""`./amends bench files`: a large recording goes up on a line that breaks, is checked, and is played from any place.

On an instance of its own, over real HTTP, beside the same film in the open that WhiteNoise serves under the same web
server (`--megabytes N` for another size than 300). The film is one as telephones make them: `telephone`.

- up: sent in pieces, the line cut three times in the middle of one; beside the same bytes put into a file at once;
- at rest: nothing of the film may be readable in a file of the instance, or in one that its processes hold open;
- checked: written anew by the worker, until it may be played;
- read: spans of 64 KiB from random places; and sought: a player in Chromium goes to random places, until it shows
  what is there.

Holds when nineteen of twenty seeks take at most 300 ms, or no longer than a tenth more than those of the same film in
the open, where the browser itself needs more than that to decode it; when nothing was lost or sent twice; and when
nothing lay readable.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.bench._inside import asked_inside
from infra.bench.files.peer import Peer
from infra.bench.files.reading import read_spans, seek_in_chromium
from infra.bench.files.telephone import telephone_film
from infra.journey.instance import Instance, fresh_instance
from infra.report import Report, asked

MEGABYTES = 300
MOST_MS, MOST_BESIDE = 300, 1.1
SPANS, SEEKS = 200, 40
SEED = 7


def main(argv: list[str]) -> Report:
    """Measure on servers of its own."""
    parser = asked("bench files", __doc__)
    parser.add_argument("--megabytes", type=int, default=MEGABYTES, help="the size; %(default)s without it")
    megabytes = parser.parse_args(argv).megabytes
    print(f"making a film of {megabytes} MB", file=sys.stderr, flush=True)
    content = telephone_film(megabytes * 1_000_000)
    with (
        fresh_instance() as instance,
        tempfile.TemporaryDirectory(prefix="amends-film-") as folder,
        Peer(Path(folder)) as peer,
    ):
        said = asked_inside(instance, "files", "prepare()")
        figures = _up(instance, peer, said, content)
        figures |= _played(instance, peer, said, len(content))
    seeks, open_ones = (figures["sought"][each]["p95"] for each in ("ours_ms", "whitenoise_in_the_open_ms"))
    is_kept = figures["up"]["breaks"] == 3 and not figures["up"]["readable_in"]
    return Report(is_kept and seeks <= max(MOST_MS, MOST_BESIDE * open_ones), figures)


def _up(instance: Instance, peer: Peer, said: dict[str, str], content: bytes) -> dict[str, Any]:
    from tests.programs.exchange.line import Line, Watch, sent

    line = Line(instance.url, said["host"], said["cookie"], said["message"])
    state = Path((instance.environment or {})["AMENDS_STATE"])
    canary = content[len(content) // 2 :][:24]
    watching = Watch(canary, state, processes=_processes_of(state), pause=0.5)
    watching.start()
    print("sending it", file=sys.stderr, flush=True)
    taken, went_on = _timed(lambda: sent(line, content))
    print("waiting until it is checked", file=sys.stderr, flush=True)
    checked, _none = _timed(lambda: asked_inside(instance, "files", f"wait({len(content)})"))
    watching.is_over.set()
    watching.join()
    at_once, _none = _timed(lambda: peer.put(content))
    return {
        "film_mb": round(len(content) / 1e6),
        "up": {
            "seconds": round(taken, 1),
            "mb_per_second": round(len(content) / 1e6 / taken, 1),
            "in_the_open_at_once_seconds": round(at_once, 1),
            "ratio": round(taken / at_once, 1),
            "breaks": len([each for each in went_on if each > 0]),
            "files_looked_at": watching.seen,
            "readable_in": sorted(watching.found),
        },
        "checked_seconds": round(checked, 1),
    }


def _processes_of(state: Path) -> tuple[int, ...]:
    """Return the processes of the instance whose folder this is."""
    mark, found = f"AMENDS_STATE={state}".encode(), []
    for each in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in each.read_bytes().split(b"\0"):
                found.append(int(each.parent.name))
        except OSError:
            continue
    return tuple(found)


def _played(instance: Instance, peer: Peer, said: dict[str, str], size: int) -> dict[str, Any]:
    cookies = dict(each.split("=", 1) for each in said["cookie"].split("; "))
    site = instance.url.rstrip("/").replace("://localhost", f"://{said['host']}")
    chance = random.Random(SEED)
    places = [chance.randrange(size - (1 << 16)) for _ in range(SPANS)]
    ours = read_spans(site, f"/messages/{said['message']}/recording/", places, {"Cookie": said["cookie"]})
    open_ones = read_spans(peer.url, peer.path, places, {})
    shares = [chance.random() * 0.98 for _ in range(SEEKS)]
    page = f"{site}/messages/{said['message']}/"
    sought, asked = seek_in_chromium(page, shares, cookies)
    sought_open, asked_open = seek_in_chromium(peer.url + peer.page, shares, {})
    per_seek = {"ours": asked / SEEKS, "whitenoise_in_the_open": asked_open / SEEKS}
    return {
        "read_64_kib": _beside(ours, open_ones),
        "sought": _beside(sought, sought_open) | {"requests_per_seek": per_seek},
    }


def _beside(ours: list[float], peers: list[float]) -> dict[str, Any]:
    ratio = statistics.median(ours) / statistics.median(peers)
    return {
        "ours_ms": _spread(ours),
        "whitenoise_in_the_open_ms": _spread(peers),
        "ratio_p50": round(ratio, 2),
    }


def _spread(taken: list[float]) -> dict[str, float]:
    points = statistics.quantiles(taken, n=100)
    return {"p50": round(points[49], 1), "p95": round(points[94], 1), "most": round(max(taken), 1)}


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.monotonic()
    found = work()
    return time.monotonic() - started, found
