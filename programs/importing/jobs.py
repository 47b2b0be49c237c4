"""The jobs of imports: each works on one part, and ends by queueing the next, so that a kill costs one part at most."""

import contextlib
import uuid

from django.utils import timezone

from amends import outbox
from amends.vault.shredding import destroy_data_keys
from programs.actions.imports import (
    NotNow,
    check_import_part,
    compare_import,
    erase_import,
    finish_undo,
    make_import_part,
)
from programs.models import ImportChunk
from tenants.context import required_schema


@outbox.job("programs.import_check")
def check(*, batch_id: uuid.UUID, number: int) -> None:
    """Judge the rows of one part."""
    check_import_part(actor=None, batch_id=batch_id, number=number, now=timezone.now())


@outbox.job("programs.import_compare")
def compare(*, batch_id: uuid.UUID) -> None:
    """Find what comes twice."""
    compare_import(actor=None, batch_id=batch_id)


@outbox.job("programs.import_part")
def part(*, batch_id: uuid.UUID, number: int) -> None:
    """Make the rows of one part."""
    make_import_part(actor=None, batch_id=batch_id, number=number, now=timezone.now())


@outbox.job("programs.import_undo")
def undo(*, batch_id: uuid.UUID) -> None:
    """Take back what a file made."""
    finish_undo(actor=None, batch_id=batch_id, now=timezone.now())


@outbox.job("programs.import_shred")
def shred(*, batch_id: uuid.UUID, number: int) -> None:
    """Destroy the keys of what was taken back; again is no error."""
    chunk = ImportChunk.objects.select_related("batch").get(pk=uuid.uuid5(batch_id, str(number)))
    destroy_data_keys(required_schema(), [uuid.UUID(key) for key in chunk.rows])
    chunk.delete()


@outbox.job("programs.import_erase")
def erase(*, batch_id: uuid.UUID) -> None:
    """Erase what a file said, when its time is over; the end of one that is not queued a job of its own."""
    with contextlib.suppress(NotNow):
        erase_import(actor=None, batch_id=batch_id, now=timezone.now())
