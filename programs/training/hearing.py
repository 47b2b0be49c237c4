"""Fetching the list of ended statements from the program that issued one.

The host is a row of the platform's (`tenants.Domain`), never a word of the statement; scheme and port are those of this
deployment. No redirect is followed, the answer is at most 256 KiB, and all of it has eight seconds.
"""

import contextlib
import datetime as dt
import http.client
import socket
import threading
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django.urls import reverse

from network.keys.models import StatementKey
from programs.recipients import url_of
from programs.training.ended import NotAList, read_list
from tenants.context import platform
from tenants.models import Domain, State, Tenant

SECONDS = 8
MOST_BYTES = 256 * 1024
SERVED = (State.TRIAL, State.ACTIVE, State.RESTRICTED)


class Unheard(Exception):
    """The list could not be fetched, or is not one that counts."""


@dataclass(frozen=True)
class Issuer:
    """A program that can issue statements, as the platform knows it."""

    id: uuid.UUID
    name: str
    host: str
    keys: dict[int, str]
    """Those that hold, by number."""
    ended: frozenset[int]
    """The numbers of those that were ended."""


def issuer_of(tenant_id: uuid.UUID) -> Issuer | None:
    """Return a program that the platform vouches for and serves; None for every other id."""
    with platform():
        tenant = Tenant.objects.filter(
            pk=tenant_id, state__in=SERVED, verified_at__isnull=False, suspended_at=None
        ).first()
        domain = Domain.objects.filter(tenant=tenant, is_primary=True).first() if tenant else None
        if tenant is None or domain is None:
            return None
        rows = list(StatementKey.objects.filter(tenant=tenant))
    return Issuer(
        id=tenant.pk,
        name=tenant.name,
        host=domain.domain,
        keys={row.number: row.public_key for row in rows if row.ended_at is None},
        ended=frozenset(row.number for row in rows if row.ended_at is not None),
    )


def hear_ended(issuer: Issuer, now: dt.datetime) -> frozenset[str]:
    """Return the ids of what the issuer ended, asked of it now; raise Unheard."""
    try:
        raw = _fetch(url_of(issuer.host, reverse("training-ended", "amends.urls_tenant")))
        return read_list(raw, issuer=issuer.id, keys=issuer.keys, now=now)
    except (OSError, http.client.HTTPException, NotAList) as error:
        raise Unheard("The list of ended statements could not be had.") from error


def _fetch(address: str) -> bytes:
    parts = urlsplit(address)
    host = parts.hostname or ""
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, parts.port, timeout=SECONDS)
    if host.endswith(".localhost"):
        # Means this computer (RFC 6761), also where the resolver does not know it: tests and demonstrations.
        connection._create_connection = _at_home  # type: ignore[attr-defined]
    alarm: threading.Timer | None = None
    try:
        connection.connect()
        # A server that sends a byte now and then would keep each single wait short, and us for ever.
        alarm = threading.Timer(SECONDS, _hang_up, [connection.sock])
        alarm.start()
        connection.request("GET", parts.path, headers={"Accept": "application/json", "User-Agent": "Amends"})
        response = connection.getresponse()
        body = response.read(MOST_BYTES + 1)
    finally:
        if alarm:
            alarm.cancel()
        connection.close()
    if response.status != HTTPStatus.OK or len(body) > MOST_BYTES:
        raise NotAList(f"Answered {response.status}, {len(body)} bytes.")
    return body


def _at_home(where: tuple[str, int], timeout: float, _source: object) -> socket.socket:
    return socket.create_connection(("127.0.0.1", where[1]), timeout)


def _hang_up(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it ended just now
        sock.shutdown(socket.SHUT_RDWR)
