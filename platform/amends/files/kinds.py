"""The kinds of files that are taken in, and why one is not."""

import codecs
from dataclasses import dataclass


class Unfit(Exception):
    """Why a file is not taken in; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS = (
    "kind",  # none of the kinds that are taken
    "heic",  # a photo in a format that telephones can turn into JPEG
    "empty",
    "large",
    "broken",
    "locked",  # only a password opens it
    "active",  # macros, scripts or parts from elsewhere
    "embedded",  # other files inside it
    "huge",  # unpacked it would be too large
    "slow",  # it could not be looked at within the time or memory there is
    "virus",
    "away",  # the virus scanner does not answer, where nothing is kept to wait for it
)


@dataclass(frozen=True)
class Kind:
    """A kind of file: its token in the row, its media type, and how its name ends."""

    id: str
    media_type: str
    extension: str


_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

KINDS: dict[str, Kind] = {
    each.id: each
    for each in (
        Kind("pdf", "application/pdf", ".pdf"),
        Kind("jpeg", "image/jpeg", ".jpg"),
        Kind("png", "image/png", ".png"),
        Kind("webp", "image/webp", ".webp"),
        Kind("docx", _OFFICE, ".docx"),
        Kind("odt", "application/vnd.oasis.opendocument.text", ".odt"),
        Kind("txt", "text/plain; charset=utf-8", ".txt"),
    )
}

RECORDINGS: dict[str, Kind] = {
    each.id: each
    for each in (
        Kind("mp4", "video/mp4", ".mp4"),
        Kind("webm", "video/webm", ".webm"),
        Kind("m4a", "audio/mp4", ".m4a"),
        Kind("mp3", "audio/mpeg", ".mp3"),
        Kind("ogg", "audio/ogg", ".ogg"),
        Kind("wav", "audio/wav", ".wav"),
        Kind("weba", "audio/webm", ".weba"),
    )
}

_PICTURES = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"))
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def family_of(content: bytes) -> str:
    """Return "pdf", "jpeg", "png", "webp", "zip" or "txt", by how the bytes begin; raise Unfit."""
    if not content:
        raise Unfit("empty")
    for beginning, kind in _PICTURES:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise Unfit("heic")
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    if content.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n\t ").startswith(b"%PDF-"):
        return "pdf"
    return "txt"
