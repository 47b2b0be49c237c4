"""One file of the archive after the other, each encrypted in a piece of the storage; then all of them as one."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage

from amends.vault.errors import Shredded
from amends.vault.streams import SealingStream, content_binding
from programs.files import NotServed, contents
from programs.models import ImportBatch, Program, StoredFile
from programs.moving import zipping
from programs.moving.chain import audit_lines
from programs.moving.gathering import settled
from programs.moving.parts import Parts
from programs.moving.readme import README
from programs.moving.rows import NONE_YET, chained, digest_of_all
from programs.moving.schemas import schema_of
from programs.moving.secrets import shut, signature_of
from programs.moving.travelling import (
    FIELDS_STAY,
    KEY_REASON,
    OF_THE_PROGRAM,
    OUTSIDE_DIGEST,
    PROGRAM,
    STAYS,
    columns_of,
    travelling,
)
from programs.moving.zipping import Entry, Packing
from programs.retention.unseen import seeing_sealed
from tenants.ids import uuid7
from tenants.place import required_schema

FORMAT, VERSION = "amends-program", 1
MOST_BYTES = 32_000_000
"""Of stored files in one job; a larger one has a job of its own."""
SHUT_STEP = 1024 * 1024


class Gone(Exception):
    """A file went away since it was settled that it goes along: settle again."""


def folder_of(batch: ImportBatch) -> str:
    """Return where the pieces and the archive of a batch lie in the storage."""
    return f"moves/{batch.pk.hex}"


def line_file(label: str) -> str:
    return f"rows/{label}.jsonl"


def schema_file(label: str) -> str:
    return f"schemas/{label}.json"


def pack(batch: ImportBatch, now: datetime) -> None:
    """Pack the next table, the next files, the audit, or all of it; raises Gone."""
    progress = batch.progress
    tables = travelling()
    at = progress.setdefault("packed", 0)
    if at < len(tables):
        _pack_table(batch, tables[at])
        progress["packed"] = at + 1
    elif not progress.get("files_done"):
        _pack_files(batch)
    elif "audit" not in progress:
        _pack_audit(batch)
    elif "digest" not in progress:
        _pack_manifest(batch, now)
    else:
        _pack_all(batch)


def _pack_table(batch: ImportBatch, model: Any) -> None:
    label = model._meta.label_lower
    columns = [field.name for field in columns_of(model)]
    told: dict[str, Any] = {"rows": 0, "shut": 0, "digest": NONE_YET, "columns": columns}
    _add(batch, line_file(label), _lines(batch, model, told))
    _add(batch, schema_file(label), [json.dumps(schema_of(model), indent=1).encode()])
    batch.progress.setdefault("tables", {})[label] = told


def _lines(batch: ImportBatch, model: Any, told: dict[str, Any]) -> Iterator[bytes]:
    for _key, _version, is_shut, digest, text in settled(batch, model):
        told["rows"] += 1
        told["shut"] += is_shut
        told["digest"] = chained(told["digest"], digest)
        yield f"{text}\n".encode()


def _pack_files(batch: ImportBatch) -> None:
    """Pack stored files until it is enough for one job."""
    progress, parts = batch.progress, Parts(batch)
    numbers = parts.numbers("files")
    part, row = progress.setdefault("file_at", [0, 0])
    packed = 0
    while part < len(numbers) and packed < MOST_BYTES:
        listed = parts.read(numbers[part])
        while row < len(listed) and packed < MOST_BYTES:
            packed += _pack_file(batch, *listed[row])
            row += 1
        if row == len(listed):
            part, row = part + 1, 0
    progress["file_at"] = [part, row]
    progress["files_done"] = part == len(numbers)


def _pack_file(batch: ImportBatch, key: str, is_shut: bool) -> int:
    with seeing_sealed():
        file = StoredFile.objects.filter(pk=key).first()
        if file is None:
            raise Gone
        try:
            content = contents(file).chunks()
        except NotServed:
            raise Gone from None
        except (FileNotFoundError, Shredded):
            # Its row says that it is there, and it is not, or nothing opens it: it will be as much there where it goes.
            batch.progress.setdefault("missing", []).append(key)
            return 0
    name = f"files/{key}"
    # Pictures, films and papers are squeezed already.
    entry = _add(batch, name, _shut(content, name) if is_shut else content, is_deflated=False)
    return entry.size


def _shut(content: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Yield a content in steps that only the platform opens, each with its length before it."""
    number, held = 0, bytearray()
    for part in content:
        held += part
        while len(held) > SHUT_STEP:
            yield _shut_step(bytes(held[:SHUT_STEP]), name, number)
            del held[:SHUT_STEP]
            number += 1
    yield _shut_step(bytes(held), f"{name}/last", number)


