"""Jobs of recordings: look at one that came in whole, and give up one that did not."""

import uuid

from django.core.files.storage import default_storage

from amends import outbox
from amends.files.kinds import Unfit
from amends.files.scanner import ScannerAway, is_clean
from amends.vault.errors import Shredded, Unreadable
from amends.vault.streams import SealedContent, content_binding
from programs.actions.recordings import drop_recording, settle_recording
from programs.files import drop_pieces, path_of
from programs.models import StoredFile
from programs.models.stored_file import FileState
from programs.recordings import Written, write_anew
from tenants.place import required_schema


@outbox.job("programs.check_recording")
def check_recording(*, file_id: uuid.UUID) -> None:
    """Write a recording anew, have it scanned, and say whether it may be shown."""
    file = StoredFile.objects.select_related("case").filter(pk=file_id, state=FileState.CHECKING).first()
    if file is None or file.pieces is None:
        return
    try:
        written = write_anew(file)
        is_scanned = _scanned(file_id, written)
    except Unfit as error:
        settle_recording(actor=None, file_id=file_id, written=None, is_scanned=False, reason=error.reason)
    except (Unreadable, Shredded, FileNotFoundError):
        settle_recording(actor=None, file_id=file_id, written=None, is_scanned=False, reason="broken")
    else:
        settle_recording(actor=None, file_id=file_id, written=written, is_scanned=is_scanned)


def _scanned(file_id: uuid.UUID, written: Written) -> bool:
    """Return whether the scanner let it pass; False while it is away. Raises Unfit for what it does not let pass."""
    bound = content_binding(required_schema(), StoredFile._meta.db_table, file_id)
    source = default_storage.open(path_of(file_id))
    try:
        if not is_clean(SealedContent(source, written.content_key, bound, written.size).chunks()):  # type: ignore[arg-type]
            raise Unfit("virus")
    except ScannerAway:
        return False
    return True


@outbox.job("programs.drop_pieces")
def drop_read_pieces(*, file_id: uuid.UUID) -> None:
    """Take the pieces of a recording away that was written anew, or refused."""
    drop_pieces(file_id)


@outbox.job("programs.drop_recording")
def drop_late_recording(*, file_id: uuid.UUID) -> None:
    """Give up a recording that did not come in whole in time."""
    drop_recording(actor=None, file_id=file_id)
