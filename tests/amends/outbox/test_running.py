"""Running a row: once, however often it is delivered, and with an end when it cannot be."""

import logging
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from amends import outbox
from amends.outbox import claims, letters, running
from amends.outbox.done.models import Done
from amends.outbox.models import Outbox
from tenants.context import as_owner, inside, platform
from tenants.models import Tenant
from tests.amends.outbox import jobs
from tests.amends.outbox.conftest import queue_in, queue_in_public, rows


def test_it_works(alpha, beta, worker):
    job_id = queue_in(alpha, "test.mark", name="a")
    assert worker.drain() == {"done": 1}
    assert jobs.marks_in(alpha) == ["a"]
    assert jobs.marks_in(beta) == []
    assert worker.rows() == []
    with inside(alpha):
        assert list(Done.objects.values_list("job_id", flat=True)) == [job_id]


def test_arguments_arrive_as_they_were_queued(alpha, worker):
    args = {"thing": uuid4(), "number": 3, "flag": False, "nothing": None, "token": "E1"}
    queue_in(alpha, "test.see", **args)
    worker.drain()
    assert [tuple(args.values())] == jobs.SEEN
    assert isinstance(jobs.SEEN[0][0], UUID)


def test_a_second_delivery_does_nothing(alpha, worker):
    queue_in(alpha, "test.mark", name="a")
    again = worker.rows()
    worker.drain()
    with platform():
        Outbox.objects.bulk_create(again)
    assert worker.drain() == {"done": 1}
    assert jobs.marks_in(alpha) == ["a"]
    assert worker.rows() == []


def test_a_second_delivery_in_public_does_nothing(worker):
    queue_in_public("test.platform", name="a")
    again = worker.rows()
    worker.drain()
    with platform():
        Outbox.objects.bulk_create(again)
    assert worker.drain() == {"done": 1}
    assert jobs.public_marks() == ["a"]


def test_a_job_waits_until_its_time(alpha, worker):
    queue_in(alpha, "test.mark", name="a", not_before=timezone.now() + timedelta(hours=1))
    assert worker.drain() == {}
    worker.make_due()
    assert worker.drain() == {"done": 1}


def test_a_failure_leaves_nothing_but_its_class_and_a_delay(alpha, worker, caplog):
    queue_in(alpha, "test.fails", name="a")
    with caplog.at_level(logging.DEBUG):
        assert worker.drain() == {"retry": 1}
    (row,) = worker.rows()
    assert (row.attempts, row.last_error, row.dead_at) == (1, "builtins.ValueError", None)
    assert (
        timedelta(seconds=0.5)
        < row.not_before - timezone.now() + timedelta(seconds=0.2)
        < timedelta(seconds=1.4)
    )
    assert jobs.marks_in(alpha) == []
    assert "Jane" not in caplog.text
    with inside(alpha):
        assert not Done.objects.exists()


def test_delays_grow_until_the_job_is_dead_and_a_replay_revives_it(alpha, worker):
    queue_in(alpha, "test.fails", name="a")
    delays = []
    for outcome in ("retry", "retry", "dead"):
        worker.make_due()
        assert worker.drain() == {outcome: 1}
        delays.append((worker.rows()[0].not_before - timezone.now()).total_seconds())
    assert delays[0] < delays[1] < delays[2]
    worker.make_due()
    assert worker.drain() == {}
    with platform():
        assert letters.stats()["dead"] == 1
        assert letters.stats()["jobs"]["test.fails"]["dead"] == 1
        assert letters.replay(job="test.mark") == 0
        assert letters.replay(job="test.fails") == 1
    jobs.TROUBLE["on"] = False
    assert worker.drain() == {"done": 1}
    assert jobs.marks_in(alpha) == ["a"]


def test_a_job_that_kills_its_worker_runs_out_of_attempts(alpha, worker):
    queue_in(alpha, "test.fails", name="a")
    for attempt in (1, 2, 3):
        worker.make_due()
        with platform():
            assert claims.count_next().attempts == attempt  # ... and the process is gone.
    worker.make_due()
    assert worker.drain() == {"dead": 1}
    assert worker.rows()[0].last_error == "outbox.killed_its_worker"
    assert jobs.marks_in(alpha) == []


# Two transactions of one login at the same time.
@pytest.mark.needs_two_connections
def test_a_row_that_another_worker_runs_is_left_alone(alpha, worker):
    queue_in(alpha, "test.mark", name="a")
    with platform():
        claim = claims.count_next()
    worker.make_due()
    seen = []

    def other():
        with platform():
            seen.append((claims.count_next(), running.run(claim)))

    with platform(), transaction.atomic():
        assert claim.lock()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert seen == [(None, "lost")]
    with platform():
        assert running.run(claim) == "done"


