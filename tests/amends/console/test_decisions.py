"""An operator decides about a program, and takes it back: with a reason, in the audit, and with effect."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from amends.audit.models import AuditEntry
from amends.audit.verifying import verify
from amends.console import actions
from amends.console.decisions import AT_WORK, DECISIONS, OTHER
from amends.console.models import Introduction
from amends.outbox.models import Outbox
from tenants.actions import set_state
from tenants.context import as_owner, inside, platform
from tenants.hosts import HOSTS
from tenants.models import State
from tests.amends.console.conftest import current, make_person, on_the_platform
from tests.programs.cast import at, make_world

NOW = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)
# Each decision, and the one that must have been taken before it means anything.
BEFORE = {
    "unverify_program": "verify_program",
    "resume_program": "suspend_program",
    "end_maintenance": "begin_maintenance",
}
EVERY = [decision.id for decision in DECISIONS]


def decide(name, tenant, actor, reason=None, ticket=""):
    reasons = next(decision.reasons for decision in DECISIONS if decision.id == name)
    with on_the_platform():
        getattr(actions, name)(
            actor=actor, tenant=tenant, now=NOW, reason=reason or next(iter(reasons)), ticket=ticket
        )


@pytest.fixture(scope="module", autouse=True)
def introduction(cast):
    """What Alpha told when it once asked to be verified; only a job of a program, or the owner, writes that."""
    told = {
        "place": "Elkhart",
        "account": "Call us.",
        "founder_name": "Fay",
        "founder_email": "fay@alpha.example",
        "is_address_confirmed": True,
    }
    with as_owner():
        Introduction.objects.create(pk=cast["alpha"].pk, version=1, asked_at=NOW, is_answered=True, **told)
    yield
    with as_owner():
        Introduction.objects.all().delete()


def prepare(name, tenant, actor):
    if name == "decline_verification":
        with platform():
            Introduction.objects.filter(pk=tenant.pk).update(is_answered=False)
    if name in BEFORE:
        decide(BEFORE[name], tenant, actor)


def entries(tenant, **filters):
    with platform():
        return list(AuditEntry.objects.filter(object_id=str(tenant.pk), **filters).order_by("seq"))


@pytest.mark.parametrize("name", EVERY)
def test_it_works(name, alpha, beta, operator):
    decision = next(decision for decision in DECISIONS if decision.id == name)
    prepare(name, alpha, operator)
    with platform():
        assert decision.is_open(current(alpha))
    decide(name, alpha, operator)
    with platform():
        assert not decision.is_open(current(alpha))
    assert current(beta).state == beta.state
    said = entries(alpha)[-1]
    assert (said.kind, said.verb, said.facts) == (
        "change",
        decision.verb,
        {"reason": next(iter(decision.reasons))},
    )
    assert said.actor == f"accounts.user:{operator.pk}"
    assert verify("public") == []


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("role", ["network_officer", "agency_user"])
def test_others_of_the_public_side_may_not(name, role, alpha, operator):
    prepare(name, alpha, operator)
    before = vars(current(alpha)) | {"_state": None}
    with pytest.raises(PermissionDenied):
        decide(name, alpha, make_person(role))
    assert vars(current(alpha)) | {"_state": None} == before
    assert [entry.facts for entry in entries(alpha, kind="denied")] == [{"rule": "role"}]
    assert verify("public") == []


@pytest.mark.parametrize("name", EVERY)
def test_the_system_decides_nothing(name, alpha):
    with pytest.raises(PermissionDenied):
        decide(name, alpha, None)


@pytest.mark.parametrize("name", EVERY)
def test_nobody_decides_without_a_reason(name, alpha, operator):
    prepare(name, alpha, operator)
    for reason, ticket in (("because", ""), ("", "help-1"), (OTHER, "")):
        with pytest.raises(actions.NoReason):
            decide(name, alpha, operator, reason=reason or "none", ticket=ticket)
    decide(name, alpha, operator, reason=OTHER, ticket="help-12")
    assert entries(alpha)[-1].facts == {"reason": OTHER, "ticket": "help-12"}


@pytest.mark.parametrize("name", EVERY)
def test_what_changes_nothing_is_refused(name, alpha, operator):
    prepare(name, alpha, operator)
    decide(name, alpha, operator)
    with pytest.raises(actions.UnableToDecide) as refusal:
        decide(name, alpha, operator)
    assert [reason.id for reason in refusal.value.reasons] == ["would_change_something"]


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_decided_about_a_program_that_is_not_at_work(name, alpha, operator):
    prepare(name, alpha, operator)
    with platform():
        set_state(tenant=current(alpha), state=State.ARCHIVED)
    assert State.ARCHIVED not in AT_WORK
    with pytest.raises(actions.UnableToDecide) as refusal:
        decide(name, alpha, operator)
    assert [reason.id for reason in refusal.value.reasons] == ["right_state"]


def pages_of(at_alpha, at_beta):
    HOSTS.clear()
    return (
        at_alpha.get("/").status_code,
        at_alpha.get("/healthz").status_code,
        at_beta.get("/healthz").status_code,
    )


def test_a_suspended_program_shows_nothing_and_its_state_stays(alpha, operator, at_alpha, at_beta):
    with at(alpha):
        world = make_world(alpha)
        at_alpha.force_login(world.cora)
    assert pages_of(at_alpha, at_beta) == (200, 200, 200)
    decide("suspend_program", alpha, operator)
    assert pages_of(at_alpha, at_beta) == (503, 503, 200)
    assert "closed for now" in at_alpha.get("/cases/").content.decode()
    assert current(alpha).state == alpha.state
    decide("resume_program", alpha, operator)
    assert pages_of(at_alpha, at_beta) == (200, 200, 200)
    assert at_alpha.get("/cases/").status_code == 200, "and whoever was signed in still is"


def test_a_program_in_maintenance_says_so(alpha, operator, at_alpha, at_beta):
    with at(alpha):
        make_world(alpha)
    decide("begin_maintenance", alpha, operator)
    assert pages_of(at_alpha, at_beta) == (503, 503, 200)
    assert "back in a few minutes" in at_alpha.get("/").content.decode()
    decide("end_maintenance", alpha, operator)
    assert pages_of(at_alpha, at_beta) == (200, 200, 200)


def test_verification_is_on_its_way_to_the_program(alpha, operator):
    decide("verify_program", alpha, operator)
    decide("unverify_program", alpha, operator)
    with platform():
        waiting = [
            (row.job, row.schema, row.origin, row.args["tenant_id"], row.args["version"])
            for row in Outbox.objects.filter(job=actions.PUSH_VERIFICATION).order_by("id")
        ]
    assert [each[:3] for each in waiting] == [(actions.PUSH_VERIFICATION, alpha.schema_name, "public")] * 2
    assert [each[4] for each in waiting] == [1, 2]
    assert current(alpha).verification_version == 2
    assert current(alpha).verified_at is None


def test_nothing_is_pushed_when_the_decision_fails(alpha, operator):
    with pytest.raises(actions.NoReason):
        decide("verify_program", alpha, operator, reason="none")
    with platform():
        assert not Outbox.objects.filter(job=actions.PUSH_VERIFICATION).exists()


def test_it_says_nothing_in_the_programs_own_audit(alpha, operator):
    """The program's chain is the program's; its copy of the verification says there what came."""
    with inside(alpha):
        before = AuditEntry.objects.count()
    decide("suspend_program", alpha, operator)
    with inside(alpha):
        assert AuditEntry.objects.count() == before
