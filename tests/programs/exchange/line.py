"""A line on which a recording is sent over real HTTP, and which breaks; and a watch that looks for it on disks."""

import http.client
import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

PIECE = 4 * 1024 * 1024
BREAKS = (0.2, 0.45, 0.7)
"""After which share of the film the line breaks."""


class Watch(threading.Thread):
    """Looks for a canary in every file of some folders, and in what processes and their children hold open."""

    def __init__(self, canary, *folders, processes=(), pause=0.02):
        super().__init__(daemon=True)
        self.canary, self.folders, self.is_over = canary, folders, threading.Event()
        self.processes, self.pause = processes or (os.getpid(),), pause
        self.found, self.seen, self._before = set(), 0, {}

    def run(self):
        while not self.is_over.is_set():
            for folder in self.folders:
                for path in folder.rglob("*"):
                    self._look(path)
            for process in (*self.processes, *self._children()):
                for handle in Path(f"/proc/{process}/fd").glob("*"):
                    self._look_through(handle)
            time.sleep(self.pause)

    def _children(self):
        command = ["pgrep", "-P", ",".join(str(each) for each in self.processes)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
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
            # A large file is read again only where it has changed.
            now = path.stat()
            if self._before.get(path) == (now.st_size, now.st_mtime_ns):
                return
            self._before[path] = now.st_size, now.st_mtime_ns
            content = path.read_bytes()
        except OSError:
            return
        self.seen += 1
        if self.canary in content:
            self.found.add(str(path))


class Line:
    """A browser's connection to the upload of a message, as raw as it can be, so that it can be cut.

    `host` is the program's, `cookie` that of somebody who is signed in there.
    """

    def __init__(self, address, host, cookie, message):
        self.port = urlsplit(address).port
        self.host = f"{host}:{self.port}"
        self.path = f"/messages/{message}/upload/"
        page = self.asked("GET", f"/messages/{message}/", {"Cookie": cookie})
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode()).group(1)
        cookies = [each.split(";")[0] for each in page.headers.get_all("Set-Cookie") or ()]
        self.headers = {"Cookie": "; ".join([cookie, *cookies]), "X-CSRFToken": token}

    def asked(self, method, path, headers, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request(method, path, body=body, headers={"Host": self.host} | headers)
        return link.getresponse()

    def ask(self, method, body=None, **more):
        return self.asked(method, self.path, self.headers | more, body)

    def cut(self, offset, part, after):
        """Send a part of a piece, and then nothing any more."""
        told = self.headers | {
            "Host": self.host,
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


def sent(line, content):
    """Send a film as the page's script does, on a line that breaks three times; return where it went on each time."""
    breaks, offset, went_on = list(BREAKS), 0, []
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
