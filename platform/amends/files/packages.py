"""Documents that are packages of parts (Word's docx, OpenDocument's odt): written anew part by part.

ISO/IEC 29500-2 and ISO/IEC 26300-3 say what is in them. Refused is what runs, what is fetched from elsewhere when the
document is opened, and files inside it; authors, companies and dates are left out.
"""

import io
import re
import zipfile
import zlib
from html import escape
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from amends.files.hidden import without_hidden
from amends.files.kinds import Unfit
from amends.files.texts import decoded

MOST_PARTS = 2_000
LARGEST_UNPACKED = 100_000_000
_MADE = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_DOCX_MAIN = "wordprocessingml.document.main+xml"
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"

_FORBIDDEN_PARTS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|activex|embeddings|oleobject|afchunk|basic|scripts|dialogs|configurations2"
    r"/(accelerator|toolbar|popupmenu|menubar)/.|object[ _]?\d)",
    re.IGNORECASE,
)
_ACTIVE_XML = re.compile(
    r"macroenabled|vnd\.ms-office\.(activex|vbaproject)|script:event-listener|vnd\.sun\.star\.script:"
    r"|macro:///|<draw:(object|plugin|applet|object-ole)\b|<o:OLEObject|<w:(altChunk|control|object)\b"
    r"|text:dde-connection|office:dde-source",
    re.IGNORECASE,
)
# Fields of Word that start a program or fetch a document; their names can be spread over several elements.
_FIELD_TEXT = re.compile(r"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
_ACTIVE_FIELD = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON)\b", re.IGNORECASE)
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_REMOTE_IN_ODT = re.compile(
    r"<(draw:image|draw:fill-image|text:section-source|style:background-image|svg:font-face-uri)\b[^>]*"
    r"xlink:href=\"(?!\.?/?(Pictures|Thumbnails|media|Fonts)/)\s*([a-z]+:|//|\\\\)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b((?:\w+:)?(?:author|initials|userId|providerId|lastModifiedBy))\s*=\s*(\"[^\"]*\"|'[^']*')"
)
_ODT_WHO = re.compile(r"<((?:dc:creator|dc:date|meta:creator-initials))>[^<]*<")

# A document may call these anything; they are looked for by the names that everybody writes.
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_PREFIX = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://www.w3.org/1999/xlink": "xlink",
    **{f"{_ODF}:{name}:1.0": name for name in ("office", "script", "text", "style")},
    f"{_ODF}:drawing:1.0": "draw",
    f"{_ODF}:svg-compatible:1.0": "svg",
}

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OOXML = "http://schemas.openxmlformats.org"
_ODF_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_EMPTIED = {
    "docProps/core.xml": f'{_HEAD}<coreProperties xmlns="{_OOXML}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_OOXML}/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'{_HEAD}<Properties xmlns="{_OOXML}/officeDocument/2006/custom-properties"/>',
    "meta.xml": f'{_HEAD}<office:document-meta xmlns:office="{_ODF_OFFICE}" office:version="1.3"><office:meta/>'
    "</office:document-meta>",
}
"""Parts that say who, when and with what: written empty, since others refer to them."""


def cleaned(content: bytes) -> tuple[str, bytes]:
    """Return "docx" or "odt" and the document; raise Unfit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _read(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Unfit("broken") from None
    kind = _kind_of(parts)
    for name, part in parts.items():
        parts[name] = _cleaned_part(kind, name, part)
    return kind, _written(parts)


def _read(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the parts by name; never unpacks more than LARGEST_UNPACKED, whatever the package says of itself."""
    found: dict[str, bytes] = {}
    if len(package.infolist()) > MOST_PARTS:
        raise Unfit("huge")
    left = LARGEST_UNPACKED
    for entry in package.infolist():
        if entry.flag_bits & _ENCRYPTED:
            raise Unfit("locked")
        if entry.is_dir():
            continue
        _check_name(entry.filename, found)
        with package.open(entry) as part:
            found[entry.filename] = part.read(left + 1)
        left -= len(found[entry.filename])
        # OpenOffice puts an empty table of keys into everything.
        if found[entry.filename] and _FORBIDDEN_PARTS.search(entry.filename):
            raise Unfit("embedded" if "embeddings" in entry.filename.lower() else "active")
        if left < 0:
            raise Unfit("huge")
    return found


