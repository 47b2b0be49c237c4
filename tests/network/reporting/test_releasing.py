"""A period is drawn and published once: every domain's figures, or that there are none, and why."""

import datetime as dt
import json

import pytest
from django.db import connection, transaction

from amends.actions import Refused
from network.reporting import intake, ledger
from network.reporting.actions import ask_programs, open_periods, release_period
from network.reporting.contributors import Withheld
from network.reporting.document import canonical, checksum
from network.reporting.models import Cell, Contributor, Kind, Period, Release, Spent
from network.reporting.plan import HARD_CAP, PLANNED, TABLES, Level
from tenants.context import as_owner
from tests.network.oversight.made import made_network
from tests.network.reporting.made import (
    SEALED,
    WISCONSIN,
    counted,
    made_programs,
    released,
    take_part,
)


@pytest.fixture
def six(worker):
    """Six programs of a network in Minnesota, and four in Wisconsin, which are too few."""
    with as_owner(), transaction.atomic():
        network = made_network()
    tenants = made_programs(10)
    take_part(tenants[:6], network=network)
    take_part(tenants[6:], region=WISCONSIN)
    return network, tenants


def of(releases, level):
    return {each.name: each for each in releases if each.level == level}


def test_it_works(six):
    network, tenants = six
    period = counted(tenants, {each.pk: 150 for each in tenants})
    releases = released(period)
    assert {(each.level, each.name, each.state, each.why) for each in releases} == {
        ("nation", "United States", "published", ""),
        ("region", "Minnesota", "published", ""),
        ("region", "Wisconsin", "withheld", "few"),
        ("network", network.name, "published", ""),
    }
    minnesota = Release.objects.get(level="region", state="published")
    told = minnesota.document
    assert told["contributors"] == 6
    assert set(minnesota.members) == {each.pk for each in tenants[:6]}
    assert minnesota.checksum == checksum(told) == checksum(json.loads(canonical(told)))
    assert [table["id"] for table in told["tables"]] == [
        table.id for table in TABLES if not table.is_late and Level.REGION in table.levels
    ]
    counts = {each["column"]: each["count"] for each in told["totals"]}
    # 900 cases of which 45 in 100 are completed; noise has a standard deviation of about 3.
    assert 350 <= counts["completed"] <= 460
    assert counts["completed"] % 5 == 0
    shares = {(each["id"], each["table"], each["row"]): each for each in told["shares"]}
    agreed = shares["agreed_of_mediated", "", "all"]
    assert agreed["low"] <= 59 / 64 <= agreed["high"]
    mode = {each["id"]: each for each in told["tables"]}["mode"]
    marks = {(cell["row"], cell["column"]): cell["mark"] for cell in mode["cells"]}
    assert (marks["none", "agreed"], marks["direct", "referred"]) == ("z", "z")


def test_a_domain_that_is_withheld_says_nothing_but_why(six):
    _network, tenants = six
    released(counted(tenants, {each.pk: 150 for each in tenants}))
    wisconsin = Release.objects.get(state="withheld")
    assert (wisconsin.document["why"], wisconsin.document["tables"]) == (Withheld.FEW, [])
    assert not wisconsin.cells.exists()
    assert not Spent.objects.filter(domain=wisconsin.domain).exists()


def test_every_published_cell_has_noise_also_where_nothing_was_counted(six):
    """Of some 130 cells that are empty in truth, next to none can have stayed exactly 0: one in 33 by its own noise."""
    _network, tenants = six
    period = counted(tenants, {each.pk: 60 for each in tenants}, are_alike=True)
    released(period)
    rollup, _digest = intake.read(period.pk)
    members = [each.pk for each in tenants]
    nation = Release.objects.get(level="nation")
    moved = 0
    for cell in nation.cells.all():
        true = sum(rollup[key].get(cell.table, {}).get((cell.row, cell.column), 0) for key in members)
        moved += cell.value != true
    assert nation.cells.count() == sum(
        len(table.cells) for table in TABLES if not table.is_late and Level.NATION in table.levels
    )
    assert moved > 0.85 * nation.cells.count()


def test_the_ledger_has_what_was_spent_and_no_more_than_was_planned(six):
    _network, tenants = six
    released(counted(tenants, {each.pk: 150 for each in tenants}))
    late = sum((row.rho for row in ()), ledger.spent_on_a_case(2026))
    # The table of new offenses is published fifteen months later.
    assert late < PLANNED < HARD_CAP
    assert Spent.objects.filter(table=ledger.GATE).count() == 1


