"""Running an errand: noted and committed, done outside of any transaction of its place, noted and committed again.

An effect in the outside world cannot commit together with its proof, so it happens at least once. What can be had is
had: the attempt is on record before it begins, and a worker that dies in between leaves that record behind.
In public the outbox row's lock is held by the very transaction that would have to commit first, so there only the
outbox's own count of attempts, which was committed before, tells that one went missing.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from amends import audit
from amends.outbox.registry import Attempt, Errand
from tenants import faults
from tenants.context import inside
from tenants.place import PUBLIC

if TYPE_CHECKING:
    from amends.outbox.claims import Claim


def run(
    claim: "Claim",
    errand: Errand,
    args: dict[str, Any],
    *,
    was_done: Callable[[], bool],
    mark_done: Callable[[], bool],
) -> None:
    """Run a claimed errand; raise what `perform` raised when it has to be tried again."""
    attempt = Attempt(
        key=claim.id,
        number=claim.attempts,
        # A UUID of version 7 begins with its time.
        queued_at=datetime.fromtimestamp((claim.id.int >> 80) / 1000, UTC),
        is_committed_first=claim.schema != PUBLIC,
    )
    if claim.schema == PUBLIC:
        _run(attempt, errand, args, was_done, mark_done)
        return
    with inside(claim.schema), audit.gathering():
        _run(attempt, errand, args, was_done, mark_done)


def _run(
    attempt: Attempt,
    errand: Errand,
    args: dict[str, Any],
    was_done: Callable[[], bool],
    mark_done: Callable[[], bool],
) -> None:
    with transaction.atomic():
        if was_done():
            return
        plan = errand.prepare(attempt, **args)
        if plan is None:
            mark_done()
        if attempt.is_committed_first:
            audit.flush()
    if plan is None:
        return
    faults.point("outbox.before_errand")
    try:
        outcome = errand.perform(plan)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is put on record, then raised
        outcome = error
    faults.point("outbox.after_errand")
    with transaction.atomic():
        is_over = errand.conclude(plan, outcome)
        if is_over:
            mark_done()
        if attempt.is_committed_first:
            audit.flush()
    if not is_over and isinstance(outcome, Exception):
        raise outcome
