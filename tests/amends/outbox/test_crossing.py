"""Jobs that read on one side of the wall and write on the other, once."""

from django.db import transaction

from amends import outbox
from amends.outbox import running
from amends.outbox.models import Inbox, Outbox
from tenants.context import platform
from tests.amends.outbox import jobs
from tests.amends.outbox.conftest import queue_in


def test_it_works(alpha, beta, worker):
    job_id = queue_in(alpha, "test.publish", name="a")
    assert worker.drain() == {"done": 2}
    assert jobs.public_marks() == ["a"]
    assert jobs.marks_in(alpha) == ["answer"]
    assert jobs.marks_in(beta) == []
    with platform():
        assert list(Inbox.objects.values_list("key", flat=True)) == [f"{alpha.schema_name}/{job_id}"]


def test_a_second_delivery_does_nothing(alpha, worker):
    queue_in(alpha, "test.publish", name="a")
    again = worker.rows()
    worker.drain()
    with platform():
        Outbox.objects.bulk_create(again)
    assert worker.drain() == {"done": 1}
    assert (jobs.public_marks(), jobs.marks_in(alpha)) == (["a"], ["answer"])


def test_two_programs_with_one_id_do_not_take_each_others_place(alpha, beta, worker):
    queue_in(alpha, "test.publish", name="a")
    (row,) = worker.rows()
    worker.drain()
    row.schema = row.origin = beta.schema_name
    with platform():
        Outbox.objects.bulk_create([row])
    assert worker.drain() == {"done": 2}
    assert jobs.public_marks() == ["a", "a"]


def test_what_it_writes_fails_with_the_removal(alpha, worker, monkeypatch):
    queue_in(alpha, "test.publish", name="a")
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "queue_for", lambda *_, **__: 1 / 0)
        assert worker.drain() == {"retry": 1}
    assert jobs.public_marks() == []
    with platform():
        assert not Inbox.objects.exists()
    worker.make_due()
    assert worker.drain() == {"done": 2}
    assert jobs.public_marks() == ["a"]


def test_it_works_the_other_way(alpha, beta, worker):
    with platform(), transaction.atomic():
        outbox.queue_for(alpha.schema_name, "test.push", name="policy")
    again = worker.rows()
    assert worker.drain() == {"done": 1}
    with platform():
        Outbox.objects.bulk_create(again)
    assert worker.drain() == {"done": 1}
    assert (jobs.marks_in(alpha), jobs.marks_in(beta)) == (["policy"], [])


def test_a_queryset_cannot_cross(alpha, worker):
    queue_in(alpha, "test.unplain")
    assert worker.drain() == {"retry": 1}
    assert worker.rows()[0].last_error == f"{running.__name__}.NotPlain"


def test_a_read_that_the_database_refuses_is_a_failure_like_any(alpha, worker):
    with platform(), transaction.atomic():
        outbox.queue_for(alpha.schema_name, "test.push_fails")
    assert worker.drain() == {"retry": 1}
    worker.make_due()
    assert worker.drain() == {"dead": 1}
    assert worker.rows()[0].last_error == "django.db.utils.ProgrammingError"


def test_the_platform_may_ask_a_program_to_publish(alpha, worker):
    with platform(), transaction.atomic():
        outbox.queue_for(alpha.schema_name, "test.publish", name="asked")
    assert worker.drain() == {"done": 2}
    assert (jobs.public_marks(), jobs.marks_in(alpha)) == (["asked"], ["answer"])
