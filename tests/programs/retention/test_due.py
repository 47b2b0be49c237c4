"""Which cases a rule names: against a plain calculation, with one query for each rule."""

import datetime as dt
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.guards.standing import months_before
from programs.models import Agreement, Contact, MediationCase, Offence, Participant, Program
from programs.models.case import GROUP_OF
from programs.retention.declared import KeepingRule
from programs.retention.due import due_by
from programs.retention.unseen import seeing_sealed
from tests.programs.cast import make_case
from tests.programs.retention.keeping import LATER, closed_case, keep, sealed

TODAY = LATER.date()


def rule(**changes):
    return KeepingRule(**{"id": "keep-0000000a", "action": "seal", "months": 24, "age": "any"} | changes)


def due(**changes):
    return set(due_by(rule(**changes), Program.objects.get(), TODAY))


def months_later(day, months):
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return (years, month + 1, day.day)


@pytest.fixture
def cases(world):
    """Cases of many kinds: when closed, how it ended, how old, and what about."""
    made = []
    kinds = product(
        (23, 25), ("offender_withdrew", "victim_declined"), (True, False, None), ("theft", "arson")
    )
    for number, (months, reason, is_minor, offence) in enumerate(kinds):
        case = make_case(world, offences=[offence])
        ago = LATER - dt.timedelta(days=30.5 * months + number % 3)
        closed = {"state": "closed", "closed_at": ago, "closure_reason": reason}
        MediationCase.objects.filter(pk=case.pk).update(**closed)
        Participant.objects.filter(case=case, role="offender").update(is_minor=is_minor)
        made.append((MediationCase.objects.get(pk=case.pk), is_minor, offence))
    return made


def test_it_works(cases):
    """Every combination of what a rule can ask, against a loop that asks each case."""
    choices = product(("any", "juvenile", "adult"), ((), ("offender",)), ((), ("arson", "homicide")))
    seen = set()
    for age, groups, offences in choices:
        expected = {
            case
            for case, is_minor, offence in cases
            if months_later(case.closed_at.date(), 24) <= (TODAY.year, TODAY.month, TODAY.day)
            if age == "any" or is_minor is (age == "juvenile")
            if not groups or GROUP_OF[case.closure_reason] in groups
            if not offences or offence in offences
        }
        found = due(age=age, groups=groups, offences=offences)
        assert found == expected, (age, groups, offences)
        seen.add(len(found))
    assert len(seen) > 3


def test_one_query_for_a_rule_however_many_cases(cases):
    program = Program.objects.get()
    program.policy  # noqa: B018 - read once and kept
    with CaptureQueriesContext(connection) as queries:
        assert list(due_by(rule(), program, TODAY))
    assert len(queries) == 1


def test_a_rule_of_another_jurisdiction_names_nothing(cases):
    assert due()
    assert due(jurisdiction="us_co_juvenile") == set()


def test_it_counts_from_the_last_contact(world):
    keep(world)
    case = closed_case(world)
    assert due() == {case}
    assert due(clock="last_contact") == set()  # everybody was called about the end, some months ago
    last = Contact.objects.filter(participant__case=case).latest("made_at")
    after, program = months_before(last.made_at.date(), -24), Program.objects.get()
    by = rule(clock="last_contact")
    assert set(due_by(by, program, after - dt.timedelta(days=4))) == set()
    assert set(due_by(by, program, after + dt.timedelta(days=4))) == {case}


def test_it_counts_from_a_fulfilled_agreement_only(world):
    keep(world)
    case = closed_case(world)
    Agreement.objects.filter(case=case).update(state="breached")
    assert due(clock="fulfilled", months=1) == set()
    Agreement.objects.filter(case=case).update(state="fulfilled")
    paid_on = dt.date(2026, 3, 3)
    far = dt.date(2040, 1, 1)
    assert set(due_by(rule(clock="fulfilled"), Program.objects.get(), paid_on)) == set()
    assert set(due_by(rule(clock="fulfilled"), Program.objects.get(), far)) == {case}


def test_it_counts_from_a_day_that_the_program_asks_for(world):
    """Nobody's birthday is asked for; a program that needs it asks in a field of its own, and others are kept."""
    field = "day-0000000b"
    keep(world, fields=[{"id": field, "label": "Eighteenth birthday"}])
    case, without = closed_case(world), closed_case(world)
    MediationCase.objects.filter(pk=case.pk).update(own_values={field: "2001-05-06"})
    assert due(clock=field) == {case}
    assert without not in due(clock=field)
    MediationCase.objects.filter(pk=case.pk).update(own_values={field: TODAY.isoformat()})
    assert due(clock=field) == set()


def test_what_is_sealed_is_due_for_purging_and_not_for_sealing(world):
    keep(world)
    case = closed_case(world)
    assert Offence.objects.filter(referral=case.referral).exists()
    sealed(world, case)
    with seeing_sealed():
        assert due() == set()
        assert due(action="purge") == {case}
    assert due(action="purge") == set()
