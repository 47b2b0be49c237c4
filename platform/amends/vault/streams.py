"""Large contents in sealed chunks, each of which opens as this part of this content alone; and a spool in that form.

version (1 byte) | chunk | chunk | ... | last chunk; a chunk is 256 KiB encrypted and a tag of 16 bytes, the last one
what is left. This is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár 2015), as age and Tink use it: the nonce of a
chunk is its number (11 bytes) and whether it is the last (1 byte), so chunks that were left out, doubled, swapped or
cut off do not open. What the content is bound to (schema and row) is authenticated with each chunk. A key seals one
content once: `seal_stream` makes it, and whoever keeps it seals it (`SealedBytesField`).

Chunk n begins at 1 + n * (256 KiB + 16), so any part of a content is read without what stands before it.
"""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amends.vault.cipher import TAG_BYTES, VERSION, new_key
from amends.vault.errors import Unreadable

CHUNK = 256 * 1024
STEP = CHUNK + TAG_BYTES


def content_binding(schema: str, table: str, pk: object) -> bytes:
    """Return what is authenticated with each chunk: the one row whose content it may be."""
    return f"content|{schema}|{table}|{pk}".encode()


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class SealingStream(io.RawIOBase):
    """Reads a content and gives it out sealed, under a key of its own; for a storage to read from.

    `size` (bytes) and `digest` (SHA-256, hexadecimal) of the plain content are right once all was read.
    """

    def __init__(self, source: BinaryIO, bound: bytes):
        self.key = new_key()
        self.size = 0
        self._sha = hashlib.sha256()
        self._parts = self._sealed(source, bound)
        self._left = b""

    def _sealed(self, source: BinaryIO, bound: bytes) -> Iterator[bytes]:
        cipher, number = AESGCM(self.key), 0
        yield VERSION
        plain = _read_full(source)
        while True:
            # Only what follows tells whether this one is the last.
            following = _read_full(source) if len(plain) == CHUNK else b""
            self.size += len(plain)
            self._sha.update(plain)
            yield cipher.encrypt(_nonce(number, is_last=not following), plain, bound)
            if not following:
                return
            plain, number = following, number + 1

    @property
    def digest(self) -> str:
        return self._sha.hexdigest()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = next(self._parts, b"")
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def _read_full(source: BinaryIO) -> bytes:
    """Return the next chunk, full unless the source ends."""
    found = bytearray()
    while len(found) < CHUNK and (part := source.read(CHUNK - len(found))):
        found += part
    return bytes(found)


class SealedContent:
    """A sealed content that is read chunk by chunk. It needs no place to be entered, so an answer can stream it.

    `size` is that of the plain content, in bytes; with a wrong one the last chunk does not open.
    """

    def __init__(self, source: BinaryIO, key: bytes, bound: bytes, size: int):
        self.size = size
        self._source, self._cipher, self._bound = source, AESGCM(key), bound
        self._last = max(size - 1, 0) // CHUNK

    def chunks(self) -> Iterator[bytes]:
        """Yield the whole content, and close it; raise Unreadable where it was changed."""
        try:
            yield from self.span(0, self.size)
        finally:
            self.close()

    def span(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to `stop`, of which only the chunks that hold them are read."""
        for number in range(start // CHUNK, min((stop - 1) // CHUNK, self._last) + 1):
            begins = number * CHUNK
            yield self._open(number)[max(start - begins, 0) : stop - begins]

    def _open(self, number: int) -> bytes:
        self._source.seek(len(VERSION) + number * STEP)
        try:
            return self._cipher.decrypt(
                _nonce(number, is_last=number == self._last), self._source.read(STEP), self._bound
            )
        except InvalidTag:
            raise Unreadable("A sealed content was changed, or belongs to another row.") from None

    def close(self) -> None:
        self._source.close()

    def __del__(self) -> None:
        # An answer that nobody reads is dropped, and with it what it would have read from.
        self.close()


class SealedSpool(io.RawIOBase):
    """What came in and waits to be looked at: written once, then read anywhere.

    Less than a chunk stays in memory; the rest lies sealed in a temporary file without a name, under a key that this
    object alone holds.
    """

    def __init__(self) -> None:
        self._cipher = AESGCM(new_key())
        self._file: Any = None
        self._tail = bytearray()
        self._full = 0
        self._at = 0
        self._kept: tuple[int, bytes] = (-1, b"")

    @property
    def size(self) -> int:
        return self._full * CHUNK + len(self._tail)

    def write(self, data: Any) -> int:
        self._tail += data
        while len(self._tail) >= CHUNK:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
            self._file.seek(self._full * STEP)
            nonce = _nonce(self._full, is_last=False)
            self._file.write(self._cipher.encrypt(nonce, bytes(self._tail[:CHUNK]), None))
            del self._tail[:CHUNK]
            self._full += 1
        return len(data)

    def readinto(self, buffer: Any) -> int:
        done = 0
        while done < len(buffer):
            number, offset = divmod(self._at, CHUNK)
            part = self._chunk(number)[offset : offset + len(buffer) - done]
            if not part:
                break
            buffer[done : done + len(part)] = part
            self._at += len(part)
            done += len(part)
        return done

    def _chunk(self, number: int) -> bytes:
        if number >= self._full:
            return bytes(self._tail) if number == self._full else b""
        if self._kept[0] != number:
            self._file.seek(number * STEP)
            nonce = _nonce(number, is_last=False)
            self._kept = (number, self._cipher.decrypt(nonce, self._file.read(STEP), None))
        return self._kept[1]

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._tail.clear()
        self._kept = (-1, b"")
        super().close()
