"""The people of a case: who may add and change them, and until when."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from amends.audit.models import AuditEntry
from programs.actions.assignments import declare_conflict
from programs.actions.people import add_participant, update_participant
from programs.actions.referrals import Person
from programs.models import ConflictDeclaration, MediationCase, Participant
from tests.programs.cast import NOW, fresh, make_case, parties


def add(world, case, actor="cora"):
    return add_participant(
        actor=world.people[actor], case=case, now=NOW, role="support_person", person=Person("Nora New")
    )


def rename(world, participant, actor="cora"):
    return update_participant(
        actor=world.people[actor], participant=participant, now=NOW, person=Person("New Name")
    )


def test_it_works(world):
    case = make_case(world, "screening")
    assert fresh(add(world, case)).name == "Nora New"
    assert rename(world, parties(case)[1]).name == "New Name"


@pytest.mark.parametrize("state", ["closing", "closed"])
def test_nobody_comes_into_a_case_that_has_ended(world, refused, state):
    case = make_case(world, state)
    assert refused(lambda: add(world, case)) == ["right_state"]
    assert Participant.objects.filter(case=case).count() == 2


def test_the_page_says_why_nobody_comes_in(world, at_alpha):
    case = make_case(world, "closed")
    url = reverse("participant-add", args=[case.pk])
    at_alpha.force_login(world.cora)
    answer = at_alpha.post(url, {"name": "Nora New", "role": "support_person"})
    assert answer.status_code == 409
    assert "Nothing was recorded yet" in answer.content.decode()
    assert Participant.objects.filter(case=case).count() == 2


def test_a_number_that_is_not_safe_any_more_is_changed_after_the_end(world):
    offender = parties(make_case(world, "closed"))[0]
    assert rename(world, offender).name == "New Name"


def test_a_mediator_of_other_cases_neither_adds_nor_changes_anybody(world):
    case = make_case(world, "preparing")
    for attempt in (lambda: add(world, case, "max"), lambda: rename(world, parties(case)[0], "max")):
        with pytest.raises(MediationCase.DoesNotExist):
            attempt()
    assert add(world, case, "mia")


def test_a_mediator_tells_their_own_conflict_and_nobody_elses(world):
    case = make_case(world, "preparing")
    tell = lambda mediator: declare_conflict(  # noqa: E731
        actor=world.mia, case=case, now=NOW, mediator=world.mediators[mediator], connection="kin"
    )
    with pytest.raises(PermissionDenied):
        tell("max")
    assert not ConflictDeclaration.objects.exists()
    assert tell("mia").mediator == world.mediators["mia"]


def test_what_a_mediator_may_not_tell_is_noted(world):
    from amends import audit

    case = make_case(world, "preparing")
    with pytest.raises(PermissionDenied):
        declare_conflict(
            actor=world.mia, case=case, now=NOW, mediator=world.mediators["max"], connection="kin"
        )
    audit.flush()
    assert AuditEntry.objects.filter(kind="denied", verb="declare_conflict", object_id=str(case.pk)).exists()