def _check_name(name: str, found: dict[str, bytes]) -> None:
    path = PurePosixPath(name)
    if name in found or "\\" in name or path.is_absolute() or ".." in path.parts:
        raise Unfit("broken")


def _kind_of(parts: dict[str, bytes]) -> str:
    if parts.get("mimetype", b"").strip() == _ODT_TYPE and "content.xml" in parts:
        return "odt"
    types = decoded(parts.get("[Content_Types].xml", b""))
    if "macroenabled" in types.lower():
        raise Unfit("active")
    if _DOCX_MAIN in types and any(name.startswith("word/document") for name in parts):
        return "docx"
    raise Unfit("kind")


def _cleaned_part(kind: str, name: str, part: bytes) -> bytes:
    if not part:
        return part
    if name in _EMPTIED:
        return _EMPTIED[name].encode()
    if name == "mimetype":
        return _ODT_TYPE
    if name.lower().endswith((".xml", ".rels", ".rdf", ".vml")):
        return _cleaned_xml(kind, name, part)
    if part.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        raise Unfit("active")  # under another name the same would not be looked at
    if name.lower().endswith((".svg", ".html", ".htm", ".js", ".exe", ".bin", ".ole")):
        raise Unfit("active")
    try:
        return without_hidden(part)
    except ValueError:
        raise Unfit("broken") from None


def _cleaned_xml(kind: str, name: str, part: bytes) -> bytes:
    try:
        text = decoded(part)
    except Unfit:
        raise Unfit("broken") from None
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unfit("active")  # entities that unpack without end, or fetch a file
    read = _as_read(_as_utf8(text))
    if name.lower().endswith(".rels"):
        _check_relations(read)
    elif _ACTIVE_XML.search(read) or _REMOTE_IN_ODT.search(read) or _has_active_field(read):
        raise Unfit("active")
    if kind == "odt" and name == "META-INF/manifest.xml" and "encryption-data" in text:
        raise Unfit("locked")
    without_names = _WHO.sub(r'\1=""', text)
    if kind == "odt":
        without_names = _ODT_WHO.sub(r"<\1><", without_names)
    return _as_utf8(without_names)


def _as_read(part: bytes) -> str:
    """Return the elements and words of a part as a parser reads them, so that nothing hides behind how it is written.

    References are resolved, every name has its usual prefix, every value stands in double quotes.
    """
    if b"\0" in part:
        raise Unfit("broken")  # UTF-16 without its mark, which some readers take all the same
    found: list[str] = []

    def named(name: str) -> str:
        where, _space, local = name.rpartition(" ")
        return f"{_PREFIX.get(where, 'x')}:{local}" if where else local

    def begin(name: str, values: dict[str, Any]) -> None:
        said = (f' {named(each)}="{escape(value)}"' for each, value in values.items())
        found.append(f"<{named(name)}{''.join(said)}>")

    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.CharacterDataHandler = lambda words: found.append(escape(words, quote=False))
    parser.EndElementHandler = lambda name: found.append(f"</{named(name)}>")
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise Unfit("broken") from None
    return "".join(found)


def _check_relations(text: str) -> None:
    """Refuse what is fetched from elsewhere; an address that somebody has to click is no such thing."""
    for relation in _RELATION.findall(text):
        is_outside = re.search(r"TargetMode\s*=\s*[\"']External", relation, re.IGNORECASE)
        if is_outside and not re.search(r"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", relation):
            raise Unfit("active")


def _has_active_field(text: str) -> bool:
    joined = "".join(first or second for first, second in _FIELD_TEXT.findall(text))
    return _ACTIVE_FIELD.search(joined) is not None


def _as_utf8(text: str) -> bytes:
    return re.sub(r"(<\?xml[^>]*encoding\s*=\s*)([\"'])[^\"']*\2", r"\1\2UTF-8\2", text, count=1).encode()


def _written(parts: dict[str, bytes]) -> bytes:
    """Return the package, the same for the same parts; an odt begins with its type, not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "mimetype", name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return out.getvalue()
