"""Putting a job into the outbox."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from amends import outbox
from amends.outbox.arguments import decoded, encoded
from amends.outbox.models import Outbox
from tenants.context import NotEntered, as_owner, inside, platform
from tests.amends.outbox.conftest import queue_in, rows


def test_it_works(alpha, worker):
    job_id = queue_in(alpha, "test.mark", name="a")
    (row,) = rows()
    assert (row.id, row.schema, row.origin, row.job, row.args, row.attempts) == (
        job_id, alpha.schema_name, alpha.schema_name, "test.mark", {"name": "a"}, 0,
    )  # fmt: skip


def test_a_rollback_takes_the_job_with_it(alpha, committed):
    with pytest.raises(ZeroDivisionError), inside(alpha), transaction.atomic():
        outbox.queue("test.mark", name="a")
        _ = 1 / 0
    assert rows() == []


def test_it_refuses_outside_a_transaction(alpha, committed):
    with inside(alpha), pytest.raises(outbox.QueuedOutsideTransaction):
        outbox.queue("test.mark", name="a")


def test_it_refuses_nowhere():
    with pytest.raises(NotEntered):
        outbox.queue("test.mark", name="a")


@pytest.mark.parametrize(
    "value",
    [
        "Jane Doe", "jane@example.org", "Zoë", "", "a" * 65, "line\nbreak", "token\n", 1.5, ["a"], {"a": 1},
        b"a", timezone.now(), 2**63, "+1 555 0100",
    ],
)  # fmt: skip
def test_it_refuses_what_a_person_may_have_written(alpha, value):
    with inside(alpha), transaction.atomic(), pytest.raises(outbox.UnfitArgument) as refused:
        outbox.queue("test.mark", name=value)
    assert str(value) not in str(refused.value) or not str(value)


def test_what_is_allowed_comes_out_as_it_went_in():
    args = {"thing": uuid4(), "number": -7, "flag": True, "nothing": None, "token": "accepted.E1:2-b_c"}
    assert decoded(encoded(args)) == args
    assert isinstance(decoded(encoded(args))["thing"], UUID)


def test_it_refuses_an_unknown_job_and_arguments_that_it_does_not_take(alpha):
    with inside(alpha), transaction.atomic():
        with pytest.raises(outbox.UnknownJob):
            outbox.queue("test.nothing")
        with pytest.raises(outbox.UnknownJob):
            outbox.queue("test.mark", title="a")


def test_it_refuses_a_time_that_is_too_far(alpha):
    with inside(alpha), transaction.atomic(), pytest.raises(outbox.UnfitArgument):
        outbox.queue("test.mark", not_before=outbox.after(timedelta(days=61)), name="a")


def test_a_program_cannot_ask_for_what_is_not_its_own(alpha, beta):
    with inside(alpha), transaction.atomic():
        with pytest.raises(outbox.UnknownJob):
            outbox.queue("test.platform", name="a")
        with pytest.raises(outbox.UnknownJob):
            outbox.queue("test.push", name="a")
        with pytest.raises(outbox.UnknownJob):
            outbox.queue_for(beta.schema_name, "test.mark", name="a")


def test_the_platform_says_in_which_program(alpha):
    with platform(), transaction.atomic():
        with pytest.raises(outbox.UnknownJob):
            outbox.queue("test.mark", name="a")
        with pytest.raises(outbox.UnknownJob):
            outbox.queue_for(alpha.schema_name, "test.platform", name="a")
        job_id = outbox.queue_for(alpha.schema_name, "test.mark", name="a")
        assert Outbox.objects.get(pk=job_id).origin == "public"


def test_the_owner_can_queue_for_a_tenant_as_seeding_does(alpha, committed):
    with as_owner(alpha.schema_name), transaction.atomic():
        outbox.queue("test.mark", name="a")
    assert [row.schema for row in rows()] == [alpha.schema_name]
