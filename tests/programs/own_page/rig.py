"""The way to one's own page as the tests take it."""

import datetime as dt

from programs.own_visits import sign_link
from tests.conftest import HostClient
from tests.programs.cast import fresh

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)


def path_of(link) -> str:
    return f"/mine/{sign_link(fresh(link))}/"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def browser() -> HostClient:
    return HostClient("alpha.localhost")
