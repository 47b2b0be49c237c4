"""One condition, two readings: what is judged case by case is what the database finds, for any condition at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.facts import facts_of_many
from programs.models import MediationCase, Participant, Program
from programs.rules.declared import OwnField
from programs.rules.judging import holds
from programs.rules.known import CHOICES, DAY, NUMBER, YES_NO
from programs.rules.owned import OPS, facts_of
from programs.rules.querying import cases_where
from programs.rules.tree import AllOf, AnyOf, Compare, Not
from tests.programs.cast import DAY as A_DAY
from tests.programs.cast import NOW, choose, contact, make_case, parties

FIELDS = (
    OwnField("number-00000001", "Loss in dollars"),
    OwnField("yes_no-00000002", "Is a school involved?"),
    OwnField("day-00000003", "Day of the hearing"),
    OwnField("choices-00000004", "Court", choices=("Lincoln", "O’Brien, “North”", "100 % South")),
    OwnField("text-00000005", "Docket number"),
    OwnField("number-00000006", "Age", is_personal=True),
)
DAYS = ("2026-03-01", "2026-04-01", "2026-05-01")


@pytest.fixture
def many(world):
    """Cases that differ in everything that a rule can ask for."""
    policy = replace(Program.objects.get().policy, fields=FIELDS)
    states = ("intake", "preparing", "ready", "scheduled", "closed")
    made = [make_case(world, each, starts_at=NOW + n * A_DAY) for n, each in enumerate(states)]
    made.append(make_case(world, offences=["arson", "assault"], stage="pre_charge", now=NOW - 40 * A_DAY))
    made.append(make_case(world, referrer_class="victim_self", office_name=""))
    own = [
        {},
        {"number-00000001": 0, "yes_no-00000002": False, "text-00000005": "17 CR 4"},
        {"number-00000001": 900, "yes_no-00000002": True, "day-00000003": DAYS[1]},
        {"choices-00000004": "O’Brien, “North”", "number-00000001": 5},
    ]
    ties = ("", "strangers", "family", "partners")
    for number, case in enumerate(made):
        case.own_values, case.relationship = own[number % 4], ties[number % 4]
        case.state_since = NOW - number * timedelta(hours=17)
        case.opened_at = NOW - number * timedelta(days=2)
        case.save()
        Participant.objects.filter(case=case, role="offender").update(language=("", "fr", "es")[number % 3])
    victim = parties(made[1])[0]
    choose(world, victim, mode="face_to_face")
    choose(world, victim, mode="shuttle")
    contact(world, parties(made[2])[1], now=NOW - 9 * A_DAY)
    for role in ("victim", "offender"):
        Participant.objects.create(case=made[5], role=role, name="Vito", added_by=world.cora)
    return facts_of_many(MediationCase.objects.all(), Program.objects.get(), NOW), policy


def values(fact):
    if fact.kind == CHOICES:
        return st.lists(st.sampled_from([each for each, _label in fact.choices]), min_size=1, max_size=3).map(
            tuple
        )
    return {
        NUMBER: st.integers(0, 50),
        YES_NO: st.booleans(),
        DAY: st.sampled_from(DAYS),
    }.get(fact.kind, st.none())


def conditions(policy):
    known = list(facts_of(policy).values())
    sensible = st.sampled_from(known).flatmap(
        lambda fact: st.builds(Compare, st.just(fact.id), st.sampled_from(OPS[fact.kind]), values(fact))
    )
    # What makes no sense is never true, in both readings.
    any_value = st.one_of(
        st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=3), st.just(("theft",))
    )
    names = st.sampled_from([*(each.id for each in known), "number-00000006", "gone"])
    senseless = st.builds(Compare, names, st.sampled_from(["eq", "in", "before", "like"]), any_value)
    leaf = st.one_of(sensible, sensible, sensible, senseless)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
            st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        ),
        max_leaves=8,
    )


def test_both_readings_say_the_same(many):
    everything, policy = many
    judged = [facts.under(policy) for facts in everything]
    seen = {True: 0, False: 0}

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(conditions(policy))
    def same(condition):
        found = set(
            cases_where(MediationCase.objects.all(), condition, policy=policy, now=NOW).values_list(
                "pk", flat=True
            )
        )
        held = {facts.case.pk for facts in judged if holds(condition, facts)}
        seen[True] += len(held)
        seen[False] += len(judged) - len(held)
        assert found == held

    same()
    assert min(seen.values()) > 200, "the conditions tell the cases apart"


def test_every_fact_tells_some_cases_apart(many):
    everything, policy = many
    judged = [facts.under(policy) for facts in everything]
    for fact in facts_of(policy).values():
        answers = {fact.of(facts) for facts in judged}
        assert len(answers) > 1, f"{fact.id} is the same everywhere: nothing is shown by these cases"


def test_a_condition_costs_no_query_on_a_case_and_one_over_all(many):
    everything, policy = many
    condition = AllOf(tuple(Compare(name, "exists") for name in facts_of(policy)))
    judged = [facts.under(policy) for facts in everything]
    with CaptureQueriesContext(connection) as seen:
        for facts in judged:
            holds(condition, facts)
    assert len(seen) == 0
    with CaptureQueriesContext(connection) as seen:
        list(cases_where(MediationCase.objects.all(), condition, policy=policy, now=NOW))
    assert len(seen) == 1


def test_a_personal_field_is_in_no_condition(many):
    _everything, policy = many
    assert "number-00000006" not in facts_of(policy)
