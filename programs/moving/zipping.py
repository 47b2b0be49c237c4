"""The form of an archive: a ZIP whose files are encrypted as WinZip's AE-2, which every common unpacker opens.

AES-256 in counter mode and an HMAC-SHA1 of the encrypted bytes; the key comes from a passphrase by PBKDF2, whose 1,000
rounds are the format's. So the passphrase is made by us (`new_passphrase`, 120 bits) and never chosen.
Sources: APPNOTE.TXT 6.3 of PKWARE (local header, central directory, ZIP64) and WinZip's "AES Encryption Information".
"""

import hashlib
import hmac
import io
import os
import secrets
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

STEP = 256 * 1024
BLOCK = 16
SALT, CHECK, TAG = 16, 2, 10
AES, STORED, DEFLATED = 99, 0, 8
HEAD = 30
OVERHEAD = SALT + CHECK + TAG
LARGE = 0xFFFFFFFF
MANY = 0xFFFF
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Signs of a passphrase: none that is taken for another."""


class WrongPassphrase(Exception):
    """The passphrase is not the one that the archive was made with."""


class Damaged(Exception):
    """The archive is cut off, or was changed."""


def new_passphrase() -> str:
    """Return a passphrase such as `k7qm-3xpd-...`: 25 signs, more than 120 bits."""
    signs = "".join(secrets.choice(LETTERS) for _sign in range(25))
    return "-".join(signs[start : start + 5] for start in range(0, 25, 5))


class _Counter:
    """Encrypts or decrypts in counter mode; the counter begins at 1, lowest byte first, as AE-2 has it."""

    def __init__(self, key: bytes):
        self._cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - of counters alone
        self._number = 1

    def apply(self, data: bytes) -> bytes:
        """Return the next bytes; all but the last call take whole blocks."""
        count = -(-len(data) // BLOCK)
        counters = array("Q", bytes(count * BLOCK))
        counters[0::2] = array("Q", range(self._number, self._number + count))
        self._number += count
        stream = self._cipher.update(counters.tobytes())[: len(data)]
        mixed = int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")
        return mixed.to_bytes(len(data), "little")


def _keys(passphrase: str, salt: bytes) -> tuple[bytes, bytes, bytes]:
    made = PBKDF2HMAC(SHA1(), 66, salt, 1000).derive(passphrase.encode())  # noqa: S303 - the format's
    return made[:32], made[32:64], made[64:]


@dataclass
class Entry:
    """A file of an archive: its name, its size inside and encrypted, its SHA-256, and where it lies until then."""

    name: str
    size: int = 0
    packed: int = 0
    sha256: str = ""
    is_deflated: bool = True
    piece: str = ""

    def stored(self) -> dict[str, Any]:
        return asdict(self)


class Packing(io.RawIOBase):
    """Gives the encrypted body of one file, for a storage to read from; `entry` is right once all was read."""

    def __init__(self, entry: Entry, content: Iterable[bytes], passphrase: str):
        self.entry = entry
        self._parts = self._packed(content, passphrase)
        self._left = memoryview(b"")

    def _packed(self, content: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
        salt, entry, sha = os.urandom(SALT), self.entry, hashlib.sha256()
        key, mac_key, check = _keys(passphrase, salt)
        counter, mac = _Counter(key), hmac.new(mac_key, digestmod=hashlib.sha1)
        yield salt + check
        for part in _whole_blocks(_squeezed(_measured(content, entry, sha), entry.is_deflated)):
            closed = counter.apply(part)
            mac.update(closed)
            entry.packed += len(closed)
            yield closed
        entry.packed += OVERHEAD
        entry.sha256 = sha.hexdigest()
        yield mac.digest()[:TAG]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = memoryview(next(self._parts, b""))
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def _measured(content: Iterable[bytes], entry: Entry, sha: Any) -> Iterator[bytes]:
    for part in content:
        entry.size += len(part)
        sha.update(part)
        yield part


def _squeezed(content: Iterable[bytes], is_deflated: bool) -> Iterator[bytes]:
    if not is_deflated:
        yield from content
        return
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    for part in content:
        yield squeeze.compress(part)
    yield squeeze.flush()


def _whole_blocks(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in parts of whole blocks, but for the last."""
    held = bytearray()
    for part in content:
        held += part
        if len(held) >= STEP:
            whole = len(held) // BLOCK * BLOCK
            yield bytes(held[:whole])
            del held[:whole]
    if held:
        yield bytes(held)


