"""The one place that hides a sealed case, and the one way to look behind it.

Row policies of PostgreSQL hide a case that is sealed or purged, its referral, and every row that hangs on either, from
every query of the program's role: pages, the API, searches, jobs and files need no line of their own, and a query that
somebody writes next year hides it too. `seeing_sealed` lets the queries of one block see them: the actions that seal,
open and destroy, the list of sealed cases, and figures, which count what they no longer show.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SETTING = "amends.sees_sealed"


@contextmanager
def seeing_sealed() -> Iterator[None]:
    """Let the queries of this block see sealed and purged cases; those that are made in it and read later do not."""
    with transaction.atomic():
        before = _now()
        _say("on")
        yield
        # When the block raises, going back to the savepoint takes the setting back as well.
        _say(before)


def sees_sealed() -> bool:
    """Return whether sealed cases are seen at this moment."""
    return _now() == "on"


def _now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str(cursor.fetchone()[0])


def _say(value: str) -> None:
    with connection.cursor() as cursor:
        # Until the end of the transaction at most: a pooled connection takes nothing along.
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, value])
