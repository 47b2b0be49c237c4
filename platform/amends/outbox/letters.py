"""What an operator sees of the outbox, and can do about a dead letter: numbers, names of jobs, ids."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from amends.outbox.models import Outbox
from amends.outbox.running import OLDEST, oldest_id


def waiting(*, dead: bool | None = None, job: str = "", schema: str = "") -> QuerySet[Outbox]:
    """Return the rows that wait, oldest first; only the dead ones with `dead=True`, only the living with False."""
    rows = Outbox.objects.order_by("id")
    if dead is not None:
        rows = rows.filter(dead_at__isnull=not dead)
    if job:
        rows = rows.filter(job=job)
    if schema:
        rows = rows.filter(schema=schema)
    return rows


def stats(*, now: datetime | None = None) -> dict[str, Any]:
    """Return how much waits, is due and is dead, the age in seconds of the oldest due row, and the same by job."""
    now = now or timezone.now()
    living = Q(dead_at=None)
    due = living & Q(not_before__lte=now)
    figures = {
        "waiting": Count("id", filter=living),
        "due": Count("id", filter=due),
        "dead": Count("id", filter=~living),
        "most_attempts": Max("attempts", filter=living),
    }
    totals: dict[str, Any] = Outbox.objects.aggregate(**figures, oldest=Min("not_before", filter=due))
    oldest = totals.pop("oldest")
    totals["oldest_due_seconds"] = round((now - oldest).total_seconds(), 1) if oldest else 0.0
    jobs: dict[str, Any] = {}
    for row in map(dict, Outbox.objects.order_by("job").values("job").annotate(**figures)):
        jobs[str(row.pop("job"))] = row
    totals["jobs"] = jobs
    return totals


def replay(*, ids: list[UUID] | None = None, job: str = "", now: datetime | None = None) -> int:
    """Give dead letters (all, those of a job, or by id) their attempts back; return how many.

    Rows that are older than the proof that they have not run yet stay dead.
    """
    now = now or timezone.now()
    rows = waiting(dead=True, job=job).filter(id__gte=oldest_id(now - OLDEST))
    if ids is not None:
        rows = rows.filter(id__in=ids)
    return rows.update(dead_at=None, attempts=0, not_before=now)
