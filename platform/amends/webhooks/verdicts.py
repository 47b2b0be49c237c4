"""What an answer means for a message and for its endpoint: over, again at a time, given up, or pause."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from amends.webhooks.sending import Answer

# The schedule that the standard proposes, after the first attempt: 75 hours 35 minutes and 5 seconds in all.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
ATTEMPTS = len(WAITS) + 1
SPREAD = 0.1
"""Of a wait, more or less, so that what failed together does not come back together."""
PATIENCE = timedelta(days=3)
"""How long an endpoint may fail without one success before it pauses."""


class Outcome(StrEnum):
    """What becomes of a message after an attempt."""

    DELIVERED = "delivered"
    AGAIN = "again"
    FAILED = "failed"


@dataclass(frozen=True)
class Verdict:
    """`again_at` belongs to AGAIN alone; `pauses` is about the endpoint, whose later messages then wait."""

    outcome: Outcome
    again_at: datetime | None = None
    pauses: bool = False


def after(
    answer: Answer,
    *,
    number: int,
    now: datetime,
    failing_since: datetime | None,
    chance: Callable[[], float] = random.random,
) -> Verdict:
    """Return what follows from the answer to attempt `number` (from 1).

    `failing_since` is when the endpoint's first failure came after its last success; None when this is the first.
    A message that pauses its endpoint is not given up: it waits for whoever starts the endpoint again.
    """
    if answer.is_taken:
        return Verdict(Outcome.DELIVERED)
    if answer.status == HTTPStatus.GONE:
        return Verdict(Outcome.FAILED, pauses=True)
    pauses = failing_since is not None and now - failing_since >= PATIENCE
    if number >= ATTEMPTS:
        return Verdict(Outcome.FAILED, pauses=pauses)
    wait = WAITS[number - 1] * (1 - SPREAD + 2 * SPREAD * chance())
    return Verdict(Outcome.AGAIN, now + wait, pauses)
