"""The end of an archive: its parts go, its key is destroyed, and its bytes are taken out of the storage by a job."""

from datetime import datetime, timedelta

from amends import outbox
from programs.models import ImportBatch
from programs.models.imported import ImportState, MoveKind
from programs.moving.parts import Parts

KEPT = timedelta(days=3)
"""How long an archive can be fetched."""
FETCHABLE = (ImportState.PACKED, ImportState.PACKING)


def erase(batch: ImportBatch, state: str, now: datetime) -> None:
    """Erase an archive with its key; what became of it stays. Inside an action that holds its lock."""
    Parts(batch).drop_all()
    batch.state, batch.found, batch.erased_at = state, None, now
    batch.ended_at = batch.ended_at or now
    batch.save()
    outbox.queue("vault.destroy_key", key_id=batch.vault_key)
    outbox.queue("programs.move_sweep", batch_id=batch.pk)


def drop_archives(now: datetime) -> None:
    """Delete every archive that can be fetched, for a case in it is to be seen no more; inside an action."""
    there = ImportBatch.objects.moves().filter(kind=MoveKind.OUT, state__in=FETCHABLE)
    for batch in there.defer("found").select_for_update():
        erase(batch, ImportState.DISCARDED, now)
