"""Connections to addresses that somebody typed: none of them may reach into our own network (SSRF).

Every address that the host has must be one of the public internet, and the connection goes to an address that was
looked at, so that a name cannot mean another machine a moment later. What is said over it is its user's.
"""

import ipaddress
import queue
import socket
import threading
import time
from typing import Any
from urllib.parse import SplitResult, urlsplit

MOST_ADDRESSES = 2
"""Of one host that are tried: whoever names many where nobody answers would keep us for as many waits."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Addresses of version 6 that lead to one of version 4 (RFC 4291 2.5.5.1, 6052, 7915, 8215).
CARRIERS = [
    ipaddress.IPv6Network(each) for each in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48")
]


class NotPublic(OSError):
    """A host has an address that is not of the public internet; none of its addresses is connected to."""


def parts_of(address: Any) -> SplitResult | None:
    """Return the parts of a whole address without user, fragment, blanks or letters beyond ASCII; None otherwise."""
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    odd = parts.username is not None or parts.fragment or any(ord(each) <= ord(" ") for each in address)
    return parts if is_whole and not odd and address.isascii() else None


def connect(host: str, port: int, seconds: float, *, may_be_here: bool = False) -> socket.socket:
    """Return a socket to an address of `host` that was looked at, within `seconds`.

    Raises NotPublic, TimeoutError, or OSError; `may_be_here` lets this computer through.
    """
    until = time.monotonic() + seconds
    found = _looked_up(host, port, seconds)
    if not may_be_here and not all(is_public(each) for each in found):
        raise NotPublic(host)
    # A host without IPv6 may still be told such addresses.
    trouble: OSError | None = None
    for address in found[:MOST_ADDRESSES]:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError(host)
        try:
            return socket.create_connection((address, port), left)
        except OSError as error:
            trouble = error
    raise trouble or OSError(host)


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """Return the host's addresses: the resolver has no limit of its own that we could set, so a thread waits for it."""
    answer: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answer.put(error if isinstance(error, OSError) else OSError(host))
            return
        answer.put([str(where[0]) for *_kind, where in found])

    threading.Thread(target=ask, name="outward-look-up", daemon=True).start()
    try:
        found = answer.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(host) from None
    if isinstance(found, OSError):
        raise found
    return found


def is_public(address: str) -> bool:
    """Return whether an IP address is of the public internet, also where it carries one of IPv4 inside."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour
        if inside is not None:
            return is_public(str(inside))
        if found.teredo or found.is_site_local or any(found in each for each in CARRIERS):
            return False
    return found.is_global and not found.is_multicast


def hang_up(sock: socket.socket) -> None:
    """End what another thread waits for on a socket; also in the middle of a handshake of TLS."""
    try:
        # Not SSLSocket's own, which takes the object away that the other thread is reading with.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # it ended just now
