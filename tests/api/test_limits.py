"""How often one token may ask: counted by the minute, for each alone, and with Redis away."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import caches

from tests.api.rig import assert_problem

NOON = dt.datetime(2026, 11, 21, 12, 0, 20, tzinfo=dt.UTC)


@pytest.fixture
def few(settings):
    settings.API_REQUESTS_PER_MINUTE = 3


@pytest.fixture
def without_redis(world):
    """As if Redis did not answer: the cache counts in this process."""
    cache = caches["default"]
    cache.rests_until = float("inf")
    yield
    cache.rests_until = 0.0


def ask_often(asking, times):
    return [asking.ask("program/").status_code for _ in range(times)]


def test_it_works(few, software):
    asking, other = software(), software()
    with time_machine.travel(NOON, tick=False):
        assert ask_often(asking, 4) == [200, 200, 200, 429]
        answer = asking.ask("program/")
        assert_problem(answer, 429, "too_many_requests")
        assert answer.headers["Retry-After"] == "40"
        assert ask_often(other, 1) == [200]
    with time_machine.travel(NOON + dt.timedelta(seconds=40), tick=False):
        assert ask_often(asking, 1) == [200]


def test_what_is_refused_counts_too(few, software):
    asking = software()
    with time_machine.travel(NOON + dt.timedelta(minutes=5), tick=False):
        assert [asking.ask("nothing/").status_code for _ in range(4)] == [404, 404, 404, 429]


def test_it_holds_without_redis(few, without_redis, software):
    with time_machine.travel(NOON + dt.timedelta(minutes=10), tick=False):
        assert ask_often(software(), 4) == [200, 200, 200, 429]
