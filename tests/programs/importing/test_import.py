"""A file of cases goes through every step; undone, the program is what it was."""

import datetime as dt

import pytest

from programs.actions.imports import WorkedOn, undo_import
from programs.actions.screening import begin_screening
from programs.ledger.verifying import verify
from programs.models import (
    AgreementItem,
    ImportBatch,
    ImportChunk,
    MediationCase,
    Offence,
    Participant,
    Referral,
    RestitutionPayment,
    Session,
)
from programs.models.imported import ImportState
from programs.retention.unseen import seeing_sealed
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_referral, make_world
from tests.programs.importing.large import state_of
from tests.programs.importing.rig import check, row, run, undo
from tests.programs.retention.keeping import keep, purged


@pytest.fixture
def program(alpha):
    with at(alpha):
        return make_world(alpha)


def test_a_row_becomes_a_case_with_all_that_it_says(alpha, program, worker):  # noqa: F811
    batch = run(alpha, program, worker, [row(1)])
    assert batch.state == ImportState.IMPORTED, batch.counts
    with at(alpha):
        case = MediationCase.objects.get()
        assert (case.state, case.own_number, case.imported_in) == ("closed", "2019-1", batch.pk)
        assert case.closure_reason == "completed_with_agreement_fulfilled"
        assert case.closed_at.date().isoformat() == "2019-05-01"
        assert case.referral.state == "accepted"
        people = {person.role: person.name for person in Participant.objects.filter(case=case)}
        assert people == {"offender": "Tyler Brooks 1", "victim": "Nadia Petrov"}
        assert list(Offence.objects.values_list("offence_class", "grade")) == [("theft", "misdemeanor")]
        held = Session.objects.get()
        assert (held.state, held.mode, held.starts_at.date().isoformat()) == (
            "held",
            "face_to_face",
            "2019-02-04",
        )
        items = {
            item.kind: (item.promised, item.received, item.status) for item in AgreementItem.objects.all()
        }
        assert items == {
            "monetary_restitution": (120, 120, "achieved"),
            "community_service": (10, 10, "achieved"),
        }
        assert not list(verify())


def test_undone_the_program_is_what_it_was(alpha, program, worker):  # noqa: F811
    with at(alpha):
        make_referral()
    worker.drain()
    before = state_of(alpha)
    batch = run(alpha, program, worker, [row(number) for number in range(1, 8)])
    assert state_of(alpha) != before
    batch = undo(alpha, program, worker, batch)
    assert (batch.state, batch.worked_on) == (ImportState.UNDONE, 0)
    assert state_of(alpha) == before
    with at(alpha):
        assert Referral.objects.count() == 1
        assert not RestitutionPayment.objects.exists()
        assert not ImportChunk.objects.filter(number__gte=1_000_000).exists(), "their keys are destroyed"


def test_what_somebody_worked_on_is_not_undone(alpha, program, worker):  # noqa: F811
    batch = run(alpha, program, worker, [row(1, Closed="", Completed=""), row(2)])
    with at(alpha):
        case = MediationCase.objects.get(state="intake")
        begin_screening(actor=program.cora, case=case, now=batch.made_at, coordinator=program.cora)
        with pytest.raises(WorkedOn) as caught:
            undo_import(actor=program.cora, batch=batch)
    assert caught.value.count == 1


def test_with_a_case_that_is_destroyed_goes_the_file_that_it_came_with(alpha, program, worker):  # noqa: F811
    batch = run(alpha, program, worker, [row(1), row(2)])
    guardian = ["2019-1", "guardian", "Ana Brooks"]
    people = run(alpha, program, worker, [guardian], head=("Case No", "Role", "Name"), kind="people")
    with at(alpha):
        keep(program)
        case = next(each for each in MediationCase.objects.all() if each.own_number == "2019-1")
        assert case.number_mac
        MediationCase.objects.update(first_contact_on=dt.date(2019, 1, 17))
        purged(program, case, kind="anonymise")
        batch = ImportBatch.objects.get(pk=batch.pk)
        assert (batch.file_name, batch.found) == (None, None)
        assert batch.erased_at
        assert ImportBatch.objects.get(pk=people.pk).erased_at, (
            "a file that added to the case speaks of it too"
        )
        assert not ImportChunk.objects.filter(pk__in=batch.chunk_keys).exists()
        with seeing_sealed():
            left = MediationCase.objects.get(pk=case.pk)
        assert (left.number_mac, left.first_contact_on) == ("", dt.date(2019, 1, 1))
        with pytest.raises(WorkedOn) as caught:
            undo_import(actor=program.cora, batch=batch)
    assert caught.value.count == 1


def test_what_is_wrong_is_named(alpha, program, worker):  # noqa: F811
    rows = [row(1), row(2, Date_referred="yesterday"), row(3, Class="Grade Z"), row(2), row(1)]
    batch = check(alpha, program, worker, rows)
    assert batch.counts["rows"] == {"good": 3, "bad": 2, "twice": 2}
    with at(alpha):
        assert batch.found["words"] == {"grade": {"Grade Z": 1}}
