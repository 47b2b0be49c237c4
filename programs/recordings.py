"""Recordings as they come in: in pieces over a bad line, each sealed as it is read, then written anew as one file.

A piece lies in the storage under a name of chance beside its file's, sealed by a key of its own, which the file's row
keeps sealed. What came before a line broke is kept, and the sender goes on from there (as in tus 1.0). A piece that no
row speaks of, because two were sent at once or the process died, goes with the others when the recording is whole.
"""

import io
import uuid
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.core.files.storage import default_storage
from django.http.request import UnreadablePostError

from amends.files.kinds import Unfit
from amends.files.recordings import Rewriting
from amends.vault.streams import SealedContent, SealingStream, content_binding
from programs.files import folder_of, path_of
from programs.models import StoredFile
from tenants.place import required_schema

LARGEST = 300 * 1024 * 1024
"""Bytes."""
LARGEST_AT_ONCE = 30_000_000
"""Bytes of a form that is sent without a script, in one request."""
MOST_PIECES = 2000
LARGEST_PIECE = 32 * 1024 * 1024
SMALLEST_KEPT = 1024
"""Bytes of a piece that broke off; less is not worth a file."""


@dataclass(frozen=True, repr=False)
class Piece:
    """A part whose bytes are in the storage of a file; it is nothing until an action puts it into that file's row."""

    file_id: uuid.UUID
    name: str
    size: int
    key: bytes


@dataclass(frozen=True, repr=False)
class Written:
    """A recording as it may be kept."""

    kind: str
    size: int
    digest: str
    content_key: bytes


def _bound(name: str) -> bytes:
    return content_binding(required_schema(), "piece", name)


class _Line(io.RawIOBase):
    """A request's body up to a number of bytes; that the line broke is its end."""

    def __init__(self, source: Any, most: int):
        self._source, self._left = source, most

    def read(self, count: int = -1) -> bytes:
        wanted = self._left if count < 0 else min(count, self._left)
        if wanted <= 0:
            return b""
        try:
            found: bytes = self._source.read(wanted)
        except (UnreadablePostError, OSError):
            found = b""
        self._left = self._left - len(found) if found else 0
        return found


def take_piece(file_id: uuid.UUID, source: Any, most: int) -> Piece | None:
    """Seal what comes of a piece, `most` bytes of it, into the storage; None when hardly anything came."""
    name = uuid.uuid4().hex
    sealing = SealingStream(cast("BinaryIO", _Line(source, most)), _bound(name))
    default_storage.save(f"{folder_of(file_id)}/{name}", File(cast("Any", sealing)))
    if sealing.size < min(most, SMALLEST_KEPT):
        drop_piece(file_id, name)
        return None
    return Piece(file_id, name, sealing.size, sealing.key)


def drop_piece(file_id: uuid.UUID, name: str) -> None:
    default_storage.delete(f"{folder_of(file_id)}/{name}")


class Pieces:
    """The pieces of a recording, read as one content."""

    def __init__(self, file: StoredFile):
        self._file_id = file.pk
        self._pieces = list(file.pieces or ())
        self._begins = [0, *accumulate(size for _name, size, _key in self._pieces)]
        self._open: tuple[int, SealedContent] | None = None

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes from an offset, fewer at the end; raises Unreadable where they were changed."""
        found = bytearray()
        while len(found) < length and offset + len(found) < self._begins[-1]:
            at = offset + len(found)
            number = bisect_right(self._begins, at) - 1
            start = at - self._begins[number]
            stop = min(self._pieces[number][1], start + length - len(found))
            found += b"".join(self._content(number).span(start, stop))
        return bytes(found)

    def _content(self, number: int) -> SealedContent:
        if self._open is None or self._open[0] != number:
            self.close()
            name, size, key = self._pieces[number]
            source = cast("BinaryIO", default_storage.open(f"{folder_of(self._file_id)}/{name}"))
            self._open = number, SealedContent(source, bytes.fromhex(key), _bound(name), size)
        return self._open[1]

    def close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None


class _Source(io.RawIOBase):
    def __init__(self, parts: Iterator[bytes]):
        self._parts, self._left = parts, b""

    def read(self, count: int = -1) -> bytes:
        if not self._left:
            self._left = next(self._parts, b"")
        found, self._left = self._left[:count], self._left[count:]
        return found


def write_anew(file: StoredFile) -> Written:
    """Put what came in pieces into the storage as one cleaned content; raises Unfit."""
    pieces = Pieces(file)
    try:
        rewriting = Rewriting(pieces.read, file.arrived, most=LARGEST + LARGEST // 20)
        bound = content_binding(required_schema(), StoredFile._meta.db_table, file.pk)
        sealing = SealingStream(cast("BinaryIO", _Source(rewriting.parts())), bound)
        default_storage.delete(path_of(file.pk))  # of a try that was cut off
        try:
            default_storage.save(path_of(file.pk), File(cast("Any", sealing)))
        except Unfit:
            default_storage.delete(path_of(file.pk))
            raise
        finally:
            rewriting.close()
    finally:
        pieces.close()
    return Written(rewriting.kind.id, sealing.size, sealing.digest, sealing.key)
