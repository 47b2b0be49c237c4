"""Looks for people of cases in what is about to leave the program: names of open cases, and what only a person has.

What is found is told by kind alone, never whose it is: to say the name would be to repeat it. A document whose words
cannot be read here (a PDF, a picture) is told as unread, and somebody has to look at it.
"""

import io
import re
import unicodedata
import zipfile
from html import unescape

from programs.models import Participant
from programs.models.case import OPEN_STATES

PARTY, BIRTH, TELEPHONE, DOCKET, EMAIL, UNREAD = "party", "birth", "telephone", "docket", "email", "unread"
KINDS = (PARTY, BIRTH, TELEPHONE, DOCKET, EMAIL, UNREAD)
SHORTEST_NAME = 4
"""Letters that a family name has to have to be looked for by itself: shorter ones are words too."""
MOST_READ = 5_000_000
PARTS = {
    "docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"),
    "odt": re.compile(r"(content|styles)\.xml"),
}

PATTERNS = {
    # 03/04/2009, 4.3.09, 2009-04-03.
    BIRTH: re.compile(
        r"\b(?:born|birth|dob|n[ée]e?|naissance|nacid[oa]|nacimiento)\b.{0,20}?\d"
        r"|\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b",
        re.IGNORECASE,
    ),
    TELEPHONE: re.compile(
        r"(?<![\w-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?|\d{2,4}[ .-])(?:\d{2,4}[ .-]){1,3}\d{2,4}(?![\w-])"
    ),
    # 24-CR-1234, 27-JV-24-118, CR 2024-001234.
    DOCKET: re.compile(
        r"\b\d{1,4}[- ]?(?:CR|JV|CV|JD|DL|MC|F|M)[- ]?\d{2,}\b|\b(?:docket|case) (?:no\.?|number|#) ?\S*\d",
        re.IGNORECASE,
    ),
    EMAIL: re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}"),
}


def found_in(text: str) -> list[str]:
    """Return the kinds of what was found in a text, in the order of KINDS."""
    kinds = {kind for kind, pattern in PATTERNS.items() if pattern.search(text)}
    if _names_somebody(text):
        kinds.add(PARTY)
    return [kind for kind in KINDS if kind in kinds]


def found_in_file(file_kind: str, content: bytes) -> list[str]:
    """Return the same of a document; UNREAD for one whose words cannot be read here."""
    text = text_of(file_kind, content)
    return [UNREAD] if text is None else found_in(text)


def text_of(file_kind: str, content: bytes) -> str | None:
    """Return the words of a document that was examined (`amends.files`); None where they cannot be read."""
    if file_kind == "txt":
        return content.decode(errors="replace")[:MOST_READ]
    if file_kind not in PARTS:
        return None
    words, left = [], MOST_READ
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if PARTS[file_kind].fullmatch(name):
                with package.open(name) as part:
                    raw = part.read(left + 1)
                if len(raw) > left:
                    return None
                left -= len(raw)
                words.append(_without_tags(raw.decode(errors="replace")))
    return "\n".join(words)


def _without_tags(markup: str) -> str:
    lines = re.sub(
        r"</(?:w:p|text:p|text:h)>|<w:(?:br|tab)\b[^>]*>|<text:(?:line-break|tab|s)\b[^>]*>", "\n", markup
    )
    return unescape(re.sub(r"<[^>]+>", "", lines))


def _names_somebody(text: str) -> bool:
    """Return whether a text has the name, or a longer family name, of anybody in an open case."""
    folded = f" {' '.join(_words(text))} "
    for person in Participant.objects.filter(case__state__in=OPEN_STATES).iterator(chunk_size=500):
        words = _words(person.name)
        if not words:
            continue
        looked_for = [" ".join(words)] if len(words) > 1 else []
        if len(words[-1]) >= SHORTEST_NAME:
            looked_for.append(words[-1])
        if any(f" {each} " in folded for each in looked_for):
            return True
    return False


def _words(text: str) -> list[str]:
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign)
    )
    return re.findall(r"[^\W_]+", plain)
