"""Take a whole program out, or into an empty one: asked for by an administrator, done by jobs (decision 0038)."""

import time
import uuid
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, connection, transaction

from amends import audit, outbox
from amends.accounts.models import NotARoleHere
from amends.actions import Refused, action
from amends.vault.streams import SealedContent, SealingStream
from programs.models import ImportBatch, Program
from programs.models.imported import AT_WORK, ImportState, MoveKind
from programs.moving import checking, entering, gathering, packing, zipping
from programs.moving.arriving import Archive, Unfit, full_tables, own_keys
from programs.moving.ending import KEPT, erase
from programs.moving.entering import NotSame
from programs.moving.estimating import rows_there
from programs.moving.following import schedule_what_waits
from programs.moving.parts import Parts
from programs.moving.reasons import IS_OVER
from programs.moving.room import demand_nothing_at_work, demand_room
from programs.moving.secrets import NotOurs
from tenants.ids import uuid7

A_JOB = 0.5
"""Seconds after which a job begins no further part."""
STEP, SETTLE, EXPIRE = "programs.move_step", "programs.move_settle", "programs.move_expire"


@action
def ask_move_out(*, actor: Any, now: datetime, form_key: uuid.UUID) -> ImportBatch:
    """Have everything packed; the same form sent again is the same archive. Raises Refused."""
    Program.objects.select_for_update().get()
    if there := ImportBatch.objects.filter(form_key=form_key).first():
        audit.record("move_asked_again", there, actor=actor)
        return there
    demand_nothing_at_work()
    batch = _made(MoveKind.OUT, actor, now, form_key)
    batch.found = {"passphrase": zipping.new_passphrase()}
    batch.state, batch.rows = ImportState.PACKING, rows_there()
    batch.progress = {"stage": "gather", "table": 0, "after": None}
    batch.save()
    outbox.queue(STEP, batch_id=batch.pk)
    outbox.queue(EXPIRE, batch_id=batch.pk, not_before=now + KEPT)
    audit.record("move_out_asked", batch, actor=actor)
    return batch


@action
def go_on_moving(*, actor: None, batch_id: uuid.UUID, now: datetime) -> None:
    """Do the next part, and queue what follows; does nothing where the move is over meanwhile."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state not in AT_WORK:
        audit.record("move_was_over", batch, actor=actor)
        return
    stage, begun = batch.progress["stage"], time.monotonic()
    go_on = _go_on_out if batch.kind == MoveKind.OUT else _go_on_in
    go_on(batch, now)
    # Most tables are small: a job for each would cost more than what it does.
    while (batch.state in AT_WORK and batch.progress["stage"] == stage) and time.monotonic() < begun + A_JOB:
        go_on(batch, now)
    batch.save()
    if batch.state in AT_WORK:
        outbox.queue(SETTLE if batch.progress["stage"] == "settle" else STEP, batch_id=batch.pk)
    audit.record("move_went_on", batch, actor=actor, stage=stage, done=batch.done)


@action
def settle_move(*, actor: None, batch_id: uuid.UUID) -> None:
    """Bring what was gathered to one moment; within `gathering.one_moment`. Twice is once."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.state == ImportState.PACKING and batch.progress["stage"] == "settle":
        gathering.settle(batch)
        batch.save()
        outbox.queue(STEP, batch_id=batch.pk)
    audit.record("move_settled", batch, actor=actor)


@action
def bring_program_in(
    *, actor: Any, now: datetime, form_key: uuid.UUID, content: Any, passphrase: str
) -> ImportBatch:
    """Keep an archive sealed and have it taken in; `content` is a file that can be read anywhere.

    Raises Refused where this program does not take one in, and Unfit for an archive that is not taken.
    """
    program = Program.objects.select_for_update().get()
    if there := ImportBatch.objects.filter(form_key=form_key).first():
        audit.record("move_asked_again", there, actor=actor)
        return there
    demand_room(program)
    archive = Archive(content, passphrase)
    manifest = archive.manifest()
    batch = _made(MoveKind.IN, actor, now, form_key)
    path = f"{packing.folder_of(batch)}/{uuid7().hex}"
    content.seek(0)
    sealing = SealingStream(cast("BinaryIO", content), packing.bound_of(batch.pk))
    default_storage.save(path, File(cast("Any", sealing)))
    batch.found = {"passphrase": passphrase, "key": sealing.key.hex()}
    batch.state, batch.rows = ImportState.CHECKING, manifest["rows"]
    batch.progress = {
        "stage": "check",
        "table": 0,
        "archive": path,
        "bytes": sealing.size,
        "digest": manifest["digest"],
        "made_at": manifest["made_at"],
        "tables": {
            each["table"]: {name: each[name] for name in ("rows", "shut", "digest", "columns")}
            for each in manifest["tables"]
        },
    }
    batch.save()
    outbox.queue(STEP, batch_id=batch.pk)
    audit.record("move_in_asked", batch, actor=actor, rows=batch.rows)
    return batch