# The directory.


def _extra(entry: Entry) -> bytes:
    return struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, DEFLATED if entry.is_deflated else STORED)


def local_header(entry: Entry) -> bytes:
    """Return what stands before a file's body."""
    name = entry.name.encode()
    is_large = max(entry.size, entry.packed) >= LARGE
    large = struct.pack("<HHQQ", 1, 16, entry.size, entry.packed) if is_large else b""
    extra = large + _extra(entry)
    sizes = (LARGE, LARGE) if is_large else (entry.packed, entry.size)
    head = struct.pack(
        "<4sHHHHHIIIHH", b"PK\x03\x04", 51, 0x801, AES, 0, 0x21, 0, *sizes, len(name), len(extra)
    )
    return head + name + extra


def directory(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield what stands after the last body; all that is too large or too many for ZIP says so in ZIP64."""
    start = at = count = size = 0
    said = []
    for entry in entries:
        said.append((entry, at))
        at += len(local_header(entry)) + entry.packed
    start = at
    for entry, offset in said:
        name = entry.name.encode()
        extra = struct.pack("<HHQQQ", 1, 24, entry.size, entry.packed, offset) + _extra(entry)
        record = struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 51, 51, 0x801, AES, 0, 0x21, 0,
            LARGE, LARGE, len(name), len(extra), 0, 0, 0, 0, LARGE,
        )  # fmt: skip
        count, size = count + 1, size + len(record + name + extra)
        yield record + name + extra
    yield struct.pack(
        "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 51, 51, 0, 0, count, count, size, start
    ) + struct.pack("<4sIQI", b"PK\x06\x07", 0, start + size, 1)
    yield struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, min(count, MANY), min(count, MANY),
        min(size, LARGE), min(start, LARGE), 0,
    )  # fmt: skip


# Reading.


def unpacked(source: Any, offset: int, packed: int, passphrase: str) -> Iterator[bytes]:
    """Yield the content of the file whose local header stands at `offset`; raise WrongPassphrase or Damaged.

    What was changed is found at its end alone: whoever reads counts on nothing before.
    """
    source.seek(offset)
    head = source.read(HEAD)
    if len(head) < HEAD or head[:4] != b"PK\x03\x04" or packed < OVERHEAD:
        raise Damaged
    name, extra = struct.unpack("<HH", head[26:30])
    told = source.read(name + extra)
    found = told.find(struct.pack("<HH", 0x9901, 7), name)
    if found < 0:
        raise Damaged
    method = struct.unpack("<H", told[found + 9 : found + 11])[0]
    salt, check = source.read(SALT), source.read(CHECK)
    key, mac_key, expected = _keys(passphrase, salt)
    if not hmac.compare_digest(check, expected):
        raise WrongPassphrase
    yield from _inflated(_opened(source, packed - OVERHEAD, key, mac_key), method)


def _opened(source: Any, left: int, key: bytes, mac_key: bytes) -> Iterator[bytes]:
    counter, mac = _Counter(key), hmac.new(mac_key, digestmod=hashlib.sha1)
    while left:
        part = source.read(min(STEP, left))
        if len(part) < min(STEP, left):
            raise Damaged
        left -= len(part)
        mac.update(part)
        yield counter.apply(part)
    if not hmac.compare_digest(source.read(TAG), mac.digest()[:TAG]):
        raise Damaged


def _inflated(content: Iterator[bytes], method: int) -> Iterator[bytes]:
    if method == STORED:
        yield from content
        return
    grow = zlib.decompressobj(-15)
    try:
        for part in content:
            left = part
            while left:
                # However much comes out of little, no more than a step of it is in memory.
                yield grow.decompress(left, STEP)
                left = grow.unconsumed_tail
        yield grow.flush()
    except zlib.error:
        raise Damaged from None
    if not grow.eof:
        raise Damaged
