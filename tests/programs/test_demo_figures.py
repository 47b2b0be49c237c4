"""The demonstration's figures: invented counts on the real way, one domain withheld, and once."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import transaction

from network.reporting import intake
from network.reporting.models import Contributor, Kind, Release
from programs.demo.figures import Part, invented, publish_figures
from tenants.context import as_owner
from tests.network.oversight.made import made_network
from tests.network.reporting.made import MINNESOTA, WISCONSIN, made_programs

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture
def parts(committed):
    with as_owner(), transaction.atomic():
        north, lakes = made_network("North"), made_network("Lakes")
    kinds = ("church", "community_agency", "probation", "dispute_settlement")
    return [
        Part(
            tenant, MINNESOTA if number < 8 else WISCONSIN, north if number < 8 else lakes, kinds[number % 4]
        )
        for number, tenant in enumerate(made_programs(12))
    ]


def told(**asked):
    with as_owner():
        return {(row.level, row.name): (row.state, row.why) for row in Release.objects.filter(**asked)}


def test_it_works(parts):
    publish_figures(parts, NOW)
    expected = {
        ("nation", "United States"): ("published", ""),
        ("region", "Minnesota"): ("published", ""),
        ("network", "North"): ("published", ""),
        ("region", "Wisconsin"): ("withheld", "few"),
        ("network", "Lakes"): ("withheld", "few"),
    }
    for year in (2024, 2025):
        assert told(period__year=year, period__kind=Kind.YEAR) == expected
    assert told(period__year=2024, period__kind=Kind.LATER) == expected
    assert told(period__year=2025, period__kind=Kind.LATER) == told(period__year=2026) == {}


def test_it_is_done_once_and_what_a_program_says_later_counts(parts):
    for _ in range(2):
        publish_figures(parts, NOW)
    with as_owner():
        assert Release.objects.count() == 15
        assert set(Contributor.objects.values_list("heard", "first_year")) == {(0, 2024)}


@pytest.mark.no_db
def test_invented_counts_are_counts_of_cases_and_always_the_same():
    part = Part(SimpleNamespace(slug="grace"), MINNESOTA, None, "church")
    for kind in Kind.values:
        counts = invented(part, 2025, kind)
        assert counts == invented(part, 2025, kind) != invented(part, 2024, kind)
        assert 55 <= intake.check(kind, counts) <= 140
