"""What a file said goes with its key; how its columns were read stays for the next one."""

from datetime import datetime
from typing import Any

from amends import outbox
from programs.models import (
    Agreement,
    ImportBatch,
    ImportChunk,
    MediationCase,
    Participant,
    RestitutionPayment,
    Survey,
)
from programs.models.imported import AT_WORK

ADDED_TO: dict[Any, str] = {
    Participant: "case",
    Agreement: "case",
    Survey: "case",
    RestitutionPayment: "item__agreement__case",
}
"""What other files add to a case that is there, and how it names the case."""


def erase_file(batch: ImportBatch, now: datetime) -> None:
    """Erase what a file said, within an action that holds its lock."""
    ImportChunk.objects.filter(pk__in=batch.chunk_keys).delete()
    batch.file_name = batch.headings = batch.found = None
    batch.erased_at = now
    batch.save()
    outbox.queue("vault.destroy_key", key_id=batch.vault_key)


def erase_files_of(case: MediationCase, now: datetime) -> None:
    """Erase the files that a case, its people, agreements, payments and forms came with, where they are still kept.

    Their rows say what the case said. One that is being worked on is left to its own day (`import_days`).
    """
    keys: set[Any] = {case.imported_in}
    for model, path in ADDED_TO.items():
        rows = model.objects.filter(**{path: case}).order_by()
        keys |= set(rows.values_list("imported_in", flat=True).distinct())
    files = ImportBatch.objects.filter(pk__in=keys - {None}, erased_at=None).exclude(state__in=AT_WORK)
    for batch in files.defer("file_name", "headings", "found").select_for_update().order_by("pk"):
        erase_file(batch, now)
