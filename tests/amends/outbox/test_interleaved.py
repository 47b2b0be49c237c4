"""Many jobs of several programs at once: none runs in another's schema, none twice, none never."""

import threading
from collections import Counter

from django.db import connection, transaction

from amends import outbox
from amends.outbox import draining
from tenants.context import inside, platform
from tests.amends.outbox import jobs

# 10,000 are run by `./amends drill kill`; this many show a crossing within seconds.
JOBS = 2000


@outbox.job("test.where")
def where(*, schema, number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        assert cursor.fetchone() == (schema, schema)
    jobs.leave_mark(str(number))


def test_it_works(alpha, beta, worker):
    schemas = [alpha.schema_name, beta.schema_name]
    for start in range(0, JOBS, 100):
        with platform(), transaction.atomic():
            for number in range(start, start + 100):
                outbox.queue_for(schemas[number % 2], "test.where", schema=schemas[number % 2], number=number)
    outcomes = Counter()

    def work():
        outcomes.update(draining.drain(budget=120))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # "lost": two workers counted the same row; one of them ran it.
    assert outcomes["done"] == JOBS
    assert set(outcomes) <= {"done", "lost"}
    for rest, schema in enumerate(schemas):
        assert sorted(map(int, jobs.marks_in(schema))) == [n for n in range(JOBS) if n % 2 == rest]


def test_a_thread_that_entered_one_program_cannot_run_for_another(alpha, beta, worker):
    with inside(beta), transaction.atomic():
        outbox.queue("test.where", schema=alpha.schema_name, number=1)
    assert worker.drain() == {"retry": 1}
    assert jobs.marks_in(alpha) == jobs.marks_in(beta) == []
