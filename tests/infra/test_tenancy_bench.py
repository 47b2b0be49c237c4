"""The benchmark's own arithmetic: who is drawn, and what must hold."""

from itertools import islice

import pytest

from infra.bench.tenancy import draws, targets
from infra.bench.tenancy.fleetapp.names import NAMES, parent_of
from infra.bench.tenancy.processor import seconds_of

pytestmark = pytest.mark.no_db


def test_it_works():
    drawn = list(islice(draws.visits(draws.ZIPF, tenants=1000, seed=1), 20_000))
    share_of_first = drawn.count(0) / len(drawn)
    assert share_of_first == pytest.approx(draws.Zipf(1000).share(1), abs=0.01)
    assert set(drawn) <= set(range(1000))


def test_the_same_seed_draws_the_same():
    first, second = (list(islice(draws.visits(draws.UNIFORM, tenants=9, seed=3), 50)) for _ in range(2))
    assert first == second
    assert set(first) == set(range(9))


def test_the_hot_tenant_is_always_the_same():
    assert set(islice(draws.visits(draws.HOT, tenants=9, seed=3), 50)) == {0}


def test_shares_by_zipf_sum_to_one():
    zipf = draws.Zipf(1000)
    assert zipf.share(1000) == pytest.approx(1)
    assert zipf.share(90) == pytest.approx(0.755, abs=0.005)


def test_a_missing_figure_does_not_hold():
    assert not targets.judged({})["hot_against_single"]["holds"]


def test_limits_are_from_both_sides():
    found = targets.judged({"hot_against_single": 0.95, "claim_p50_ms": 20.1})
    assert found["hot_against_single"] == {"is": 0.95, "must_be": ">= 0.95", "holds": True}
    assert found["claim_p50_ms"] == {"is": 20.1, "must_be": "<= 20", "holds": False}


def test_each_model_points_to_an_earlier_one():
    assert all(parent_of(number) in NAMES[:number] for number in range(1, len(NAMES)))


def test_a_process_that_is_gone_took_no_time():
    assert seconds_of(2**22 - 1) == 0