def _shut_step(plain: bytes, name: str, number: int) -> bytes:
    closed = shut(plain, f"{name}/{number}")
    return len(closed).to_bytes(4, "big") + closed


def _pack_audit(batch: ImportBatch) -> None:
    told: dict[str, Any] = {}
    _add(batch, "audit/entries.jsonl", audit_lines(told))
    _add(batch, "audit/verification.json", [json.dumps(told, indent=1).encode()])
    batch.progress["audit"] = {"entries": told["entries"], "problems": len(told["problems"])}


def _pack_manifest(batch: ImportBatch, now: datetime) -> None:
    """Say what is in the archive, and sign it."""
    _add(batch, "README.txt", [README.encode()])
    progress, program = batch.progress, Program.objects.get()
    digest = digest_of_all(progress["tables"])
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(),
        "program": {"id": str(program.pk), "name": program.name, "type": program.type},
        "rows": sum(each["rows"] for each in progress["tables"].values()),
        "digest": digest,
        "tables": [
            {"table": model._meta.label_lower, **progress["tables"][model._meta.label_lower]}
            for model in travelling()
        ],
        "audit": progress["audit"],
        "left_out": left_out(),
        "outside_the_digest": OUTSIDE_DIGEST,
        "files_that_are_lost": progress.get("missing", []),
        "files": [
            {"name": entry.name, "bytes": entry.size, "sha256": entry.sha256} for entry in entries_of(batch)
        ],
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    _add(batch, "manifest.json", [text])
    _add(batch, "manifest.sig", [signature_of(text).encode()])
    progress["digest"] = digest


def left_out() -> dict[str, Any]:
    """Return what does not travel, and why."""
    return {
        "tables": STAYS,
        "columns": {**FIELDS_STAY, "every table": {"vault_key": KEY_REASON}},
        "of the program only": list(OF_THE_PROGRAM),
        "table of the program": PROGRAM,
    }


def entries_of(batch: ImportBatch) -> Iterator[Entry]:
    """Yield the files of the archive that are packed so far."""
    for told in Parts(batch).rows("entries"):
        yield Entry(**told)


def _add(batch: ImportBatch, name: str, content: Iterable[bytes], *, is_deflated: bool = True) -> Entry:
    """Pack one file into a piece of its own; a piece that no committed entry names goes with the folder."""
    entry = Entry(name, is_deflated=is_deflated)
    entry.piece = f"{folder_of(batch)}/{uuid7().hex}"
    packing = Packing(entry, content, (batch.found or {})["passphrase"])
    default_storage.save(entry.piece, File(cast("Any", packing)))
    Parts(batch).add("entries", [entry.stored()])
    return entry


def _pack_all(batch: ImportBatch) -> None:
    """Put the pieces together, sealed once more under a key that the batch's own key seals."""
    path = f"{folder_of(batch)}/{uuid7().hex}"
    sealing = SealingStream(cast("BinaryIO", _Pieces(batch)), bound_of(batch.pk))
    default_storage.save(path, File(cast("Any", sealing)))
    batch.found = (batch.found or {}) | {"key": sealing.key.hex()}
    batch.progress |= {"archive": path, "bytes": sealing.size, "stage": "done"}


def bound_of(batch_id: UUID) -> bytes:
    """Return what an archive is bound to."""
    return content_binding(required_schema(), ImportBatch._meta.db_table, batch_id)


class _Pieces:
    """Reads the archive: of each file its header and its piece, then the directory."""

    def __init__(self, batch: ImportBatch):
        self._parts = self._all(batch)
        self._left = b""

    def _all(self, batch: ImportBatch) -> Iterator[bytes]:
        for entry in entries_of(batch):
            yield zipping.local_header(entry)
            with default_storage.open(entry.piece) as piece:
                yield from iter(lambda: piece.read(zipping.STEP), b"")
        yield from zipping.directory(entries_of(batch))

    def read(self, size: int) -> bytes:
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._left = part
        given, self._left = self._left[:size], self._left[size:]
        return given


def sweep(batch: ImportBatch) -> None:
    """Take out of the storage what no row speaks of: pieces, and the archive once it is erased."""
    folder = folder_of(batch)
    kept = "" if batch.erased_at else batch.progress.get("archive", "")
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        if f"{folder}/{name}" != kept:
            default_storage.delete(f"{folder}/{name}")
    if not kept:
        default_storage.delete(folder)