def test_it_is_released_once(six):
    _network, tenants = six
    period = counted(tenants, {each.pk: 150 for each in tenants})
    released(period)
    before = list(Cell.objects.order_by("pk").values_list("pk", "value"))
    with pytest.raises(Refused, match="period_is_counting"):
        released(period)
    assert list(Cell.objects.order_by("pk").values_list("pk", "value")) == before
    with pytest.raises(Exception, match="release_drawn_once"), transaction.atomic():
        again = Release.objects.get(level="nation")
        Release.objects.bulk_create([Release(**{**_values(again), "id": period.pk})])


def _values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_waits_for_programs_for_a_week_and_leaves_out_who_does_not_answer(six):
    _network, tenants = six
    period = counted(tenants[:-1], {each.pk: 150 for each in tenants})
    with pytest.raises(Refused, match="programs_have_answered"):
        released(period, days=6)
    released(period, days=7)
    members = Release.objects.get(level="nation").members
    assert {*members} == {each.pk for each in tenants[:-1]}


def test_nobody_is_asked_before_its_day(worker):
    tenants = made_programs(1)
    take_part(tenants)
    open_periods(actor=None, today=dt.date(2026, 6, 1))
    periods = {each.kind: each for each in Period.objects.all()}
    assert {kind: each.seals_on for kind, each in periods.items()} == {
        Kind.YEAR: dt.date(2027, 3, 1),
        Kind.LATER: dt.date(2028, 4, 1),
    }
    assert ask_programs(actor=None, period=periods[Kind.YEAR], now=SEALED - dt.timedelta(days=1)) == 0
    assert ask_programs(actor=None, period=periods[Kind.YEAR], now=SEALED) == 1
    assert ask_programs(actor=None, period=periods[Kind.YEAR], now=SEALED) == 0


def test_who_ended_taking_part_before_sealing_is_in_nothing(six):
    _network, tenants = six
    period = counted(tenants, {each.pk: 150 for each in tenants})
    take_part(tenants[:1], version=2, last_year=2025)
    assert Contributor.objects.get(tenant=tenants[0]).ended_at is not None
    released(period)
    assert tenants[0].pk not in Release.objects.get(level="nation").members


def test_what_comes_later_has_its_own_release_of_the_same_programs(six):
    _network, tenants = six
    released(counted(tenants, {each.pk: 150 for each in tenants}))
    later = Period.objects.get(kind=Kind.LATER, year=2026)
    now = dt.datetime(2028, 4, 1, 6, tzinfo=dt.UTC)
    ask_programs(actor=None, period=later, now=now)
    counts = {"new_offence": {"juvenile": {"yes": 20, "no": 90}, "adult": {"not_known": 40}}}
    for tenant in tenants[1:]:
        assert intake.hand_in(period_id=later.pk, tenant_id=tenant.pk, kind=Kind.LATER, counts=counts)
    release_period(actor=None, period=later, now=now + dt.timedelta(days=7))
    found = {(each.level, each.state, each.why) for each in Release.objects.filter(period=later)}
    # One program of Minnesota did not answer: its counts could be reckoned from both releases of the same cases.
    assert found == {
        ("nation", "withheld", "reckoned"),
        ("region", "withheld", "reckoned"),
        ("region", "withheld", "few"),
        ("network", "withheld", "reckoned"),
    }
    assert ledger.spent_on_a_case(2026) < PLANNED


def test_all_releases_of_a_life_spend_exactly_what_is_planned(six):
    _network, tenants = six
    released(counted(tenants, {each.pk: 150 for each in tenants}))
    later = Period.objects.get(kind=Kind.LATER, year=2026)
    now = dt.datetime(2028, 4, 1, 6, tzinfo=dt.UTC)
    ask_programs(actor=None, period=later, now=now)
    counts = {"new_offence": {"juvenile": {"yes": 20, "no": 90}, "adult": {"not_known": 40}}}
    for tenant in tenants:
        intake.hand_in(period_id=later.pk, tenant_id=tenant.pk, kind=Kind.LATER, counts=counts)
    release_period(actor=None, period=later, now=now)
    assert ledger.spent_on_a_case(2026) == PLANNED
    document = Release.objects.get(period=later, level="nation").document
    assert [table["id"] for table in document["tables"]] == ["new_offence"]


def test_releases_are_never_changed_by_whoever_serves_pages(six):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT attname FROM pg_attribute WHERE attrelid = 'public.reporting_release'::regclass
               AND attnum > 0 AND has_column_privilege('amends_web', attrelid, attnum, 'UPDATE')"""
        )
        assert {name for (name,) in cursor.fetchall()} == {"state", "withdrawn_at", "withdrawn_for"}
        for table in ("reporting_release", "reporting_cell", "reporting_spent"):
            cursor.execute(
                "SELECT has_table_privilege(role, %s, verb) FROM unnest(ARRAY['amends_web', 'amends_worker']) role,"
                " unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) verb",
                [f"public.{table}"],
            )
            assert {*cursor.fetchall()} == {(False,)}
