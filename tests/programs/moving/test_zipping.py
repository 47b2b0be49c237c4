"""The form of an archive: what was packed comes out again, and nothing that was changed does."""

import io
import struct
import zipfile

import pytest

from programs.moving import zipping
from programs.moving.zipping import Damaged, Entry, Packing, WrongPassphrase

pytestmark = pytest.mark.no_db
WORDS = zipping.new_passphrase()
LONG = bytes(range(256)) * 5_000


def packed(*files, passphrase=WORDS):
    """Return an archive, and where each file lies in it."""
    out, entries = io.BytesIO(), []
    for name, content, is_deflated in files:
        entry = Entry(name, is_deflated=is_deflated)
        body = Packing(entry, [content[:1000], content[1000:]], passphrase).read()
        entries.append(entry)
        out.write(zipping.local_header(entry) + body)
    out.write(b"".join(zipping.directory(entries)))
    return out.getvalue()


def read(archive, name, passphrase=WORDS):
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        told = found.getinfo(name)
    return b"".join(zipping.unpacked(io.BytesIO(archive), told.header_offset, told.compress_size, passphrase))


def test_what_was_packed_comes_out():
    archive = packed(
        ("a.txt", b"short", True), ("b.bin", LONG, False), ("c.txt", LONG, True), ("d", b"", True)
    )
    found = {name: read(archive, name) for name in ("a.txt", "b.bin", "c.txt", "d")}
    assert found == {"a.txt": b"short", "b.bin": LONG, "c.txt": LONG, "d": b""}
    assert b"short" not in archive


def test_another_passphrase_opens_nothing():
    archive = packed(("a.txt", b"short", True))
    refused = 0
    for _try in range(3):
        # Two bytes are all that says so at once; the rest is found at the end.
        with pytest.raises((WrongPassphrase, Damaged)):
            read(archive, "a.txt", zipping.new_passphrase())
        refused += 1
    assert refused == 3


def test_a_bit_that_was_changed_is_found():
    archive = bytearray(packed(("b.bin", LONG, False)))
    archive[len(archive) // 2] ^= 1
    with pytest.raises(Damaged):
        read(bytes(archive), "b.bin")


def test_an_archive_that_is_cut_off_is_found():
    archive = packed(("b.bin", LONG, False))
    with pytest.raises(Damaged):
        b"".join(zipping.unpacked(io.BytesIO(archive[: len(LONG) // 2]), 0, len(LONG) + 28, WORDS))


def test_what_comes_out_of_little_is_given_in_steps():
    archive = packed(("zeros", bytes(40 * zipping.STEP), True))
    assert len(archive) < zipping.STEP
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        told = found.getinfo("zeros")
    steps = list(zipping.unpacked(io.BytesIO(archive), 0, told.compress_size, WORDS))
    assert max(map(len, steps)) <= zipping.STEP
    assert sum(map(len, steps)) == 40 * zipping.STEP


def test_what_is_too_large_for_zip_says_so_in_zip64():
    entry = Entry("large", size=5 << 32, packed=3 << 32)
    head = zipping.local_header(entry)
    assert struct.unpack("<II", head[18:26]) == (0xFFFFFFFF, 0xFFFFFFFF)
    assert struct.unpack("<HHQQ", head[35:55]) == (1, 16, 5 << 32, 3 << 32)
    tail = b"".join(zipping.directory([entry]))
    assert struct.pack("<HHQQQ", 1, 24, 5 << 32, 3 << 32, 0) in tail
    assert b"PK\x06\x06" in tail


def test_a_passphrase_has_more_than_120_bits():
    made = {zipping.new_passphrase() for _each in range(100)}
    assert len(made) == 100
    assert len(zipping.LETTERS) ** 25 > 2**120
