"""The rung of a lapse is a matter of days, and what each leaves is the table of the design."""

import datetime as dt

import pytest

from billing.ladder import LEAVES, Rung, Work, rung_at

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
# Day of the lapse, open cases: rung. From the table in the design (experience, 1.5).
DAYS = {
    (0, False): "past_due",
    (14, False): "past_due",
    (15, False): "restricted",
    (74, False): "restricted",
    (75, False): "export_only",
    (164, False): "export_only",
    (165, False): "archived",
    (165, True): "export_only",
    (4000, True): "export_only",
}
TABLE = {
    "current": {"intake", "casework", "protection", "running", "export"},
    "past_due": {"intake", "casework", "protection", "running", "export"},
    "restricted": {"casework", "protection", "running", "export"},
    "export_only": {"casework", "protection", "export"},
    "archived": set(),
}


@pytest.mark.no_db
@pytest.mark.parametrize(("case", "rung"), DAYS.items())
def test_each_day_has_its_rung(case, rung):
    days, has_open_cases = case
    assert rung_at(NOW - dt.timedelta(days=days), now=NOW, has_open_cases=has_open_cases) == rung


@pytest.mark.no_db
def test_who_never_lapsed_or_will_only_is_current():
    assert rung_at(None, now=NOW, has_open_cases=False) == Rung.CURRENT
    assert rung_at(NOW + dt.timedelta(seconds=1), now=NOW, has_open_cases=False) == Rung.CURRENT


@pytest.mark.no_db
def test_a_rung_begins_at_its_second():
    since = NOW - dt.timedelta(days=15)
    assert rung_at(since, now=NOW, has_open_cases=False) == Rung.RESTRICTED
    assert rung_at(since, now=NOW - dt.timedelta(seconds=1), has_open_cases=False) == Rung.PAST_DUE


@pytest.mark.no_db
def test_each_rung_leaves_what_the_table_says():
    assert {rung.value: {work.value for work in left} for rung, left in LEAVES.items()} == TABLE
    assert set(TABLE) == set(Rung.values)
    assert set().union(*TABLE.values()) == set(Work.values)
