"""Plain text: decoded, looked at, and written anew in UTF-8."""

import codecs
import re

from amends.files.kinds import Unfit

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Everything that is not for reading; a form feed is between pages.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f]")
# What a program would take for a page, a script, a letter or a document of its own.
_OF_A_PROGRAM = re.compile(
    r"\s*(<[!?/a-z]|#!|@echo|\{\\rtf|%!ps|mime-version:|content-type:|\[internetshortcut\])", re.IGNORECASE
)


def cleaned(content: bytes) -> bytes:
    """Return the text in UTF-8; raise Unfit("kind") for what is none, or is a page or script."""
    text = decoded(content)
    if _NOT_TEXT.search(text) or _OF_A_PROGRAM.match(text):
        raise Unfit("kind")
    return text.encode()


def decoded(content: bytes) -> str:
    """Return text of any of the usual encodings; raise Unfit("kind")."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode(content.removeprefix(mark), encoding)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _decode(content, "cp1252")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unfit("kind") from None
