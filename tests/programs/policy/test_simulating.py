"""What a draft would do is said before it is published, with as many queries for many cases as for one."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.facts import PARTS, CaseFacts, facts_of_many
from programs.models import MediationCase, Program
from programs.policy.simulating import effects_of
from programs.steps import CASE_STEPS, missing
from tests.programs.cast import NOW, STAGES, make_case, make_referral


def effects(**changes):
    program = Program.objects.get()
    return effects_of(replace(program.policy, **changes), program, NOW)


def test_it_works(world):
    case = make_case(world, "preparing")
    found = effects(mediators_needed=2)
    assert [(each.subject, [reason.id for reason in each.blocked_by]) for each in found] == [
        (case, ["mediator_assigned"])
    ]
    assert "1 of 2" in found[0].blocked_by[0].sentence


def test_what_would_be_freed_is_said_too(world):
    make_case(world, "preparing")
    program = Program.objects.get()
    strict = replace(program.policy, mediators_needed=2)
    case = facts_of_many(MediationCase.objects.all(), program, NOW)[0]
    case.policy = strict
    assert "mediator_assigned" in {each.id for each in missing_on_the_way(case)}
    assert effects(mediators_needed=1) == []


def missing_on_the_way(facts):
    step = next(each for each in CASE_STEPS if each.id == "mark_ready")
    return missing(step, facts)


def test_a_referral_that_waits_is_judged_too(world):
    referral = make_referral()
    found = effects(stages=("pre_charge",))
    assert [(each.subject, [reason.id for reason in each.blocked_by]) for each in found] == [
        (referral, ["stage_taken"])
    ]


def test_a_case_is_compared_with_the_version_that_it_works_by(world):
    from tests.programs.policy.test_publishing import publish

    make_case(world, "preparing")
    publish(world, mediators_needed=2)
    new = make_case(world, "intake")
    found = effects(mediators_needed=2)
    assert new not in [each.subject for each in found]
    assert [[reason.id for reason in each.blocked_by] for each in found] == [["mediator_assigned"]]


def test_what_ended_is_left_alone(world):
    make_case(world, "closed")
    assert effects(mediators_needed=2, stages=("community",)) == []


@pytest.mark.parametrize("stage", STAGES)
def test_facts_that_are_read_together_are_those_that_are_read_alone(world, stage):
    others, case = [make_case(world, "held"), make_case(world, "screening")], make_case(world, stage)
    program = Program.objects.get()
    together = facts_of_many([*others, case], program, NOW)[-1]
    with CaptureQueriesContext(connection) as queries:
        seen = {step.id: [each.id for each in missing(step, together)] for step in CASE_STEPS}
    assert not queries.captured_queries, "every part was read before"
    alone = CaseFacts(case=case, program=program, now=NOW)
    assert seen == {step.id: [each.id for each in missing(step, alone)] for step in CASE_STEPS}
    for part in PARTS:
        assert keys(getattr(together, part.name)) == keys(getattr(alone, part.name)), part.name


def keys(part):
    if isinstance(part, dict):
        return {key: row.pk for key, row in part.items()}
    return [getattr(row, "pk", row) for row in part] if isinstance(part, list) else part


def test_many_cases_cost_as_many_queries_as_a_few(world):
    def count():
        with CaptureQueriesContext(connection) as queries:
            effects(mediators_needed=3, stages=("community",))
        return len(queries.captured_queries)

    for stage in ("screening", "preparing", "ready", "held", "monitoring"):
        make_case(world, stage)
    make_referral()
    few = count()
    for stage in ("screening", "preparing", "ready", "held", "monitoring"):
        make_case(world, stage)
    make_referral()
    assert count() == few < 30
