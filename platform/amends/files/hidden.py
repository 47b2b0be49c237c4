"""What pictures inside other documents say beside what can be seen: left out, without drawing them anew."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"IDAT", b"IEND")
_STANDALONE = (0x01, *range(0xD0, 0xD8))
_APP0, _ADOBE, _LAST_APP, _COMMENT, _SCAN = 0xE0, 0xEE, 0xEF, 0xFE, 0xDA


def without_hidden(content: bytes) -> bytes:
    """Return a JPEG or PNG without place, device, author and comments; anything else as it is.

    Raises ValueError when it is broken: what cannot be read cannot be said to be clean.
    """
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return _bare_jpeg(content)
        if content.startswith(_PNG):
            return _bare_png(content)
    except (IndexError, struct.error):
        raise ValueError("A picture ends too early.") from None
    return content


def _bare_jpeg(content: bytes) -> bytes:
    """Keep the segments that make the picture, of the application's own those of JFIF and of Adobe's colours."""
    kept, at = [content[:2]], 2
    while content[at + 1] != _SCAN:
        marker = content[at + 1]
        if content[at] != 0xFF:  # noqa: PLR2004 - the sign of a segment
            raise ValueError("A picture has no segment where one must begin.")
        if marker == 0xFF or marker in _STANDALONE:  # noqa: PLR2004 - a filler
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        is_hidden = marker == _COMMENT or (_APP0 < marker <= _LAST_APP and marker != _ADOBE)
        if not is_hidden:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    end = content.rfind(b"\xff\xd9")
    return b"".join((*kept, content[at : end + 2 if end > at else None]))


def _bare_png(content: bytes) -> bytes:
    kept, at, name = [_PNG], len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        if name in _PNG_KEPT:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
        if at > len(content):
            raise ValueError("A picture ends too early.")
    return b"".join(kept)
