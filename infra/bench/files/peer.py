"""The peer: the same film in the open, which WhiteNoise serves under the same web server as ours."""

import http.client
import os
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from infra.journey.instance import free_port

FOLDER = "BENCH_FILM_FOLDER"
NAME = "film.mp4"
PAGE = f'<!doctype html><title>Film</title><video controls preload="metadata" src="/{NAME}"></video>'
AT_ONCE = 1 << 20


class Peer:
    """A web server of its own; a context manager that leaves nothing behind."""

    path, page = f"/{NAME}", "/page"

    def __init__(self, folder: Path):
        self._folder, self._port = folder, free_port()
        self.url = f"http://localhost:{self._port}"

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def put(self, content: bytes) -> None:
        """Send the film at once; it is served from then on."""
        link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        link.request("PUT", self.path, body=content)
        if link.getresponse().status != HTTPStatus.CREATED:
            raise RuntimeError("The peer did not take the film.")
        link.close()
        # WhiteNoise knows the files that were there when it began.
        self._stop()
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self._port)]
        self._process = subprocess.Popen(
            [*command, "--log-level", "critical", "infra.bench.files.peer:application"],
            env=os.environ | {FOLDER: str(self._folder)},
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
                link.request("GET", self.page)
                link.getresponse()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("The peer does not answer.")

    def _stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)


def _other(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Take the film, and answer with the page that plays it."""
    if environ["REQUEST_METHOD"] == "PUT":
        with (Path(os.environ[FOLDER]) / NAME).open("wb") as out:
            while part := environ["wsgi.input"].read(AT_ONCE):
                out.write(part)
        start_response("201 Created", [])
        return []
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [PAGE.encode()]


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer as WSGI asks."""
    if not _MADE:
        from whitenoise import WhiteNoise

        _MADE.append(WhiteNoise(_other, root=os.environ[FOLDER]))
    answer = _other if environ["REQUEST_METHOD"] == "PUT" else _MADE[0]
    return answer(environ, start_response)


_MADE: list[Any] = []
