"""Whether an archive may be taken in: it opens, this platform signed it, its rows fit, and the program is empty."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage

from amends.vault.streams import SealedContent
from programs.models import ImportBatch
from programs.models.imported import MoveKind
from programs.moving import zipping
from programs.moving.packing import FORMAT, VERSION, bound_of, line_file, schema_file
from programs.moving.schemas import misfit
from programs.moving.secrets import is_ours
from programs.moving.travelling import MAY_BE_THERE, model_of, rows_of, travelling
from programs.moving.zipping import Damaged, WrongPassphrase
from programs.retention.unseen import seeing_sealed

LARGEST_MANIFEST = 64_000_000
LARGEST_SCHEMA = 1_000_000
MOST_FILES = 1_000_000
SIGNED = ("manifest.json", "manifest.sig")


class Unfit(Exception):
    """An archive is not taken in.

    `reason` is "kind" (no archive of ours), "passphrase", "damaged", "foreign" (not signed by this platform),
    "version" or "schema"; `what` names a file or a column then.
    """

    def __init__(self, reason: str, what: str = ""):
        super().__init__(reason)
        self.reason, self.what = reason, what


class Source(io.RawIOBase):
    """A sealed content as a file that can be read anywhere, as the reader of ZIP's directory wants it."""

    def __init__(self, content: SealedContent):
        self._content, self._at = content, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        stop = min(self._at + len(buffer), self._content.size)
        done = 0
        for part in self._content.span(self._at, stop) if stop > self._at else ():
            buffer[done : done + len(part)] = part
            done += len(part)
        self._at += done
        return done

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._content.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def close(self) -> None:
        self._content.close()
        super().close()


@dataclass(frozen=True)
class Inside:
    """Where a file of the archive lies, and how large it is there."""

    offset: int
    packed: int
    size: int


class Archive:
    """An archive with its passphrase. Raises Unfit where it is none."""

    def __init__(self, source: Any, passphrase: str):
        self._source, self._passphrase = source, passphrase
        try:
            with zipfile.ZipFile(source) as found:
                listed = found.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Unfit("kind") from None
        self.inside = {
            each.filename: Inside(each.header_offset, each.compress_size, each.file_size) for each in listed
        }
        if len(self.inside) != len(listed) or len(listed) > MOST_FILES or not set(SIGNED) <= set(self.inside):
            raise Unfit("kind")

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the content of a file, never more than it says; raises Unfit."""
        told, given = self.inside[name], 0
        try:
            for part in zipping.unpacked(self._source, told.offset, told.packed, self._passphrase):
                given += len(part)
                if given > told.size:
                    raise Unfit("damaged", name)
                yield part
        except WrongPassphrase:
            raise Unfit("passphrase") from None
        except Damaged:
            raise Unfit("damaged", name) from None

    def whole(self, name: str, most: int) -> bytes:
        """Return the content of a small file."""
        if self.inside[name].size > most:
            raise Unfit("damaged", name)
        return b"".join(self.read(name))

    def manifest(self) -> dict[str, Any]:
        """Return the manifest, once it is shown that this platform signed it and that it fits."""
        text = self.whole("manifest.json", LARGEST_MANIFEST)
        if not is_ours(text, self.whole("manifest.sig", LARGEST_SCHEMA).decode("ascii", "replace")):
            raise Unfit("foreign")
        told: dict[str, Any] = json.loads(text)
        if (told.get("format"), told.get("version")) != (FORMAT, VERSION):
            raise Unfit("version")
        if {each["name"] for each in told["files"]} | set(SIGNED) != set(self.inside):
            raise Unfit("damaged", "manifest.json")
        self._demand_fit(told)
        return told

    def _demand_fit(self, told: dict[str, Any]) -> None:
        known = {model._meta.label_lower for model in travelling()}
        for table in told["tables"]:
            label = table["table"]
            if label not in known:
                raise Unfit("schema", label)
            schema = json.loads(self.whole(schema_file(label), LARGEST_SCHEMA))
            if column := misfit(schema, model_of(label)):
                raise Unfit("schema", f"{label}.{column}")
            if line_file(label) not in self.inside:
                raise Unfit("damaged", line_file(label))

    def close(self) -> None:
        self._source.close()


def archive_of(batch: ImportBatch) -> Archive:
    """Return the archive that a batch took in."""
    found = batch.found or {}
    source = cast("BinaryIO", default_storage.open(batch.progress["archive"]))
    content = SealedContent(source, bytes.fromhex(found["key"]), bound_of(batch.pk), batch.progress["bytes"])
    return Archive(io.BufferedReader(Source(content), 1 << 20), found["passphrase"])


def full_tables() -> list[str]:
    """Return the tables in which something stands that an empty program does not have."""
    with seeing_sealed():
        return [
            model._meta.label_lower
            for model in travelling()
            if model._meta.label_lower not in MAY_BE_THERE and rows_of(model).exists()
        ]


def own_keys() -> dict[str, list[str]]:
    """Return the keys of what an empty program has already, and keeps."""
    return {
        model._meta.label_lower: [str(key) for key in rows_of(model).values_list("pk", flat=True)]
        for model in travelling()
        if model._meta.label_lower in ("accounts.user", "programs.policyversion", "programs.importbatch")
    }


def moved_before() -> bool:
    """Return whether an archive was taken in here, or rows of one that did not fit in the end."""
    return ImportBatch.objects.moves().filter(kind=MoveKind.IN, progress__has_key="entered").exists()
