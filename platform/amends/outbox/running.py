"""Running one claimed row: the effect and the proof that it happened are committed together, once.

Where the effect is decides what proves it:

- in a tenant: its `done` row, in the same transaction; the outbox row is removed afterwards;
- in public: an inbox key and the removal of the outbox row, in the same transaction.
"""

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from amends import audit
from amends.observe import sentry
from amends.outbox import errands
from amends.outbox.arguments import TOKEN, decoded
from amends.outbox.claims import Claim
from amends.outbox.registry import Errand, Job, NotYet, UnknownJob, find
from tenants import faults
from tenants.context import inside
from tenants.place import PUBLIC
from tenants.release import own_fingerprint

log = logging.getLogger(__name__)

# No row older than this runs; what proves that it has run is kept for longer.
OLDEST = timedelta(days=90)
KEPT = timedelta(days=100)

_DONE = """
    WITH old AS (DELETE FROM outbox_done WHERE job_id < %s)
    INSERT INTO outbox_done (job_id) VALUES (%s) ON CONFLICT DO NOTHING RETURNING job_id
"""
_IS_DONE = "SELECT 1 FROM outbox_done WHERE job_id = %s"
_HAS_ARRIVED = "SELECT 1 FROM public.amends_inbox WHERE key = %s"
_ARRIVED = "INSERT INTO public.amends_inbox (key) VALUES (%s) ON CONFLICT DO NOTHING RETURNING key"
# Code must not work on a schema that it does not know, or that is being mended; as with requests, which get 503.
_IS_OPEN = """
    SELECT NOT t.maintenance AND (t.suspended_at IS NULL OR %s)
           AND EXISTS (SELECT FROM public.tenants_release r
                       WHERE r.fingerprint = t.release AND r.serves @> %s::jsonb)
      FROM public.tenants_tenant t WHERE t.schema_name = %s
"""
_PLAIN = (UUID, int, bool, str, date, datetime, time, timedelta, Decimal, type(None))


class NotPlain(TypeError):
    """A crossing's `read` returned something tied to its place, such as a model instance."""


