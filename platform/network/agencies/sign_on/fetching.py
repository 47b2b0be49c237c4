"""Asking an identity provider: an address that somebody typed must not reach into our own network (SSRF).

HTTPS alone; every address that the host has must be one of the public internet, and the connection goes to the
address that was looked at, so that a name cannot mean another machine a moment later. No redirect is followed, the
answer is at most 256 KiB, and all of it has eight seconds.
"""

import http.client
import json
import socket
import ssl
import threading
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import SplitResult

from django.conf import settings

from amends import outward
from amends.actions import Refused
from network.agencies.sign_on import reasons

# Said each time: from a host alone http.client would read an address of IPv6 as a host and a port.
HTTPS_PORT, HTTP_PORT = 443, 80
SECONDS = 8
MOST_BYTES = 256 * 1024


class Reply(NamedTuple):
    """What a provider answered: the HTTP status, and the JSON object in the body (empty when there is none)."""

    status: int
    facts: dict[str, Any]


def check_address(address: Any) -> SplitResult:
    """Return the parts of an address that may be asked; Refused otherwise. Looks nothing up."""
    parts = outward.parts_of(address)
    if parts is None:
        raise Refused(reasons.no_address(address))
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts)):
        raise Refused(reasons.not_https(address))
    return parts


def fetch(address: str, *, form: str | None = None, headers: dict[str, str] | None = None) -> Reply:
    """Return what `address` answers to a GET, or to a POST of `form`; Refused with a plain sentence when it cannot."""
    parts = check_address(address)
    connection = _connection(parts)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    told = {"Accept": "application/json", "User-Agent": "Amends"} | (headers or {})
    if form is not None:
        told["Content-Type"] = "application/x-www-form-urlencoded"
    alarm: threading.Timer | None = None
    try:
        connection.connect()
        # A server that sends a byte now and then would keep each single wait short, and us for ever.
        alarm = threading.Timer(SECONDS, outward.hang_up, [connection.sock])
        alarm.start()
        connection.request("GET" if form is None else "POST", path, body=form, headers=told)
        response = connection.getresponse()
        body = response.read(MOST_BYTES + 1)
    except ssl.SSLError as error:
        raise Refused(reasons.bad_certificate(parts.hostname)) from error
    except (OSError, http.client.HTTPException) as error:
        raise Refused(reasons.unreachable(parts.hostname)) from error
    finally:
        if alarm:
            alarm.cancel()
        connection.close()
    return _read(address, response.status, body)


def _read(address: str, status: int, body: bytes) -> Reply:
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise Refused(reasons.leads_on(address))
    if len(body) > MOST_BYTES:
        raise Refused(reasons.too_long(address))
    try:
        facts = json.loads(body)
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict):
        if status == HTTPStatus.OK:
            raise Refused(reasons.no_json(address))
        facts = {}
    return Reply(status, facts)


def _is_here(parts: SplitResult) -> bool:
    """Return whether it is this computer, in a place where that may be (tests, demonstrations)."""
    return bool(settings.AMENDS_SIGN_ON_LOOPBACK) and parts.hostname in outward.LOOPBACK


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    made: http.client.HTTPConnection
    if parts.scheme == "https":
        made = http.client.HTTPSConnection(
            host, parts.port or HTTPS_PORT, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        made = http.client.HTTPConnection(host, parts.port or HTTP_PORT, timeout=SECONDS)
    may_be_here = _is_here(parts)

    def connect(where: tuple[str, int], timeout: float, _source: Any) -> socket.socket:
        return _connect(*where, timeout, may_be_here=may_be_here)

    # http.client asks this for its socket, then checks the certificate against the name.
    made._create_connection = connect  # type: ignore[attr-defined]
    return made


def _connect(host: str, port: int, seconds: float, *, may_be_here: bool) -> socket.socket:
    try:
        return outward.connect(host, port, seconds, may_be_here=may_be_here)
    except outward.NotPublic:
        raise Refused(reasons.not_public(host)) from None
