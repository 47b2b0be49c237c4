"""Exact counts are handed in once, and read by the release of figures alone."""

from random import Random

import pytest
from django.db import DatabaseError, connection, transaction

from network.reporting import intake
from network.reporting.models import Kind, PeriodState
from tenants.context import as_owner, inside, platform, sealer
from tests.network.reporting.made import counted, counts_of, made_programs, released, take_part


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        assert "permission denied" in str(error)
        return True
    return False


READ = "SELECT * FROM stats_intake.rollup"
WRITES = (
    "INSERT INTO stats_intake.rollup VALUES (gen_random_uuid(), gen_random_uuid(), 'age', 'adult', 'agreed', 1)",
    "UPDATE stats_intake.rollup SET n = 2",
    "DELETE FROM stats_intake.rollup",
    "SELECT * FROM stats_intake.gate",
)
HAND_IN = "SELECT stats_intake.hand_in(gen_random_uuid(), gen_random_uuid(), '{}'::jsonb)"


def test_neither_web_nor_a_program_can_read_or_write_it(alpha):
    for entered in (platform(), inside(alpha)):
        with entered:
            assert all(refused(each) for each in (READ, *WRITES, HAND_IN))


def test_the_worker_can_only_hand_in(worker):
    assert all(refused(each) for each in (READ, *WRITES))
    assert not refused(HAND_IN)


def test_the_sealer_reads_it_and_nothing_else(worker, alpha):
    with sealer():
        assert not refused(READ)
        assert refused(WRITES[0])
        assert refused("SELECT * FROM public.reporting_release")
        assert refused("SELECT * FROM public.tenants_tenant")
        assert refused(f"SELECT * FROM {alpha.schema_name}.programs_mediationcase")
        assert refused(HAND_IN)


def test_it_works(worker):
    ours, theirs = made_programs(2)
    take_part([ours, theirs])
    period = counted([ours, theirs], {ours.pk: 30, theirs.pk: 0})
    rollup, digest = intake.read(period.pk)
    assert set(rollup) == {ours.pk}
    assert {name: sum(cells.values()) for name, cells in rollup[ours.pk].items()} == dict.fromkeys(
        (table.id for table in intake.tables_of(Kind.YEAR)), 30
    )
    assert (rollup, digest) == intake.read(period.pk)


def test_the_first_counts_stay(worker):
    (ours,) = made_programs(1)
    take_part([ours])
    period = counted([ours], {ours.pk: 30})
    before = intake.read(period.pk)
    more = counts_of(31, Random(1))
    assert not intake.hand_in(period_id=period.pk, tenant_id=ours.pk, kind=Kind.YEAR, counts=more)
    assert intake.read(period.pk) == before


def test_who_was_not_asked_hands_nothing_in(worker):
    ours, stranger = made_programs(2)
    take_part([ours])
    period = counted([ours], {ours.pk: 3})
    told = {"period_id": period.pk, "tenant_id": stranger.pk, "kind": Kind.YEAR}
    assert not intake.hand_in(**told, counts=counts_of(3, Random(1)))
    assert set(intake.read(period.pk)[0]) == {ours.pk}


def test_nothing_is_handed_in_after_sealing(worker):
    ours, slow = made_programs(2)
    take_part([ours, slow])
    period = counted([ours], {ours.pk: 3})
    released(period)
    period.refresh_from_db()
    assert period.state == PeriodState.SEALED
    told = {"period_id": period.pk, "tenant_id": slow.pk, "kind": Kind.YEAR}
    assert not intake.hand_in(**told, counts=counts_of(3, Random(1)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda counts: counts.update(county={"ramsey": {"agreed": 1}}), "no table"),
        (lambda counts: counts["age"].update(infant={"agreed": 1}), "no cell infant/agreed"),
        (lambda counts: counts["mode"].update(none={"agreed": 1}), "no cell none/agreed"),
        (lambda counts: counts["age"]["adult"].update(agreed=True), "whole number"),
        (lambda counts: counts["age"]["adult"].update(agreed=-1), "whole number"),
        (lambda counts: counts.pop("fear"), "add up"),
    ],
)
@pytest.mark.no_db
def test_counts_that_the_plan_does_not_know_are_refused(change, said):
    counts = counts_of(50, Random(5))
    assert intake.check(Kind.YEAR, counts) == 50
    change(counts)
    with pytest.raises(intake.Unfit, match=said):
        intake.check(Kind.YEAR, counts)


def test_an_owner_finds_no_person_there(worker):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'stats_intake'"
        )
        assert {name for (name,) in cursor.fetchall()} == {
            *("period", "tenant", "tbl", "row", "col", "n"),
            "noisy",
        }