@action
def fetch_move(*, actor: Any, batch: ImportBatch) -> SealedContent:
    """Return the archive, to be read outside of the place as well; raises Refused when it is there no more."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != ImportState.PACKED:
        raise Refused(IS_OVER)
    source = cast("BinaryIO", default_storage.open(locked.progress["archive"]))
    audit.export(locked, actor=actor, purpose="whole_program")
    audit.record("move_fetched", locked, actor=actor)
    key = bytes.fromhex((locked.found or {})["key"])
    return SealedContent(source, key, packing.bound_of(locked.pk), locked.progress["bytes"])


@action
def discard_move(*, actor: Any, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Delete an archive before its time, also one that is still being packed; raises Refused."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.kind != MoveKind.OUT or locked.state not in (ImportState.PACKED, ImportState.PACKING):
        raise Refused(IS_OVER)
    erase(locked, ImportState.DISCARDED, now)
    audit.record("move_discarded", locked, actor=actor)
    return locked


@action
def expire_move(*, actor: None, batch_id: uuid.UUID, now: datetime) -> None:
    """Delete an archive whose time is over; outbox.NotYet while it is packed."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
    if batch.erased_at is None:
        if batch.state == ImportState.PACKING:
            raise outbox.NotYet(now + KEPT)
        if batch.ended_at and batch.ended_at + KEPT > now:
            raise outbox.NotYet(batch.ended_at + KEPT)
        erase(batch, ImportState.DISCARDED, now)
    audit.record("move_expired", batch, actor=actor)


def _made(kind: str, actor: Any, now: datetime, form_key: uuid.UUID) -> ImportBatch:
    return ImportBatch(form_key=form_key, kind=kind, made_at=now, made_by=actor, headings_mac="", rows=0)


def _go_on_out(batch: ImportBatch, now: datetime) -> None:
    progress = batch.progress
    if progress["stage"] == "gather":
        gathering.gather(batch)
        return
    try:
        with transaction.atomic():
            packing.pack(batch, now)
    except packing.Gone:
        batch.refresh_from_db()
        Parts(batch).drop("entries")
        for name in ("packed", "tables", "file_at", "files_done", "audit", "missing"):
            batch.progress.pop(name, None)
        batch.progress["stage"] = "settle"
        return
    if progress["stage"] == "done":
        Parts(batch).drop_all()
        outbox.queue("programs.move_sweep", batch_id=batch.pk)
        batch.rows = batch.done = sum(each["rows"] for each in progress["tables"].values())
        batch.state, batch.ended_at = ImportState.PACKED, now


def _go_on_in(batch: ImportBatch, now: datetime) -> None:
    try:
        with transaction.atomic():
            _take_in(batch, now)
            with connection.cursor() as cursor:
                # A key that names nothing is found here and not at the commit.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except (Unfit, NotOurs, NotSame, NotARoleHere, DataError, IntegrityError) as wrong:
        batch.refresh_from_db()
        batch.progress["trouble"] = _trouble(wrong)
        _end_in(batch, ImportState.STOPPED, now)
        audit.denied("bring_program_in", batch, actor=None, rule="move_as_the_archive_says")
    if batch.progress["stage"] == "done" and batch.state != ImportState.STOPPED:
        schedule_what_waits(now)
        _end_in(batch, ImportState.IMPORTED if batch.progress["same"] else ImportState.STOPPED, now)


def _take_in(batch: ImportBatch, now: datetime) -> None:
    stage = batch.progress["stage"]
    if stage == "check":
        checking.check(batch)
        if batch.progress["stage"] == "enter":
            _begin_entering(batch)
    elif stage == "enter":
        entering.enter(batch)
    else:
        entering.prove(batch, now)


def _begin_entering(batch: ImportBatch) -> None:
    """Look once more whether the program is empty: the first row follows."""
    if full := full_tables():
        raise Unfit("full", full[0])
    entering.make_room()
    batch.progress |= {"own": own_keys(), "begun": str(uuid7()), "entered": True}
    batch.state = ImportState.IMPORTING


def _trouble(wrong: Exception) -> dict[str, str]:
    if isinstance(wrong, Unfit):
        return {"reason": wrong.reason, "what": wrong.what}
    if isinstance(wrong, NotSame):
        return {"reason": "same", "what": wrong.label}
    if isinstance(wrong, NotOurs):
        return {"reason": "foreign", "what": ""}
    # The name of a rule of the database: it quotes no row.
    said = getattr(wrong.__cause__, "diag", None)
    return {"reason": "row", "what": str(getattr(said, "constraint_name", None) or "")}


def _end_in(batch: ImportBatch, state: str, now: datetime) -> None:
    for name in ("own", "begun"):
        batch.progress.pop(name, None)
    erase(batch, state, now)
