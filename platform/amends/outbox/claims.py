"""Taking a due row: the attempt is counted and committed first, then the row is locked for as long as it runs.

There is no lease. The lock belongs to the worker's connection and ends with it, so a killed worker's row is
free at once; and because the attempt was committed before, a job that kills its worker every time still
runs out of attempts. The delay before the next attempt is written with the count, for the same reason.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from tenants import faults

# Seconds before attempt n + 1 are 2 ** (n - 1), at most an hour, give or take 10 % so that a crowd spreads.
_COUNT = """
    UPDATE public.amends_outbox
       SET attempts = attempts + 1,
           not_before = now() + least(power(2, least(attempts, 12)), 3600) * interval '1 second'
                              * (0.9 + 0.2 * random())
     WHERE id = (SELECT id FROM public.amends_outbox
                  WHERE dead_at IS NULL AND not_before <= now()
                  ORDER BY not_before, id LIMIT 1 FOR UPDATE SKIP LOCKED)
 RETURNING id, schema, origin, job, args, attempts
"""
# Another worker can only have come between when the count differs; then the row is theirs. A lock without that
# is a moment's: a worker that looked for a due row locks this one before it sees that it is not due any more.
_LOCK = """
    SELECT 1 FROM public.amends_outbox
     WHERE id = %s AND attempts = %s AND dead_at IS NULL FOR UPDATE SKIP LOCKED
"""
_PAUSES = (0, 0.002, 0.01, 0.05)
_REMOVE = "DELETE FROM public.amends_outbox WHERE id = %s"
_FAIL = """
    UPDATE public.amends_outbox SET last_error = %s, dead_at = CASE WHEN %s THEN now() END WHERE id = %s
"""
# The attempt that was counted did not take place.
_POSTPONE = """
    UPDATE public.amends_outbox
       SET attempts = attempts - 1, last_error = %s, not_before = coalesce(%s, now() + interval '5 seconds')
     WHERE id = %s
"""


@dataclass(frozen=True)
class Claim:
    """A row that this worker is trying to run."""

    id: UUID
    schema: str
    origin: str
    job: str
    args: dict[str, Any]
    attempts: int

    def lock(self) -> bool:
        """Return whether this transaction now holds the row; it then holds it until it ends."""
        with connection.cursor() as cursor:
            for pause in _PAUSES:
                time.sleep(pause)
                cursor.execute(_LOCK, [self.id, self.attempts])
                if cursor.fetchone() is not None:
                    faults.point("outbox.after_lock")
                    return True
        return False

    def remove(self) -> None:
        """Delete the row: what it asked for has been committed, or is about to be with this transaction."""
        faults.point("outbox.before_removal")
        with connection.cursor() as cursor:
            cursor.execute(_REMOVE, [self.id])
        faults.point("outbox.after_removal")

    def fail(self, error: str, *, dead: bool) -> None:
        """Note the class of the error; the row waits for its next attempt, or for an operator when `dead`."""
        with connection.cursor() as cursor:
            cursor.execute(_FAIL, [error[:200], dead, self.id])
        faults.point("outbox.after_failure")

    def postpone(self, until: datetime | None = None) -> None:
        """Let the row wait without having tried: until a time, or for a moment because its tenant is closed."""
        why = "outbox.put_off" if until else "outbox.tenant_closed"
        with connection.cursor() as cursor:
            cursor.execute(_POSTPONE, [why, until, self.id])


def count_next() -> Claim | None:
    """Count an attempt of the row that is due next and return it; None when nothing is due."""
    faults.point("outbox.before_claim")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT)
        row = cursor.fetchone()
        if row is None:
            return None
        faults.point("outbox.before_count_commit")
    faults.point("outbox.after_count_commit")
    key, schema, origin, job, args, attempts = row
    # Django leaves jsonb as text on a plain cursor.
    return Claim(key, schema, origin, job, _loaded(args), attempts)


def _loaded(args: Any) -> dict[str, Any]:
    return json.loads(args) if isinstance(args, str) else args
