"""One visit of a program's host through the real middleware, and whether everything it saw was the program's own."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from amends.accounts.models import User
from infra.drills.isolation.ground import Program
from tenants.middleware import PlaceMiddleware

CACHE_KEY = "drill"


@dataclass
class Visit:
    """What a visit is to go through, and what it saw."""

    program: Program
    # Called inside the transaction, between two queries.
    during: Callable[[], object] = lambda: None
    # Called last, before the connection is given back.
    leaving: Callable[[], object] = lambda: None
    seen: list[tuple[str, str, tuple[str, ...], Any]] = field(default_factory=list)
    status: int = 0
    error: str = ""

    @property
    def wrong(self) -> str:
        """Return what was seen that is not this program's, or nothing."""
        mine = self.program
        for login, schema, rows, cached in self.seen:
            if (login, schema, rows) != (mine.schema, mine.schema, (mine.row,)) or cached not in (
                None,
                mine.row,
            ):
                return f"{mine.slug} saw {login} {schema} {rows} {cached}"
        if self.status and self.status != 200:
            return f"{mine.slug} was answered {self.status}"
        return ""


_VISIT = threading.local()


def make(visit: Visit) -> Visit:
    """Ask the program's host for a page that reads its row, with what `visit` plans for it."""
    _VISIT.now = visit
    request = RequestFactory(SERVER_NAME=visit.program.host).get("/")
    try:
        visit.status = _MIDDLEWARE(request).status_code
    except Exception as error:  # noqa: BLE001 - an error is a right answer here; a wrong row is not
        visit.error = type(error).__name__
    return visit


def _page(request: HttpRequest) -> HttpResponse:
    visit: Visit = _VISIT.now
    try:
        with transaction.atomic():
            _look(visit)
            visit.during()
            _look(visit)
        _look(visit)
        cache.set(CACHE_KEY, visit.program.row, 60)
    finally:
        # As code does that catches too much and goes on.
        try:
            _look(visit)
        except Exception as error:  # noqa: BLE001
            visit.error = type(error).__name__
        visit.leaving()
    return HttpResponse()


def _look(visit: Visit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user::text, current_schema()::text")
        login, schema = cursor.fetchone()
    rows = tuple(User.objects.values_list("name", flat=True))
    visit.seen.append((login, schema, rows, None))
    visit.seen.append((login, schema, rows, cache.get(CACHE_KEY)))


_MIDDLEWARE = PlaceMiddleware(_page)