class Refused(Exception):
    """A row that must never run: an unfit origin, or older than the proof that it has not run yet."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Closed(Exception):
    """The tenant is suspended, in maintenance, or at a release that this code does not know: the row waits."""


def run(claim: Claim, *, now: datetime | None = None) -> str:
    """Run a claimed row in the public schema; return "done", "retry", "dead", "waits" or "lost" (someone else's).

    The transaction that is opened here holds the row's lock until the outcome is committed.
    """
    with transaction.atomic():
        if not claim.lock():
            return "lost"
        outcome = _attempt(claim, now or datetime.now(UTC))
    faults.point("outbox.after_removal_commit" if outcome == "done" else "outbox.after_failure_commit")
    return outcome


def _attempt(claim: Claim, now: datetime) -> str:
    attempts = 0
    try:
        job = find(claim.job)
        attempts = job.attempts
        _refuse_unfit(claim, job, now)
        _take_effect(claim, job, now)
    except Closed:
        claim.postpone()
        return "waits"
    except NotYet as wait:
        claim.postpone(wait.until)
        return "waits"
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            raise  # The lock went with the connection, and the row is already free.
        dead = isinstance(error, Refused | UnknownJob) or claim.attempts >= attempts
        name = error.rule if isinstance(error, Refused) else error_name(error)
        log.warning("Job %s %s failed at attempt %s: %s", claim.job, claim.id, claim.attempts, name)
        if dead or claim.attempts == 1:
            sentry.report(error, schema=claim.schema)
        claim.fail(name, dead=dead)
        return "dead" if dead else "retry"
    claim.remove()
    return "done"


def _refuse_unfit(claim: Claim, job: Job, now: datetime) -> None:
    if claim.attempts > job.attempts:
        # Every attempt was counted and none came back to say how it went.
        raise Refused("outbox.killed_its_worker")
    # An errand, such as a letter, runs in whichever place queued it for itself.
    is_own_errand = job.errand is not None and claim.schema == claim.origin == PUBLIC
    if (job.place == "public") != (claim.schema == PUBLIC) and not is_own_errand:
        raise Refused("outbox.wrong_place")
    if job.only_from_public and claim.origin != PUBLIC:
        raise Refused("outbox.wrong_origin")
    if claim.id < oldest_id(now - OLDEST):
        raise Refused("outbox.too_old")
    if claim.schema != PUBLIC:
        _wait_while_closed(claim.schema, job)


def _wait_while_closed(schema: str, job: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_IS_OPEN, [job.while_suspended, json.dumps([own_fingerprint()]), schema])
        row = cursor.fetchone()
    if row is None:
        raise Refused("outbox.no_such_tenant")
    if not row[0]:
        raise Closed


def _take_effect(claim: Claim, job: Job, now: datetime) -> None:
    args = decoded(claim.args)
    faults.point("outbox.before_effect")
    if job.run is not None and claim.schema == PUBLIC:
        _in_public(claim, job.run, args)
    elif job.run is not None:
        _in_tenant(claim, job.run, args, now)
    elif job.errand is not None:
        _run_errand(claim, job.errand, args, now)
    elif job.read is not None and job.write is not None:
        _cross(claim, job.read, job.write, args, now, to_public=not job.only_from_public)
    faults.point("outbox.after_effect")


def _run_errand(claim: Claim, errand: Errand, args: dict[str, Any], now: datetime) -> None:
    if claim.schema == PUBLIC:
        mark, asked, done = _ARRIVED, _HAS_ARRIVED, [f"{PUBLIC}/{claim.id}"]
        errands.run(
            claim,
            errand,
            args,
            was_done=lambda: _is_first(asked, done),
            mark_done=lambda: _is_first(mark, done),
        )
        return
    key = [claim.id]
    errands.run(
        claim,
        errand,
        args,
        was_done=lambda: _is_first(_IS_DONE, key),
        mark_done=lambda: _is_first(_DONE, [oldest_id(now - KEPT), *key]),
    )


def _cross(
    claim: Claim,
    read: Callable[..., Any],
    write: Callable[..., Any],
    args: dict[str, Any],
    now: datetime,
    *,
    to_public: bool,
) -> None:
    if to_public:
        payload = _read_in_tenant(claim, read, args)
        faults.point("outbox.after_read")
        _in_public(claim, write, {"payload": payload, "origin": claim.schema})
    else:
        # A savepoint: when the read fails, the lock and the note of the failure go on.
        with transaction.atomic():
            payload = plain(read(**args))
        faults.point("outbox.after_read")
        _in_tenant(claim, write, {"payload": payload, "origin": PUBLIC}, now)


def _in_tenant(claim: Claim, function: Callable[..., Any], args: dict[str, Any], now: datetime) -> None:
    # The gathering is outside: what was refused stays in the audit although the effect is rolled back.
    with inside(claim.schema), audit.gathering():
        with transaction.atomic():
            if not _is_first(_DONE, [oldest_id(now - KEPT), claim.id]):
                return
            function(**args)
            audit.flush()
            faults.point("outbox.before_effect_commit")
        faults.point("outbox.after_effect_commit")


def _read_in_tenant(claim: Claim, read: Callable[..., Any], args: dict[str, Any]) -> Any:
    with inside(claim.schema), audit.gathering(), transaction.atomic():
        payload = plain(read(**args))
        audit.flush()
    return payload


def _in_public(claim: Claim, function: Callable[..., Any], args: dict[str, Any]) -> None:
    # A savepoint, as above.
    with transaction.atomic():
        if not _is_first(_ARRIVED, [f"{claim.schema}/{claim.id}"]):
            return
        function(**args)
        faults.point("outbox.after_public_effect")


def _is_first(statement: str, params: list[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone() is not None


def plain(payload: Any) -> Any:
    """Return `payload` when it is made of plain values, else raise NotPlain: it is about to leave its place."""
    if isinstance(payload, dict):
        return {plain(key): plain(value) for key, value in payload.items()}
    if isinstance(payload, list | tuple):
        return [plain(value) for value in payload]
    if isinstance(payload, _PLAIN):
        return payload
    raise NotPlain(f"{type(payload).__name__} cannot cross; return ids, numbers, dates and words.")


def error_name(error: BaseException) -> str:
    """Return the class of an error and our own rules' ids; never its message, which may quote a row."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    rules = [str(getattr(reason, "id", "")) for reason in getattr(error, "reasons", ())]
    return ":".join([name, *(rule for rule in rules if TOKEN.fullmatch(rule))])[:200]


def oldest_id(moment: datetime) -> UUID:
    """Return the smallest UUID of version 7 made at `moment`."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62)
