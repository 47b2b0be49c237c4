"""How a program stands follows from its coverages and the time; against a model that walks through the days."""

import datetime as dt
import random

import pytest

from billing.models import BillingAccount, Coverage, Subscription
from billing.standing import copy_of, standing_of

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def span(begins, ends=None, *, plan="program-small.1", kind="own", failing=None, ended=None, name="A payer"):
    """Return a coverage in hours from START; `failing` and `ended` are its subscription's."""
    paid = Subscription(
        pk="sub_1",
        plan_key=plan,
        failing_since=None if failing is None else START + failing * HOUR,
        ends_at=None if ended is None else START + ended * HOUR,
    )
    return Coverage(
        account=BillingAccount(name=name),
        kind=kind,
        plan_key=plan,
        subscription=None if kind == "trial" else paid,
        starts_at=START + begins * HOUR,
        ends_at=None if ends is None else START + ends * HOUR,
    )


def at(hour, *spans):
    return standing_of(spans, now=START + hour * HOUR)


@pytest.mark.no_db
def test_whoever_was_never_told_to_pay_has_not_lapsed():
    standing = at(5)
    assert (standing.lapsed_since, standing.lapses_at, standing.live) == (None, None, ())


@pytest.mark.no_db
def test_a_trial_ends_at_its_end():
    assert at(9, span(0, 10, kind="trial")).lapses_at == START + 10 * HOUR
    assert at(10, span(0, 10, kind="trial")).lapsed_since == START + 10 * HOUR


@pytest.mark.no_db
def test_a_card_that_fails_ends_the_coverage_when_it_failed():
    assert at(30, span(0, failing=20)).lapsed_since == START + 20 * HOUR
    assert at(30, span(0, failing=20), span(0, name="B", kind="covered")).lapsed_since is None


@pytest.mark.no_db
def test_a_hand_over_leaves_no_gap_and_adds_up():
    both = (
        span(0, 20, plan="program-medium.1"),
        span(15, None, kind="covered", plan="network.1", name="Net"),
    )
    standing = at(17, *both)
    assert standing.lapses_at is None
    assert standing.active_cases is None
    assert "sign_on" in standing.features
    assert copy_of(standing, version=3)["payer"] == "Net"
    assert at(10, *both).lapses_at is None
    assert at(10, both[0], span(21, None, kind="covered")).lapses_at == START + 20 * HOUR


@pytest.mark.no_db
def test_the_band_is_that_of_the_largest_plan():
    assert at(1, span(0), span(0, plan="program-medium.1")).active_cases == 100


@pytest.mark.no_db
def test_against_a_model_that_walks_through_the_hours():
    rng = random.Random(8)
    for _ in range(400):
        spans = []
        for _ in range(rng.randint(1, 4)):
            begins = rng.randint(0, 30)
            ends = rng.choice([None, begins + rng.randint(0, 20)])
            failing = rng.choice([None, None, begins + rng.randint(0, 25)])
            spans.append((begins, ends, failing))
        now = rng.randint(0, 60)
        standing = at(now, *(span(b, e, failing=f) for b, e, f in spans))

        def good(hour, spans=spans):
            return any(b <= hour < min(x for x in (e, f, 10_000) if x is not None) for b, e, f in spans)

        if good(now):
            assert standing.lapsed_since is None
            later = next((hour for hour in range(now, 5000) if not good(hour)), None)
            assert standing.lapses_at == (None if later is None else START + later * HOUR)
        elif any(b <= now for b, _, _ in spans):
            since = now
            while since > 0 and not good(since - 1):
                since -= 1
            known = [x for b, e, f in spans if b <= now for x in (e, f) if x is not None]
            assert (
                standing.lapsed_since
                == START
                + max(min(x for x in (e, f, 10_000) if x is not None) for b, e, f in spans if b <= now) * HOUR
            ), (spans, now, since, known)
        else:
            assert standing.lapsed_since is None
