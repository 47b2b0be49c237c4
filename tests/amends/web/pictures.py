"""Small PNG files, made by hand."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def piece(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def make_png(width=4, height=3, *, extra=(), pixels=None, tail=b""):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x1d\x4e\x4a" * width for _row in range(height)) if pixels is None else pixels
    pieces = [piece(b"IHDR", header), *(piece(*each) for each in extra), piece(b"IDAT", zlib.compress(rows))]
    return SIGNATURE + b"".join(pieces) + piece(b"IEND", b"") + tail
