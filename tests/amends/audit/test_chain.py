"""The chain without a database."""

import dataclasses
import datetime as dt

import pytest

from amends.audit.chain import GENESIS, Said, link

pytestmark = pytest.mark.no_db
KEY = b"k" * 32
SAID = Said(
    dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC),
    "change",
    "a:1",
    "opened",
    "case",
    "1",
    {"b": 1, "a": "x"},
)


def test_it_works():
    first = link(KEY, 1, SAID, GENESIS)

    assert len(first) == 32
    assert first == link(KEY, 1, dataclasses.replace(SAID, facts={"a": "x", "b": 1}), GENESIS)
    assert first != link(b"other key".ljust(32), 1, SAID, GENESIS)
    assert first != link(KEY, 2, SAID, GENESIS)
    assert first != link(KEY, 1, SAID, first)


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Said)])
def test_every_part_counts(field):
    other = {
        "at": SAID.at + dt.timedelta(microseconds=1),
        "facts": {"b": 2, "a": "x"},
    }.get(field, "another")
    assert link(KEY, 1, SAID, GENESIS) != link(KEY, 1, dataclasses.replace(SAID, **{field: other}), GENESIS)


def test_another_time_zone_is_the_same_moment():
    zone = dt.timezone(dt.timedelta(hours=-5))
    assert link(KEY, 1, SAID, GENESIS) == link(
        KEY, 1, dataclasses.replace(SAID, at=SAID.at.astimezone(zone)), GENESIS
    )
