"""Putting a job into the outbox, inside the transaction that is the reason for it."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from amends.outbox import waking
from amends.outbox.arguments import UnfitArgument, encoded
from amends.outbox.registry import Job, UnknownJob, find
from tenants import faults
from tenants.ids import uuid7
from tenants.place import PUBLIC, checked_schema, required_schema

# The furthest a job may be put off. `done` rows are kept for longer than that (running.KEPT), so that a late
# delivery still finds its own; what is due later is found by a query over the tenant's rows, not by a timer.
FURTHEST = timedelta(days=60)

# Raw and qualified: a tenant's search_path has no public schema, and its role may insert these columns only.
_INSERT = """
    INSERT INTO public.amends_outbox (id, schema, origin, job, args, not_before)
    VALUES (%s, %s, %s, %s, %s, coalesce(%s, now()))
"""


class QueuedOutsideTransaction(RuntimeError):
    """A job was queued where no transaction was open: it could be sent although its reason never happened."""


def queue(name: str, /, *, not_before: datetime | None = None, **args: Any) -> UUID:
    """Queue a job for the place we are in, as part of the open transaction; return its id.

    `args` are UUIDs, whole numbers, booleans, None or short tokens. Raises UnknownJob, UnfitArgument or
    QueuedOutsideTransaction.
    """
    here = required_schema()
    job = find(name)
    if job.place == "public" and here != PUBLIC:
        raise UnknownJob(f"{name} runs for the platform; a program cannot ask for it.")
    # An errand, such as a letter, runs in whichever place queued it.
    if job.place == "tenant" and here == PUBLIC and job.errand is None:
        raise UnknownJob(f"{name} runs in a program: say in which with queue_for(schema, ...).")
    return _insert(job, schema=here, origin=here, not_before=not_before, args=args)


def queue_for(schema: str, name: str, /, *, not_before: datetime | None = None, **args: Any) -> UUID:
    """Queue, from the public schema, a job in one tenant; return its id. Raises what `queue` raises."""
    if required_schema() != PUBLIC:
        raise UnknownJob("Only the platform queues a job for a program by name; a program queues its own.")
    job = find(name)
    if job.place == "public":
        raise UnknownJob(f"{name} runs for the platform, not in a program.")
    return _insert(job, schema=checked_schema(schema), origin=PUBLIC, not_before=not_before, args=args)


def after(delay: timedelta) -> datetime:
    """Return the time that lies `delay` from now, for `not_before`."""
    return timezone.now() + delay


def _insert(job: Job, *, schema: str, origin: str, not_before: datetime | None, args: dict[str, Any]) -> UUID:
    if job.only_from_public and origin != PUBLIC:
        raise UnknownJob(f"{job.name} carries public data into a program; only the platform asks for it.")
    job.check_call(args)
    if not_before and not_before > timezone.now() + FURTHEST:
        raise UnfitArgument(f"not_before is more than {FURTHEST.days} days away.")
    if not connection.in_atomic_block:
        raise QueuedOutsideTransaction(f"{job.name} has to be queued in the transaction that is its reason.")
    key = uuid7()
    faults.point("outbox.before_insert")
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [key, schema, origin, job.name, json.dumps(encoded(args)), not_before])
    faults.point("outbox.after_insert")
    transaction.on_commit(waking.wake, robust=True)
    return key
