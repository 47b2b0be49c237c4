"""How a program stands crosses into it by itself, and how many cases it has open crosses out: counts, nothing else."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.outbox.models import Outbox
from billing.actions.trials import begin_trial, open_account
from billing.catalogue import TRIAL_PLAN
from billing.models import Coverage, TenantStanding
from billing.telling import tell_standing
from programs.actions.closing import close_case
from programs.models import MediationCase, Program
from programs.paying import rung_here
from programs.paying_jobs import ask_usage
from tenants.context import as_owner, inside, platform
from tenants.models import Tenant
from tenants.place import PUBLIC
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_case, make_world
from tests.programs.paying.made import DAY


@pytest.fixture
def covered(alpha, worker):  # noqa: F811
    """A program that began its trial today."""
    with at(alpha):
        world = make_world(alpha)
    now = timezone.now()
    with platform(), transaction.atomic():
        account = open_account(actor=None, owner_kind="program", owner_id=alpha.pk, name="Grace")
        begin_trial(actor=None, account=account, tenant=alpha, now=now)
    worker.drain()
    return world


def test_a_trial_arrives_and_ends_by_itself(alpha, covered):
    with at(alpha):
        told = Program.objects.get().standing
        assert (told["kind"], told["plan"], told["version"]) == ("trial", TRIAL_PLAN.key, 1)
        ends = dt.datetime.fromisoformat(told["lapses_at"])
        assert rung_here(ends - DAY) == "current"
        assert rung_here(ends) == "past_due"
        assert rung_here(ends + 15 * DAY) == "restricted"


def test_what_changes_arrives_and_what_arrived_before_is_left(alpha, covered, worker):  # noqa: F811
    long_ago = timezone.now() - 20 * DAY
    with platform(), transaction.atomic():
        Coverage.objects.update(starts_at=long_ago - DAY, ends_at=long_ago)
        tell_standing(alpha, now=timezone.now())
    worker.drain()
    with at(alpha):
        told = Program.objects.get().standing
        assert (told["version"], dt.datetime.fromisoformat(told["lapsed_since"])) == (2, long_ago)
        assert rung_here() == "restricted"


def test_it_arrives_in_a_program_that_is_closed_for_now(alpha, covered, worker):  # noqa: F811
    with platform(), transaction.atomic():
        Coverage.objects.update(starts_at=timezone.now() - 9 * DAY, ends_at=timezone.now() - DAY)
        tell_standing(alpha, now=timezone.now())
    with as_owner(PUBLIC), transaction.atomic():
        Tenant.objects.filter(pk=alpha.pk).update(suspended_at=timezone.now())
    worker.drain()
    with at(alpha):
        assert Program.objects.get().standing["version"] == 2


def told_of(alpha) -> tuple[int, bool]:
    with platform():
        row = TenantStanding.objects.filter(pk=alpha.pk).first()
        return (row.active_cases, row.counted_at is not None) if row else (0, False)


def test_opening_and_closing_a_case_tells_the_count(alpha, covered, worker):  # noqa: F811
    with at(alpha):
        case = make_case(covered, "screening")
    worker.drain()
    assert told_of(alpha) == (1, True)
    with platform():
        args = Outbox.objects.filter(job="programs.tell_usage").values_list("args", flat=True)
        assert set(map(str, args)) <= {"{}"}
    with at(alpha):
        MediationCase.objects.filter(pk=case.pk).update(
            state="closing", closure_reason="victim_declined", report_issued_at=timezone.now()
        )
        close_case(actor=covered.cora, case=case, now=timezone.now())
    worker.drain()
    assert told_of(alpha) == (0, True)


def test_every_program_is_asked_once_a_day_by_one_query(alpha, beta, worker):  # noqa: F811
    for tenant in (alpha, beta):
        with at(tenant):
            make_world(tenant)
    with platform(), transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            ask_usage()
        said = [each["sql"] for each in asked.captured_queries]
    assert sum(each.startswith("SELECT") for each in said) == 1, said
    assert sum("programs.count_usage" in each for each in said) == 2
    worker.drain()
    assert told_of(alpha) == told_of(beta) == (0, True)
    with platform(), transaction.atomic():
        ask_usage()
        assert not Outbox.objects.filter(job="programs.count_usage").exists()
    with inside(alpha):
        assert Program.objects.exists()
