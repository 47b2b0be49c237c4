"""What the platform does every so often, without a query per tenant and without a second kind of truth.

A schedule is a row with the time it is due next. Moving that time on and queueing the job are one transaction,
so each turn is queued once, whoever notices it: a worker that beat has woken, or one that polls because
Redis is away. Beat therefore only wakes; it keeps no state that could be lost or run twice.
"""

from django.conf import settings
from django.db import connection, transaction

from amends.outbox.queueing import queue
from amends.outbox.registry import JOBS
from tenants import faults

# A turn that was missed is not made up for, the next one is a whole interval from now.
_TAKE = """
    UPDATE public.amends_schedule SET next_at = now() + seconds * interval '1 second'
     WHERE job = (SELECT job FROM public.amends_schedule WHERE next_at <= now() AND job = ANY(%s)
                   ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
 RETURNING job
"""
_KEEP = """
    INSERT INTO public.amends_schedule (job, seconds, next_at) VALUES (%s, %s, now())
    ON CONFLICT (job) DO UPDATE SET seconds = excluded.seconds,
        next_at = least(amends_schedule.next_at, now() + excluded.seconds * interval '1 second')
"""


def keep() -> None:
    """Write the settings' schedules (OUTBOX_SCHEDULES: job name -> seconds) into the table; remove the others."""
    wanted: dict[str, int] = settings.OUTBOX_SCHEDULES
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM public.amends_schedule WHERE job <> ALL(%s)", [list(wanted)])
        for name, seconds in wanted.items():
            cursor.execute(_KEEP, [name, seconds])


def queue_due() -> int:
    """Queue each schedule that is due; return how many."""
    count = 0
    while _queue_one():
        count += 1
    return count


def _queue_one() -> bool:
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A newer release may have written schedules that this one has no job for.
            cursor.execute(_TAKE, [list(JOBS)])
            row = cursor.fetchone()
        if row is None:
            return False
        faults.point("outbox.before_schedule_commit")
        queue(row[0])
    faults.point("outbox.after_schedule_commit")
    return True
