"""Where a mediator meets the same person or office again: shown to whoever may see both cases, and to nobody else."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends import audit
from amends.audit.models import AuditEntry
from programs.actions.referrals import Person
from programs.facts import CaseFacts
from programs.models import Mediator, Program
from programs.relationships import shared_cases
from programs.steps import STEPS
from tests.programs.cast import NOW, assign, make_case

OTHERS = {
    "victim": Person("Ulla Other"),
    "offender": Person("Otis Other"),
    "office_name": "Elsewhere School",
}


def found(world, case, mediator="mia", user="cora"):
    facts = CaseFacts(case=case, program=Program.objects.get(), now=NOW)
    shared = shared_cases(facts, [world.mediators[mediator].pk], world.people[user])
    return [(each.case, each.names, each.offices) for each in shared.get(world.mediators[mediator].pk, [])]


@pytest.fixture
def case(world):
    return make_case(world, "screening")


def with_mia(world, state="screening", **people):
    other = make_case(world, state, **OTHERS | people)
    if state == "screening":
        assign(world, other)
    return other


def test_the_same_person(world, case):
    other = with_mia(world, offender=Person("VERA  Víctim"))
    assert found(world, case) == [(other, ("VERA  Víctim",), ())]


def test_the_same_office(world, case):
    other = with_mia(world, office_name="lincoln school")
    assert found(world, case) == [(other, (), ("Lincoln School",))]


def test_nothing_in_common(world, case):
    with_mia(world)
    assert found(world, case) == []


def test_a_part_of_a_name_is_not_the_name(world, case):
    with_mia(world, victim=Person("Vera"))
    assert found(world, case) == []


def test_another_mediator_s_case_is_not_theirs(world, case):
    with_mia(world, victim=Person("Vera Victim"))
    assert found(world, case, "max") == []


def test_a_case_that_is_over_is_left_out(world, case):
    with_mia(world, "closed", victim=Person("Vera Victim"))
    assert found(world, case) == []


def test_only_who_may_see_both_is_told(world, case):
    other = with_mia(world, victim=Person("Vera Victim"))
    assert found(world, case, user="max") == []
    assert found(world, case, user="mia")[0][0] == other


def test_so_many_queries_however_many_cases_there_are(world, case):
    def queries():
        facts = CaseFacts(case=case, program=Program.objects.get(), now=NOW)
        with CaptureQueriesContext(connection) as ours, CaptureQueriesContext(connections["keys"]) as keys:
            shared_cases(facts, [each.pk for each in world.mediators.values()], world.cora)
        return len(ours), len(keys)

    with_mia(world, victim=Person("Vera Victim"))
    few = queries()
    for _ in range(4):
        with_mia(world, victim=Person("Vera Victim"))
    assert queries() == few


def test_both_pages_show_it_and_the_audit_knows(world, case, at_alpha):
    other = with_mia(world, victim=Person("Vera Victim"))
    Mediator.objects.update(supervised_on=timezone.localdate(), observed_on=timezone.localdate())
    at_alpha.force_login(world.cora)
    for address in (
        reverse(STEPS["assign_mediator"].page, args=[case.pk]),
        reverse("conflict-declare", args=[case.pk, world.mia.pk]),
    ):
        page = at_alpha.get(address).content.decode()
        assert "The same name in another live case of theirs: Vera Victim" in page
        assert other.reference in page
    audit.flush()
    read = AuditEntry.objects.filter(kind="read", facts__purpose="relationship_search")
    assert read.count() == 2
    assert all(str(world.cora.pk) in entry.actor for entry in read)
