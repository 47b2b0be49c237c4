"""What a file said goes with its key; how its columns were read stays for the next one."""

from datetime import datetime

from amends import outbox
from programs.models import ImportBatch, ImportChunk, MediationCase
from programs.models.imported import AT_WORK


def erase_file(batch: ImportBatch, now: datetime) -> None:
    """Erase what a file said, within an action that holds its lock."""
    ImportChunk.objects.filter(pk__in=batch.chunk_keys).delete()
    batch.file_name = batch.headings = batch.found = None
    batch.erased_at = now
    batch.save()
    outbox.queue("vault.destroy_key", key_id=batch.vault_key)


def erase_file_of(case: MediationCase, now: datetime) -> None:
    """Erase the file that a case came with, where it is still kept: its row says what the case said.

    One that is being worked on is left to its own day (`import_days`).
    """
    if case.imported_in is None:
        return
    rows = ImportBatch.objects.filter(pk=case.imported_in, erased_at=None).exclude(state__in=AT_WORK)
    batch = rows.defer("file_name", "headings", "found").select_for_update().first()
    if batch is not None:
        erase_file(batch, now)
