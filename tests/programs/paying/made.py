"""A program on each rung, and the table of what a rung leaves, written down as the design has it."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from billing.ladder import Rung, Work
from programs.actions.standing import take_standing
from programs.models import Program

DAY = dt.timedelta(days=1)
# Days without a payer, in the middle of each rung.
DAYS = {Rung.PAST_DUE: 3, Rung.RESTRICTED: 20, Rung.EXPORT_ONLY: 80, Rung.ARCHIVED: 200}
RUNGS = tuple(Rung)

YES, NO = True, False
# Experience, 1.5: which kind of work each rung leaves; no row of it is taken from the code.
TABLE: dict[str, dict[Work, bool]] = {
    "current": {
        Work.INTAKE: YES, Work.CASEWORK: YES, Work.PROTECTION: YES, Work.RUNNING: YES, Work.EXPORT: YES,
    },
    "past_due": {
        Work.INTAKE: YES, Work.CASEWORK: YES, Work.PROTECTION: YES, Work.RUNNING: YES, Work.EXPORT: YES,
    },
    "restricted": {
        Work.INTAKE: NO, Work.CASEWORK: YES, Work.PROTECTION: YES, Work.RUNNING: YES, Work.EXPORT: YES,
    },
    "export_only": {
        Work.INTAKE: NO, Work.CASEWORK: YES, Work.PROTECTION: YES, Work.RUNNING: NO, Work.EXPORT: YES,
    },
    # None are open; links answer in plain words where to turn; exports by request to those who run the platform.
    "archived": {
        Work.INTAKE: NO, Work.CASEWORK: NO, Work.PROTECTION: NO, Work.RUNNING: NO, Work.EXPORT: NO,
    },
}  # fmt: skip


def copy(
    *,
    version: int = 1,
    lapsed_since: dt.datetime | None = None,
    lapses_at: dt.datetime | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """Return a program's copy of its standing."""
    iso = [each.isoformat() if each else None for each in (lapsed_since, lapses_at)]
    told = {
        "version": version,
        "lapsed_since": iso[0],
        "lapses_at": iso[1],
        "kind": "",
        "payer": "",
        "plan": "",
        "features": [],
        "active_cases": 0,
    }
    return told | changes


def put_on(rung: str, *, now: dt.datetime | None = None) -> dict[str, Any]:
    """Have the program that is entered be on a rung by now, told as the platform tells it."""
    now, held = now or timezone.now(), Program.objects.get().standing.get("version", 0)
    since = None if rung == Rung.CURRENT else now - DAYS[Rung(rung)] * DAY
    told = copy(version=held + 1, lapsed_since=since, kind="own" if since is None else "")
    take_standing(actor=None, standing=told, now=now)
    return told


def key() -> uuid.UUID:
    return uuid.uuid4()
