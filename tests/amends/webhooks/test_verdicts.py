"""What follows from an answer: the schedule over three days, 410, and when an endpoint pauses."""

from datetime import UTC, datetime, timedelta

import pytest

from amends.webhooks.sending import Answer
from amends.webhooks.verdicts import ATTEMPTS, PATIENCE, WAITS, Outcome, after

pytestmark = pytest.mark.no_db
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FAILED = Answer(500)


def judged(answer=FAILED, **changes):
    given = {"number": 1, "now": NOW, "failing_since": None, "chance": lambda: 0.5}
    return after(answer, **given | changes)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_it_works(status):
    verdict = judged(Answer(status), failing_since=NOW - 2 * PATIENCE)
    assert (verdict.outcome, verdict.pauses) == (Outcome.DELIVERED, False)


@pytest.mark.parametrize(
    "answer",
    [
        *(Answer(status) for status in (300, 301, 302, 307, 308, 400, 401, 404, 429, 500, 503, 599)),
        *(Answer(None, trouble) for trouble in ("too_slow", "not_public", "unknown_host", "certificate")),
    ],
)
def test_what_is_not_taken_is_tried_again(answer):
    verdict = judged(answer)
    assert (verdict.outcome, verdict.again_at, verdict.pauses) == (Outcome.AGAIN, NOW + WAITS[0], False)


def test_the_attempts_reach_over_three_days():
    now, times = NOW, []
    for number in range(1, ATTEMPTS):
        verdict = judged(number=number, now=now)
        times.append(verdict.again_at - now)
        now = verdict.again_at
    assert tuple(times) == WAITS
    assert timedelta(days=3) < now - NOW < timedelta(days=4)
    assert judged(number=ATTEMPTS, now=now).outcome == Outcome.FAILED


def test_what_failed_together_does_not_come_back_together():
    early, late = judged(number=4, chance=lambda: 0.0), judged(number=4, chance=lambda: 1.0)
    assert early.again_at == NOW + 0.9 * WAITS[3]
    assert late.again_at == NOW + 1.1 * WAITS[3]


def test_410_ends_it_at_once_and_pauses_the_endpoint():
    verdict = judged(Answer(410))
    assert (verdict.outcome, verdict.again_at, verdict.pauses) == (Outcome.FAILED, None, True)


@pytest.mark.parametrize(
    ("since", "pauses"),
    [(None, False), (timedelta(days=2, hours=23), False), (PATIENCE, True), (timedelta(days=9), True)],
)
def test_three_days_without_a_success_pause_the_endpoint(since, pauses):
    verdict = judged(failing_since=since and NOW - since)
    assert (verdict.outcome, verdict.pauses) == (Outcome.AGAIN, pauses)