def test_a_row_that_another_worker_has_counted_since_is_theirs(alpha, worker):
    queue_in(alpha, "test.mark", name="a")
    with platform():
        first = claims.count_next()
        worker.make_due()
        second = claims.count_next()
        assert running.run(first) == "lost"
        assert running.run(second) == "done"
    assert jobs.marks_in(alpha) == ["a"]


def test_two_workers_on_one_row_take_effect_once(alpha, worker):
    """The lock can be lost with its connection while the job goes on; then the `done` row decides."""
    queue_in(alpha, "test.mark", name="a")
    with platform():
        claim = claims.count_next()
    assert claim.lock
    for _ in range(2):
        running._in_tenant(claim, jobs.mark, {"name": "a"}, timezone.now())
    assert jobs.marks_in(alpha) == ["a"]


def test_a_job_may_read_the_public_side(alpha, worker):
    queue_in(alpha, "test.looks_across", name="a")
    assert worker.drain() == {"done": 1}
    assert jobs.marks_in(alpha) == ["a0"]


def test_a_row_older_than_its_proof_is_not_run(alpha, worker):
    queue_in(alpha, "test.mark", name="a")
    with platform():
        claim = claims.count_next()
        assert running.run(claim, now=timezone.now() + timedelta(days=91)) == "dead"
        assert letters.replay(now=timezone.now() + timedelta(days=91)) == 0
        assert letters.replay() == 1
    assert worker.drain() == {"done": 1}


def test_old_done_rows_go_and_young_ones_stay(alpha, worker):
    old, young = running.oldest_id(timezone.now() - timedelta(days=101)), running.oldest_id(timezone.now())
    with inside(alpha):
        Done.objects.bulk_create([Done(job_id=old), Done(job_id=young)])
    job_id = queue_in(alpha, "test.mark", name="a")
    worker.drain()
    with inside(alpha):
        assert set(Done.objects.values_list("job_id", flat=True)) == {young, job_id}


def test_a_tenant_that_does_not_exist_is_a_dead_letter_and_holds_up_nobody(alpha, worker):
    missing = "t_" + "0" * 32
    with platform(), transaction.atomic():
        outbox.queue_for(missing, "test.mark", name="a")
    queue_in(alpha, "test.mark", name="b")
    assert worker.drain() == {"dead": 1, "done": 1}
    assert worker.rows()[0].last_error == "outbox.no_such_tenant"
    assert jobs.marks_in(alpha) == ["b"]


def test_a_job_that_finds_it_too_early_waits_until_its_time_and_loses_no_attempt(alpha, worker):
    queue_in(alpha, "test.not_yet", name="a")
    assert worker.drain() == {"waits": 1}
    (row,) = worker.rows()
    assert (row.attempts, row.last_error, row.dead_at) == (0, "outbox.put_off", None)
    assert timedelta(hours=8) < row.not_before - timezone.now() < timedelta(hours=10)
    assert jobs.marks_in(alpha) == []
    jobs.TROUBLE["on"] = False
    worker.make_due()
    assert worker.drain() == {"done": 1}
    assert jobs.marks_in(alpha) == ["a"]


@pytest.mark.parametrize("change", [{"maintenance": True}, {"release": "of another code"}])
def test_a_closed_tenant_is_waited_for_without_losing_attempts(alpha, beta, worker, change):
    queue_in(alpha, "test.mark", name="a")
    queue_in(alpha, "test.publish", name="b")
    queue_in(beta, "test.mark", name="c")
    with as_owner():
        Tenant.objects.filter(pk=alpha.pk).update(**change)
    assert worker.drain() == {"waits": 2, "done": 1}
    assert {row.attempts for row in worker.rows()} == {0}
    with as_owner():
        Tenant.objects.filter(pk=alpha.pk).update(maintenance=False, release=alpha.release)
    worker.make_due()
    assert worker.drain() == {"done": 3}
    assert jobs.marks_in(alpha) == ["a", "answer"]


@pytest.mark.parametrize("login", ["amends_web"])
def test_web_cannot_remove_rows(login, committed, alpha):
    queue_in(alpha, "test.mark", name="a")
    with platform(), pytest.raises(Exception, match="permission denied"):
        Outbox.objects.all()._raw_delete("default")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM amends_outbox")
        assert cursor.fetchone() == (1,)
    assert len(rows()) == 1
