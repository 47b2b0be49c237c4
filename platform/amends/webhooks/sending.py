"""One attempt to hand a message to a receiver that may be dead, slow, hostile, or all of it.

HTTPS to an address of the public internet alone, no redirect, one deadline from the look-up of the name to the last
byte, of the answer at most 64 KiB, which nobody reads: what a receiver says reaches no log and no page, only a number.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Literal
from urllib.parse import SplitResult

from django.conf import settings

from amends import outward
from amends.webhooks import signing
from amends.webhooks.messages import Message

SECONDS = 10.0
MOST_BYTES = 64 * 1024
LONGEST = 500
PORTS = {"https": 443, "http": 80}
AGENT = "Amends-Webhooks/1"

Trouble = Literal["", "no_address", "not_public", "unknown_host", "certificate", "too_slow", "unreachable"]


@dataclass(frozen=True)
class Answer:
    """How an attempt went: the receiver's HTTP status, or why there is none."""

    status: int | None
    trouble: Trouble = ""
    milliseconds: int = 0

    @property
    def is_taken(self) -> bool:
        """Return whether the receiver said that it has the message."""
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def fit(address: str) -> SplitResult | None:
    """Return the parts of an address that may be an endpoint, None otherwise; looks nothing up."""
    parts = outward.parts_of(address)
    if parts is None or len(address) > LONGEST:
        return None
    is_plain = parts.scheme == "http" and _may_be_here(parts)
    return parts if parts.scheme == "https" or is_plain else None


def send(
    address: str, message: Message, keys: Sequence[str], *, now: datetime, seconds: float = SECONDS
) -> Answer:
    """Send a message once and return the answer; raises UnfitSecret alone, which is our own mistake."""
    told = signing.headers(message, keys, now=now) | {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Connection": "close",
    }
    began = time.monotonic()
    parts = fit(address)
    status, trouble = (None, "no_address") if parts is None else _tried(parts, message.body, told, seconds)
    return Answer(status, trouble, int((time.monotonic() - began) * 1000))  # type: ignore[arg-type]


def _tried(
    parts: SplitResult, body: bytes, told: dict[str, str], seconds: float
) -> tuple[int | None, Trouble]:
    until = time.monotonic() + seconds
    try:
        return _posted(parts, body, told, seconds), ""
    except outward.NotPublic:
        return None, "not_public"
    except socket.gaierror:
        return None, "unknown_host"
    except ssl.SSLCertVerificationError:
        return None, "certificate"
    except TimeoutError:
        return None, "too_slow"
    except (OSError, http.client.HTTPException):
        # Hung up by the alarm looks like a broken line.
        return None, "too_slow" if time.monotonic() >= until else "unreachable"


def _posted(parts: SplitResult, body: bytes, told: dict[str, str], seconds: float) -> int:
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    until = time.monotonic() + seconds
    sock = outward.connect(host, port, seconds, may_be_here=_may_be_here(parts))
    if parts.scheme == "https":
        # The handshake comes after the alarm is set: it is the receiver who says how long that takes.
        sock = ssl.create_default_context().wrap_socket(
            sock, server_hostname=host, do_handshake_on_connect=False
        )
    # A receiver that sends a byte now and then would keep each single wait short, and us for ever.
    alarm = threading.Timer(max(0.0, until - time.monotonic()), outward.hang_up, [sock])
    alarm.daemon = True
    alarm.start()
    try:
        sock.settimeout(max(0.001, until - time.monotonic()))
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        return _asked(sock, parts, body, told, until)
    finally:
        alarm.cancel()
        sock.close()


def _asked(sock: socket.socket, parts: SplitResult, body: bytes, told: dict[str, str], until: float) -> int:
    # With the default port in the name it would be said in `Host`.
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or PORTS[parts.scheme])
    connection.default_port = PORTS[parts.scheme]  # type: ignore[misc]
    connection.sock = sock
    connection.auto_open = False  # type: ignore[assignment]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", path, body=body, headers=told)
    response = connection.getresponse()
    if time.monotonic() >= until:
        # The alarm cut it short, and http.client takes that for the end of the headers.
        raise TimeoutError(parts.hostname)
    try:
        response.read(MOST_BYTES)
    except (OSError, http.client.HTTPException):
        # The status has come: what the receiver could not finish saying after it changes nothing.
        pass
    finally:
        response.close()
    return response.status


def _may_be_here(parts: SplitResult) -> bool:
    """Return whether it is this computer, in a place where that may be (tests, demonstrations)."""
    return bool(settings.AMENDS_WEBHOOKS_LOOPBACK) and parts.hostname in outward.LOOPBACK
