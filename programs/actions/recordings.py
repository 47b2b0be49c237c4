"""Take in a recording of somebody of a side, piece by piece, and note what became of it once it was looked at."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from amends import audit, outbox
from amends.accounts.access import account_of
from amends.actions import action
from amends.vault.cipher import new_key
from programs.messages.taking import take
from programs.models import MediatedMessage, StoredFile
from programs.models.message import MessageKind
from programs.models.stored_file import FilePurpose, FileState
from programs.recordings import LARGEST, MOST_PIECES, Piece, Written

ARRIVES_WITHIN = timedelta(days=2)
MOST_AT_ONCE = 6
"""Recordings of one case that are on their way together: the room that strangers to us can fill is bounded."""


ROOM_OF_CASE = 6_000_000_000
"""Bytes of all recordings of one case, with those of messages that were taken back."""


class TooLarge(Exception):
    """A recording has at least one byte and at most LARGEST."""


class TooMany(Exception):
    """So many recordings of a case are on their way already."""


class NoRoom(Exception):
    """The recordings of a case take all the room that there is for one."""


class WrongOffset(Exception):
    """A piece does not begin where the last one ended; `arrived` says where that is, in bytes."""

    def __init__(self, arrived: int):
        super().__init__(arrived)
        self.arrived = arrived


@action
def begin_recording(*, actor: Any, message: MediatedMessage, now: datetime, size: int) -> StoredFile:
    """Make room for a recording of `size` bytes in place of the one before.

    Raises StepRefused, TooLarge, TooMany, NoRoom.
    """
    if not 0 < size <= LARGEST:
        raise TooLarge
    locked = take("rewrite_message", message=message, actor=actor, now=now).asked.message
    others = (
        StoredFile.objects.of(locked.case).filter(purpose=FilePurpose.RECORDING).exclude(pk=locked.file_id)
    )
    if others.filter(state=FileState.ARRIVING).count() >= MOST_AT_ONCE:
        raise TooMany
    taken = others.exclude(state=FileState.REFUSED).aggregate(taken=Sum("size"))["taken"] or 0
    if taken + size > ROOM_OF_CASE:
        raise NoRoom
    if locked.file is not None:
        _refuse(locked.file, "")
    locked.file = StoredFile.objects.create(
        case=locked.case,
        purpose=FilePurpose.RECORDING,
        state=FileState.ARRIVING,
        kind="",
        size=size,
        name="",
        digest="",
        content_key=new_key(),  # of nothing, until there is a content
        pieces=[],
        added_at=now,
        added_by=account_of(actor),
    )
    locked.written_by = account_of(actor) or locked.written_by
    locked.save()
    outbox.queue("programs.drop_recording", file_id=locked.file.pk, not_before=now + ARRIVES_WITHIN)
    audit.record(
        "recording_begun", locked.case, actor=actor, message=locked.pk, file=locked.file.pk, size=size
    )
    return locked.file


@action
def add_piece(
    *, actor: Any, message: MediatedMessage, now: datetime, offset: int, piece: Piece
) -> StoredFile:
    """Put a piece behind what arrived; the last one has the recording looked at. Raises StepRefused, WrongOffset."""
    locked = take("rewrite_message", message=message, actor=actor, now=now).asked.message
    file = locked.file and StoredFile.objects.select_for_update().get(pk=locked.file_id)
    if file is None or file.state != FileState.ARRIVING:
        raise WrongOffset(file.arrived if file else 0)
    if piece.file_id != file.pk:
        raise WrongOffset(file.arrived)  # another recording was begun in its place while this piece came
    file.case = locked.case
    if offset != file.arrived or piece.size > file.size - offset or len(file.pieces or ()) >= MOST_PIECES:
        raise WrongOffset(file.arrived)
    file.pieces = [*(file.pieces or ()), [piece.name, piece.size, piece.key.hex()]]
    if file.arrived == file.size:
        file.state = FileState.CHECKING
        outbox.queue("programs.check_recording", file_id=file.pk)
    file.save()
    audit.record("recording_piece", locked.case, actor=actor, file=file.pk, arrived=file.arrived)
    return file


@action
def settle_recording(
    *, actor: None, file_id: uuid.UUID, written: Written | None, is_scanned: bool, reason: str = ""
) -> None:
    """Note a recording as it was written anew, or why it was refused; its pieces go."""
    file = StoredFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if file is not None and file.state == FileState.CHECKING and file.pieces is not None:
        if written is None:
            _refuse(file, reason)
        else:
            file.state = FileState.CLEAN if is_scanned else FileState.CHECKING
            file.kind, file.size, file.digest = written.kind, written.size, written.digest
            file.name, file.content_key, file.pieces = "recording", written.content_key, None
            file.save()
            outbox.queue("programs.drop_pieces", file_id=file.pk)
            kind = MessageKind.VIDEO if file.what.media_type.startswith("video/") else MessageKind.AUDIO
            MediatedMessage.objects.filter(file=file).update(kind=kind)
            if not is_scanned:
                outbox.queue("programs.scan_file", file_id=file.pk)
    audit.record("recording_checked", ("programs.storedfile", file_id), actor=actor, reason=reason or None)


@action
def drop_recording(*, actor: None, file_id: uuid.UUID) -> None:
    """Give up a recording that did not come in whole in time."""
    file = StoredFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if file is not None and file.state == FileState.ARRIVING:
        _refuse(file, "late")
    audit.record("recording_dropped", ("programs.storedfile", file_id), actor=actor)


def _refuse(file: StoredFile, reason: str) -> None:
    """Let a recording go; of one that was refused the sealed name says why."""
    file.state, file.pieces, file.name = FileState.REFUSED, None, reason
    file.save()
    outbox.queue("programs.sweep_file", file_id=file.pk)
