"""What is packed is of one moment, although people work while it is gathered; and sealed cases travel shut."""

import json
import uuid

import pytest
from django.utils import timezone

from programs.actions.moving import ask_move_out, go_on_moving, settle_move
from programs.models import ImportBatch, MediationCase, Office, Participant, SavedFilter
from programs.models.imported import ImportState
from programs.moving.arriving import archive_of
from programs.moving.gathering import one_moment
from programs.moving.opening import is_shut
from programs.moving.packing import folder_of, line_file
from programs.retention.unseen import seeing_sealed
from tests.amends.outbox.conftest import worker  # noqa: F401 - a fixture
from tests.programs.cast import at, make_case, make_world
from tests.programs.moving.rig import archive_bytes, founded, moved_in, moved_out
from tests.programs.retention.keeping import LATER, attached, closed_case, keep, purged, sealed


@pytest.fixture
def program(alpha):
    with at(alpha):
        return make_world(alpha)


def ask(world):
    return ask_move_out(actor=world.alice, now=timezone.now(), form_key=uuid.uuid4())


def until(batch, stage):
    """Do parts until the next one is of this stage."""
    for _part in range(500):
        found = ImportBatch.objects.get(pk=batch.pk)
        if found.progress["stage"] == stage or found.state == ImportState.PACKED:
            return found
        go_on_moving(actor=None, batch_id=batch.pk, now=timezone.now())
    raise AssertionError(found.progress)


def lines_of(batch, label):
    batch.refresh_from_db()
    archive = archive_of(batch)
    try:
        return [json.loads(line) for line in b"".join(archive.read(line_file(label))).splitlines()]
    finally:
        archive.close()


@pytest.mark.parametrize("is_late", [False, True])
def test_what_came_changed_and_went_meanwhile_is_as_it_is_at_the_end(alpha, world, is_late):
    going = SavedFilter.objects.create(user=world.cora, name="Mine", values={}, saved_at=timezone.now())
    changed = Office.objects.first()
    batch = ask(world)
    until(batch, "settle" if is_late else "gather")
    if is_late:
        assert ImportBatch.objects.get(pk=batch.pk).progress["stage"] == "settle"
    going.delete()
    Office.objects.filter(pk=changed.pk).update(name="Renamed")
    came = make_case(world)
    until(batch, "settle")
    with one_moment():
        settle_move(actor=None, batch_id=batch.pk)
    packed = until(batch, "done")
    assert packed.state == ImportState.PACKED
    assert lines_of(packed, "programs.savedfilter") == []
    assert {each["id"]: each["name"] for each in lines_of(packed, "programs.office")}[
        str(changed.pk)
    ] == "Renamed"
    assert str(came.pk) in {each["id"] for each in lines_of(packed, "programs.mediationcase")}
    keys = [each["id"] for each in lines_of(packed, "programs.participant")]
    assert keys == sorted(map(str, Participant.objects.values_list("pk", flat=True)))


def test_settling_twice_is_settling_once(alpha, world):
    batch = ask(world)
    until(batch, "settle")
    settle_move(actor=None, batch_id=batch.pk)
    before = ImportBatch.objects.get(pk=batch.pk).progress
    settle_move(actor=None, batch_id=batch.pk)
    assert ImportBatch.objects.get(pk=batch.pk).progress == before


def test_a_case_that_is_sealed_meanwhile_is_shut(alpha, world):
    keep(world)
    case = closed_case(world)
    batch = ask(world)
    until(batch, "settle")
    with seeing_sealed():
        MediationCase.objects.filter(pk=case.pk).update(state="sealed")
    settle_move(actor=None, batch_id=batch.pk)
    packed = until(batch, "done")
    people = [each for each in lines_of(packed, "programs.participant") if "shut" in each]
    with seeing_sealed():
        assert len(people) == Participant.objects.filter(case=case).count() > 0
    assert all(set(each) == {"id", "shut"} for each in people)


def test_sealing_a_case_deletes_the_archive_that_waits(alpha, world):
    keep(world)
    case = closed_case(world)
    batch = ask(world)
    sealed(world, case, LATER)
    batch.refresh_from_db()
    assert (batch.state, batch.found) == (ImportState.DISCARDED, None)
    # The job that was on its way finds nothing to do.
    go_on_moving(actor=None, batch_id=batch.pk, now=timezone.now())
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.DISCARDED


def test_sealed_and_destroyed_cases_arrive_as_they_were(alpha, beta, program, worker):  # noqa: F811
    with at(alpha):
        keep(program)
        hidden, gone = closed_case(program), closed_case(program)
        file = attached(hidden.referral, b"A report that nobody is to read any more.")
        sealed(program, hidden, LATER)
        purged(program, gone, LATER)
        with seeing_sealed():
            names = [person.name for person in Participant.objects.filter(case=hidden)]
    worker.drain()
    out = moved_out(alpha, worker, program.alice)
    with at(alpha):
        archive = archive_of(ImportBatch.objects.get(pk=out.pk))
        everything = b"".join(part for name in archive.inside for part in archive.read(name))
        archive.close()
        assert not [name for name in names if name.encode() in everything]
        assert b"nobody is to read any more." not in everything.replace(
            b"what nobody is to read any more", b""
        )
        content = archive_bytes(alpha, program.alice, out)
    came = moved_in(beta, worker, founded(beta), content, out.found["passphrase"])
    assert came.progress["same"], came.progress
    with at(beta):
        assert not MediationCase.objects.filter(pk__in=[hidden.pk, gone.pk]).exists()
        with seeing_sealed():
            there = {
                str(each.pk): each.state for each in MediationCase.objects.filter(pk__in=[hidden.pk, gone.pk])
            }
            assert there == {str(hidden.pk): "sealed", str(gone.pk): "purged"}
            assert [person.name for person in Participant.objects.filter(case=hidden)] == names
            from programs.files import contents

            stored = type(file).objects.get(pk=file.pk)
            assert b"".join(contents(stored).chunks()) == b"A report that nobody is to read any more."


def test_nothing_of_an_archive_is_left_after_it_was_deleted(alpha, program, worker, settings):  # noqa: F811
    from django.core.files.storage import default_storage

    from programs.actions.moving import discard_move

    out = moved_out(alpha, worker, program.alice)
    with at(alpha):
        assert len(default_storage.listdir(folder_of(out))[1]) == 1
        discard_move(actor=program.alice, batch=out, now=timezone.now())
    worker.drain()
    with at(alpha):
        assert not default_storage.exists(folder_of(out))
        assert ImportBatch.objects.get(pk=out.pk).found is None


def test_a_line_says_whether_it_is_shut():
    assert is_shut('{"id":"1","shut":"abc"}')
    assert not is_shut('{"id":"1","words":"shut"}')
