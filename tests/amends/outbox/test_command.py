"""`manage outbox`: what an operator sees and can do."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.amends.outbox import jobs
from tests.amends.outbox.conftest import queue_in


def told(*words, **options):
    out = StringIO()
    call_command("outbox", *words, stdout=out, **options)
    return out.getvalue()


def test_it_works(alpha, worker):
    job_id = queue_in(alpha, "test.fails", name="a")
    queue_in(alpha, "test.mark", name="later", not_before=None)
    for _ in range(3):
        worker.make_due()
        worker.drain()
    assert told("list", "--dead").split("\t") == [
        str(job_id), "dead", "test.fails", alpha.schema_name, "3", "builtins.ValueError\n",
    ]  # fmt: skip
    assert json.loads(told("stats"))["dead"] == 1
    jobs.TROUBLE["on"] = False
    assert told("replay", str(job_id)) == "1 job will be tried again.\n"
    worker.drain()
    assert told("list") == ""


def test_it_replays_nothing_by_accident(committed):
    with pytest.raises(CommandError):
        told("replay")
