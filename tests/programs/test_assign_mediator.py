"""Assign a mediator: whoever is not neutral cannot be assigned at all (N1, N2, N3, N5)."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from amends import audit
from amends.accounts.models import User
from amends.audit.models import AuditEntry
from programs.actions.assignments import declare_conflict
from programs.actions.mediators import enrol_mediator, record_affiliation
from programs.actions.people import update_participant
from programs.actions.referrals import Person
from programs.models import Affiliation, Mediator, MediatorAssignment, Office, Session
from programs.steps import STEPS
from tests.programs.cast import NOW, assign, fresh, make_case, parties, schedule


def conflict(world, case, mediator="mia", connection="knows", actor="cora"):
    return declare_conflict(
        actor=world.people[actor],
        case=case,
        mediator=world.mediators[mediator],
        now=NOW,
        connection=connection,
        reason="They sing in one choir.",
    )


def test_it_works(world):
    case = make_case(world, "screening")
    assignment = assign(world, case)
    assert (assignment.mediator, assignment.supervisor) == (world.mediators["mia"], world.sol)
    assert fresh(case).supervisor == world.sol


def test_in_a_probation_program_no_officer_mediates_any_case(probation, refused):
    case = make_case(probation, "screening")
    assert refused(lambda: assign(probation, case, "otto")) == ["no_officer_of_department"]


def test_an_officer_who_left_the_department_may_mediate(probation):
    Affiliation.objects.update(ended_on=NOW.date())
    assert assign(probation, make_case(probation, "screening"), "otto")


def test_elsewhere_an_officer_mediates_a_case_of_another_office(world):
    assert assign(world, make_case(world, "screening"), "otto")


def test_it_refuses_a_mediator_from_the_office_that_referred(world, refused):
    case = make_case(world, "screening", referrer_class="probation_officer", office_name="COUNTY  probation.")
    assert refused(lambda: assign(world, case, "otto")) == ["no_involved_office"]


def test_it_refuses_a_mediator_from_the_office_that_supervises_a_party(world, refused):
    case = make_case(world, "screening")
    office = Office.objects.get(name="County Probation")
    update_participant(
        actor=world.cora,
        participant=parties(case)[1],
        now=NOW,
        person=Person("Oskar Offender"),
        supervised_by=office,
    )
    assert refused(lambda: assign(world, case, "otto")) == ["no_involved_office"]


@pytest.mark.parametrize("connection", ["kin", "authority", "employer", "other_matter", "knows", "objection"])
def test_it_refuses_any_connection(world, refused, connection):
    case = make_case(world, "screening")
    assert refused(lambda: assign(world, case, connection=connection)) == ["no_connection"]


def test_it_refuses_a_mediator_with_a_conflict_on_record(world, refused):
    case = make_case(world, "screening")
    conflict(world, case)
    assert refused(lambda: assign(world, case)) == ["no_declared_conflict"]
    assert assign(world, case, "max")


def test_it_refuses_a_standing_that_the_program_does_not_assign(world, refused):
    enrol_mediator(actor=world.alice, user=world.mia, standing="staff", now=NOW)
    world.mediators["mia"].refresh_from_db()
    assert refused(lambda: assign(world, make_case(world, "screening"))) == ["standing_allowed"]


def test_it_refuses_an_inactive_mediator(world, refused):
    world.mediators["mia"].is_active = False
    assert refused(lambda: assign(world, make_case(world, "screening"))) == ["mediator_active"]


def test_it_refuses_a_supervisor_who_is_the_mediator(world, refused):
    case = make_case(world, "screening")
    assert refused(lambda: assign(world, case, "both", supervisor=world.both)) == ["supervisor_is_another"]


def test_it_refuses_a_supervisor_who_is_none(world, refused):
    case = make_case(world, "screening")
    assert refused(lambda: assign(world, case, supervisor=world.cora)) == ["supervisor_qualified"]


def test_the_database_itself_refuses_a_supervisor_who_is_the_mediator(world):
    assignment = assign(world, make_case(world, "screening"))
    with pytest.raises(IntegrityError, match="assignment_supervisor_is_another"), transaction.atomic():
        MediatorAssignment.objects.filter(pk=assignment.pk).update(supervisor=world.mia)


def test_assigning_twice_is_assigning_once(world):
    case = make_case(world, "screening")
    assert assign(world, case) == assign(world, case)


def test_a_conflict_removes_the_mediator_and_cancels_the_session(world, refused):
    case = make_case(world, "scheduled")
    conflict(world, case, connection="objection")
    assert fresh(case).state == "ready"
    assert Session.objects.get(case=case).state == "cancelled"
    assert refused(lambda: schedule(world, case)) == ["mediator_assigned"]


def test_a_mediator_who_becomes_an_officer_stops_the_next_step(probation, refused):
    case = make_case(probation, "ready")
    record_affiliation(actor=probation.alice, mediator=probation.mediators["mia"], kind="probation_officer")
    assert refused(lambda: schedule(probation, case)) == ["no_officer_of_department"]


def test_a_refusal_is_in_the_audit_with_its_rule_and_outlives_the_rollback(probation, refused):
    case = make_case(probation, "screening")
    refused(lambda: assign(probation, case, "otto"))
    audit.flush()
    entry = AuditEntry.objects.get(kind="denied")
    assert (entry.verb, entry.object_id, entry.facts) == (
        "assign_mediator",
        str(case.pk),
        {"rule": "no_officer_of_department"},
    )


def test_it_refuses_to_let_a_mediator_of_the_case_supervise_another(world, refused):
    case = make_case(world, "screening")
    assign(world, case, "both")
    assert refused(lambda: assign(world, case, "max", supervisor=world.both)) == ["supervisor_is_another"]


@pytest.mark.parametrize(
    ("actor", "leads_on"), [("alice", {"/mediators/", "/team/"}), ("cora", {"/mediators/"})]
)
def test_an_empty_list_says_why_and_leads_to_where_that_is_changed(world, at_alpha, actor, leads_on):
    case = make_case(world, "screening")
    Mediator.objects.update(is_active=False)
    User.objects.filter(roles__contains=["case_supervisor"]).update(roles=["mediator"])
    at_alpha.force_login(world.people[actor])
    page = at_alpha.get(reverse(STEPS["assign_mediator"].page, args=[case.pk])).content.decode()
    assert "no mediator is enrolled who takes cases" in page
    assert "nobody has the role of a case supervisor" in page
    hints = " ".join(re.findall(r'class="govuk-hint"[^>]*>(.*?)</div>', page, re.DOTALL))
    assert set(re.findall(r'href="([^"]+)"', hints)) == leads_on
