"""The store of a program's files: bytes go to the storage sealed, and leave it when their row is gone.

A storage knows no transactions, so the bytes come first and the row second: `arriving` takes them away again when the
row is not made. Should the process die in between, a job that was queued before the first byte does it (`swept`);
the same job takes the bytes away after a row was deleted. Bytes without a row open for nobody, since the row holds
their key.

Any storage of Django's that is bound to the place that is entered will do (`STORAGES["default"]`); it needs `save`,
`open` with `seek`, and `delete`.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from amends import outbox
from amends.files.examining import Examined
from amends.vault.streams import SealedContent, SealingStream, content_binding
from programs.models import StoredFile
from programs.models.stored_file import LONGEST_NAME, FileState
from programs.retention.unseen import seeing_sealed
from tenants.ids import uuid7
from tenants.place import required_schema

SWEPT_AFTER = timedelta(hours=1)
"""When bytes that were being stored must have a row."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_ENDING = re.compile(r"\.\w{1,5}$")


class NotServed(Exception):
    """A file that was not checked yet, or was refused, is shown to nobody."""


@dataclass(frozen=True, repr=False)
class Arrival:
    """A file whose bytes are in the store; it is nothing until an action makes its row."""

    id: UUID
    name: str
    kind: str
    state: FileState
    size: int
    digest: str
    content_key: bytes


def path_of(file_id: UUID) -> str:
    """Return where the bytes of a file lie in the storage; it says nothing about them."""
    return f"{file_id.hex[-2:]}/{file_id.hex}"


@contextmanager
def arriving(examined: Examined, name: str, *, now: datetime) -> Iterator[Arrival]:
    """Store the bytes, and take them away again unless the block made their row."""
    file_id = uuid7()
    with transaction.atomic():
        outbox.queue("programs.sweep_file", file_id=file_id, not_before=now + SWEPT_AFTER)
    bound = content_binding(required_schema(), StoredFile._meta.db_table, file_id)
    sealing = SealingStream(io.BytesIO(examined.content), bound)
    try:
        default_storage.save(path_of(file_id), File(cast("Any", sealing)))
        yield Arrival(
            id=file_id,
            name=tidy_name(name, examined.kind.extension),
            kind=examined.kind.id,
            state=FileState.CLEAN if examined.is_scanned else FileState.CHECKING,
            size=sealing.size,
            digest=sealing.digest,
            content_key=sealing.key,
        )
    finally:
        # Where the database cannot be asked, the job sees to it.
        with suppress(DatabaseError):
            sweep(file_id)


def tidy_name(name: str, extension: str) -> str:
    """Return a name without folders and signs that cannot be seen, which ends as the kind of the file does."""
    seen = "".join(
        " " if unicodedata.category(sign) in _UNSEEN else sign for sign in unicodedata.normalize("NFC", name)
    )
    last = PurePath(seen.replace("\\", "/")).name
    stem = " ".join(_ENDING.sub("", last).split()).strip(". ")
    if stem.lower().endswith(extension):
        stem = stem[: -len(extension)]
    return f"{stem[: LONGEST_NAME - len(extension)].strip() or 'document'}{extension}"


def contents(file: StoredFile) -> SealedContent:
    """Return the content of a file, to be read outside of the place as well.

    Raises NotServed unless it was checked and found clean, Shredded when the key of its holder is destroyed.
    """
    if file.state != FileState.CLEAN:
        raise NotServed
    return unchecked_contents(file)


def unchecked_contents(file: StoredFile) -> SealedContent:
    """Return the content whatever the state: for the scanner alone."""
    bound = content_binding(required_schema(), StoredFile._meta.db_table, file.pk)
    key = file.content_key
    source = cast("BinaryIO", default_storage.open(path_of(file.pk)))
    return SealedContent(source, key, bound, file.size)


def folder_of(file_id: UUID) -> str:
    """Return where the pieces of a recording lie while it arrives."""
    return f"{path_of(file_id)}.pieces"


def drop_pieces(file_id: UUID) -> None:
    """Take every piece of a recording out of the storage, those that no row spoke of too."""
    folder = folder_of(file_id)
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)


def hand_over(files: Any, **holder: Any) -> int:
    """Give files to another holder, whose key seals them from now on; return how many. Inside an action."""
    no_other = {"draft": None, "referral": None, "case": None}
    moved = list(files)
    for file in moved:
        for name, value in (no_other | holder).items():
            # Read while the old holder's key is there; saving seals with the new one.
            setattr(file, name, value)
        file.save()
    return len(moved)


def erase(files: Any) -> int:
    """Delete rows, and have their bytes taken away once that is committed; return how many. Inside an action."""
    erased = list(files.only("pk"))
    for file in erased:
        outbox.queue("programs.sweep_file", file_id=file.pk)
    StoredFile.objects.filter(pk__in=[file.pk for file in erased]).delete()
    return len(erased)


def sweep(file_id: UUID) -> bool:
    """Take away bytes that no row speaks for, or one that was refused; return whether they were."""
    # The row of a sealed case speaks for its bytes although nobody sees it.
    with seeing_sealed():
        if StoredFile.objects.exclude(state=FileState.REFUSED).filter(pk=file_id).exists():
            return False
    default_storage.delete(path_of(file_id))
    drop_pieces(file_id)
    return True
