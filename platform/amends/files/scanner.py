"""Asks a virus scanner that speaks clamd's protocol (`man clamd`, INSTREAM) about a content.

ClamAV calls clean what is larger than its own limits: set StreamMaxLength, MaxFileSize and MaxScanSize above the
largest file that is taken in, and AlertExceedsMax to yes.
"""

import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

WAITS = 30
"""Seconds."""
_LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """The scanner that is configured did not answer, or not whether the content is clean."""


def is_clean(chunks: Iterable[bytes]) -> bool:
    """Return whether the scanner found nothing; True where none is configured. Raises ScannerAway."""
    if not settings.AMENDS_CLAMD:
        return True
    try:
        with _connected(settings.AMENDS_CLAMD) as link:
            link.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                if chunk:
                    link.sendall(struct.pack("!L", len(chunk)) + chunk)
            link.sendall(struct.pack("!L", 0))
            answer = _answer(link)
    except OSError as error:
        raise ScannerAway from error
    if answer == "stream: OK":
        return True
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return False
    raise ScannerAway


def _connected(address: str) -> socket.socket:
    """Return a connection to `tcp://host:port` or `unix:///path`."""
    url = urlsplit(address)
    if url.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(WAITS)
        try:
            link.connect(url.path)
        except OSError:
            link.close()
            raise
        return link
    return socket.create_connection((url.hostname or "", url.port or 0), timeout=WAITS)


def _answer(link: socket.socket) -> str:
    found = b""
    while not found.endswith(b"\0") and len(found) < _LONGEST_ANSWER and (part := link.recv(_LONGEST_ANSWER)):
        found += part
    return found.rstrip(b"\0").decode(errors="replace")
