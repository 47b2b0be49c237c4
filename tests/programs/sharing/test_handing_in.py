"""A program takes part by its own word, and its counts cross once: the same however often jobs are done."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone

from amends.actions import Refused
from network.reporting import intake
from network.reporting.actions import ask_programs, open_periods
from network.reporting.models import Contributor, Kind, Period
from programs.actions.sharing import count_figures, share_figures, stop_sharing_figures
from programs.models import MediationCase, Program
from programs.sharing.consent import WORDS, Consent
from programs.sharing.handing import Handed, digest_of
from tenants.context import as_owner, platform
from tenants.ids import uuid7
from tests.meta.isolation_rows import CANARY, Scene
from tests.programs.cast import NOW, at, make_case
from tests.programs.networks.made import in_program

MINNESOTA = "us-state:MN"
NEW_YEAR = dt.datetime(NOW.year - 1, 6, 1, tzinfo=dt.UTC)
"""In the year before the cases of the tests are closed."""


def takes_part(world, **changes):
    told = {"words": WORDS, "region": MINNESOTA, "network": "", "now": NEW_YEAR}
    return share_figures(**{"actor": world.alice} | told | changes)


def close_all():
    MediationCase.objects.update(state="closed", closed_at=NOW, closure_reason="offender_withdrew")


def test_it_begins_with_the_next_year(world):
    consent = takes_part(world)
    assert (consent.first_year, consent.began, consent.last_year) == (NOW.year, NOW.year, None)
    assert [consent.holds_for(year) for year in (NOW.year - 1, NOW.year, NOW.year + 5)] == [False, True, True]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"words": WORDS + 1}, "consent_to_these_words"),
        ({"region": "us-state:XX"}, "region_is_known"),
        ({"network": str(uuid7())}, "figures_are_shared_with_network"),
    ],
)
def test_what_cannot_be_agreed_to_is_refused(world, changes, rule):
    with pytest.raises(Refused, match=rule):
        takes_part(world, **changes)
    assert not Consent.of(Program.objects.get()).number


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (dt.datetime(2027, 2, 28, tzinfo=dt.UTC), 2025),
        (dt.datetime(2027, 3, 1, tzinfo=dt.UTC), 2026),
        (dt.datetime(2027, 12, 31, tzinfo=dt.UTC), 2026),
    ],
)
def test_whoever_stops_is_in_nothing_that_is_not_sealed(world, now, last):
    takes_part(world)
    assert stop_sharing_figures(actor=world.alice, now=now).last_year == last
    with pytest.raises(Refused, match="takes_part"):
        stop_sharing_figures(actor=world.alice, now=now)


def test_another_region_keeps_when_taking_part_began(world):
    takes_part(world)
    later = takes_part(world, region="us-state:WI", now=NOW)
    assert (later.began, later.first_year) == (NOW.year, NOW.year + 1)
    stop_sharing_figures(actor=world.alice, now=NOW)
    again = takes_part(world, now=NOW)
    assert (again.began, again.first_year) == (NOW.year + 1, NOW.year + 1), "nothing is counted back"


def count(year=NOW.year):
    count_figures(actor=None, period_id=uuid7(), kind=Kind.YEAR, year=year, now=timezone.now())


def test_counts_stay_as_they_were_handed_in(world):
    takes_part(world)
    make_case(world, "held")
    close_all()
    count()
    handed = Handed.of(Program.objects.get(), Kind.YEAR, NOW.year)
    assert (handed.cases, handed.digest) == (1, digest_of(handed.counts))
    assert [each.counted_in for each in MediationCase.objects.all()] == [NOW.year]
    make_case(world, "held")
    close_all()
    count()
    assert Handed.of(Program.objects.get(), Kind.YEAR, NOW.year) == handed
    count(NOW.year + 1)
    late = Handed.of(Program.objects.get(), Kind.YEAR, NOW.year + 1)
    assert late.cases == 1, "what came late is in the next year, and nothing is in both"


def test_who_takes_no_part_is_not_counted(world):
    make_case(world, "held")
    close_all()
    count()
    assert not Handed.all(Program.objects.get())
    takes_part(world)
    stop_sharing_figures(actor=world.alice, now=NOW)
    count()
    assert not Handed.all(Program.objects.get())
    assert not MediationCase.objects.exclude(counted_in=None).exists()


@pytest.fixture
def asked(alpha, worker):
    """Alpha takes part with a case, and is asked for the year in which it was closed."""
    with at(alpha):
        scene = Scene(alpha, CANARY)
        takes_part(scene.world)
        close_all()
    worker.drain()
    now = dt.datetime(NOW.year + 1, 3, 2, tzinfo=dt.UTC)
    with platform():
        assert Contributor.objects.get(tenant=alpha).region == MINNESOTA
        open_periods(actor=None, today=now.date())
        period = Period.objects.get(kind=Kind.YEAR, year=NOW.year)
        assert ask_programs(actor=None, period=period, now=now) == 1
    return scene, period


def test_counts_cross_the_wall_once(alpha, asked, worker):
    _scene, period = asked
    worker.drain()
    with at(alpha):
        handed = Handed.of(Program.objects.get(), Kind.YEAR, NOW.year)
    with platform():
        rollup, digest = intake.read(period.pk)
        assert period.handings.get().handed_at is not None
    told = {
        name: {(row, column): n for row, columns in rows.items() for column, n in columns.items()}
        for name, rows in handed.counts.items()
    }
    assert rollup == {alpha.pk: told}
    in_program(
        alpha,
        lambda: count_figures(
            actor=None, period_id=period.pk, kind=Kind.YEAR, year=NOW.year, now=timezone.now()
        ),
    )
    worker.drain()
    with platform():
        assert intake.read(period.pk) == (rollup, digest)


def test_whoever_stops_while_it_is_counted_hands_nothing_more_in(alpha, asked, worker):
    scene, period = asked
    # The day on which counting began is over for the year, so the word holds for the next one.
    in_program(alpha, lambda: stop_sharing_figures(actor=scene.world.alice, now=NOW))
    worker.drain()
    with platform():
        assert intake.read(period.pk)[0] == {}
        assert Contributor.objects.get(tenant=alpha).last_year == NOW.year - 1


def test_nothing_of_a_case_crosses_but_counts(alpha, asked, worker):
    scene, _period = asked
    worker.drain()
    said = []
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        for table in (
            "reporting_contributor",
            "reporting_period",
            "reporting_handing",
            "amends_outbox",
            "audit_auditentry",
        ):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM public.\"{table}\" t")
            said.append(cursor.fetchone()[0])
        cursor.execute("SELECT coalesce(string_agg(t::text, chr(10)), '') FROM stats_intake.rollup t")
        said.append(cursor.fetchone()[0])
    kept = "\n".join(said)
    assert "victim_satisfied" in kept, "otherwise this would show nothing"
    people = (
        "canary.example",
        "555 0100",
        str(scene.case.pk),
        scene.case.reference,
        scene.world.alice.pk.hex,
    )
    assert [each for each in (CANARY, *people) if str(each) in kept] == []
