"""Takes in a logo: a PNG of a sensible size, of which nothing is kept but the picture.

A PNG is a row of named, checked pieces. The pieces that make the picture are kept; those that carry a camera's place,
an author, comments or anything unknown are left out, and so is whatever follows the end.
"""

import struct
import zlib
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST_BYTES = 200_000
WIDEST, HIGHEST = 1200, 600
# Header, palette, transparency, the picture itself, the end.
KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
# Of each kind of pixel, how many values it has.
VALUES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


class UnfitLogo(Exception):
    """Why a file is no logo: `reason` is "large", "kind", "size" or "broken"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Logo:
    """A picture that may be shown."""

    content: bytes
    width: int
    height: int


def take_in(content: bytes) -> Logo:
    """Return the picture alone; raises UnfitLogo."""
    if len(content) > LARGEST_BYTES:
        raise UnfitLogo("large")
    if not content.startswith(SIGNATURE):
        raise UnfitLogo("kind")
    try:
        pieces = _read(content)
        names = [name for name, _data in pieces]
        if names[0] != b"IHDR" or names[-1] != b"IEND" or b"IDAT" not in names:
            raise UnfitLogo("broken")
        width, height, depth, kind, _compression, _filter, interlaced = struct.unpack(
            ">IIBBBBB", pieces[0][1]
        )
    except (IndexError, struct.error) as error:
        raise UnfitLogo("broken") from error
    if not (1 <= width <= WIDEST and 1 <= height <= HIGHEST):
        raise UnfitLogo("size")
    _check_pixels(
        b"".join(data for name, data in pieces if name == b"IDAT"),
        width,
        height,
        depth * VALUES.get(kind, 0),
        interlaced,
    )
    return Logo(
        SIGNATURE + b"".join(_write(name, data) for name, data in pieces if name in KEPT), width, height
    )


def _read(content: bytes) -> list[tuple[bytes, bytes]]:
    pieces: list[tuple[bytes, bytes]] = []
    at = len(SIGNATURE)
    while not pieces or pieces[-1][0] != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        data = content[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, at + 8 + length)
        if zlib.crc32(name + data) != checksum:
            raise UnfitLogo("broken")
        pieces.append((name, data))
        at += 12 + length
    return pieces


def _write(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _check_pixels(packed: bytes, width: int, height: int, bits: int, interlaced: int) -> None:
    """Refuse a picture that is not as large as it says, before a browser has to find out."""
    expected = height * (1 + (width * bits + 7) // 8)
    # Interlaced rows come in seven passes with a byte more for each.
    most = expected + (8 * height + 64 if interlaced else 0)
    try:
        unpacked = zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error as error:
        raise UnfitLogo("broken") from error
    if bits == 0 or len(unpacked) < (expected if not interlaced else 1) or len(unpacked) > most:
        raise UnfitLogo("broken")
