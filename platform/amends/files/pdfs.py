"""PDF: written anew without scripts, actions, author and earlier versions; refused when something would be lost by it.

The names are those of ISO 32000-2, 12.6 (actions) and 7.11 (files).
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from amends.files.hidden import without_hidden
from amends.files.kinds import Unfit

ACTIVE_KINDS = frozenset(
    f"/{name}"
    for name in (
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "GoToE",
        "GoToR",
        "Rendition",
        "Movie",
        "Sound",
        "RichMediaExecute",
        "SetOCGState",
        "Trans",
        "GoTo3DView",
        "Thread",
    )
)
"""Actions that run something or lead out of the document; links to a page or an address on the web stay."""
HARMLESS_ADDRESSES = (b"http:", b"https:", b"mailto:", b"tel:")
DROPPED = ("/AA", "/JS", "/JavaScript", "/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo")
ACTIVE_NOTES = frozenset({"/Movie", "/Sound", "/Screen", "/3D", "/RichMedia"})


def cleaned(content: bytes) -> bytes:
    """Return the document alone; raise Unfit "locked", "embedded", "active" or "broken"."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise Unfit("broken")
            _clean(pdf)
            out = io.BytesIO()
            pdf.save(out, encryption=False, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError:
        raise Unfit("locked") from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, AttributeError, KeyError):
        raise Unfit("broken") from None
    _prove(out.getvalue())
    return out.getvalue()


def _clean(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    if isinstance(pdf.Root.get("/OpenAction"), pikepdf.Dictionary):
        del pdf.Root["/OpenAction"]
    for each in _dictionaries(pdf):
        _refuse_what_would_be_lost(each)
        for name in list(each.keys()) if _is_active(each) else DROPPED:
            if name in each:
                del each[name]
        if isinstance(each, pikepdf.Stream):
            _clean_photo(each)


def _is_active(each: Any) -> bool:
    """Return whether it is an action that runs something or leads elsewhere than to a page, the web or a person."""
    kind, address = _name(each, "/S"), each.get("/URI")
    if kind in ACTIVE_KINDS:
        return True
    if isinstance(address, pikepdf.String):  # some readers follow it whatever the action says that it is
        return not bytes(address).lower().startswith(HARMLESS_ADDRESSES)
    return kind == "/URI"


def _clean_photo(stream: Any) -> None:
    """Draw a JPEG once more, also one that was packed again as it often is; anything else stays."""
    filters, details = (
        list(found) if isinstance(found, pikepdf.Array) else [found]
        for found in (stream.get("/Filter"), stream.get("/DecodeParms"))
    )
    if not filters or filters[-1] not in ("/DCTDecode", "/DCT"):
        return
    if len(filters) > 1:
        packed_by = pikepdf.Array(filters[:-1])
        of_each = pikepdf.Array(details[: len(packed_by)]) if len(details) == len(filters) else None
        stream.write(stream.read_raw_bytes(), filter=packed_by, decode_parms=of_each)
        photo = stream.read_bytes()
    else:
        photo = stream.read_raw_bytes()
    stream.write(without_hidden(photo), filter=pikepdf.Name.DCTDecode)


def _refuse_what_would_be_lost(each: Any) -> None:
    if "/EF" in each or _name(each, "/Type") == "/EmbeddedFile":
        raise Unfit("embedded")
    if "/XFA" in each or _name(each, "/Subtype") in ACTIVE_NOTES:
        raise Unfit("active")


def _prove(content: bytes) -> None:
    """Raise Unfit when something that had to go is still in what was written."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in _dictionaries(pdf):
            if any(name in each for name in ("/JS", "/JavaScript", "/AA", "/EF", "/XFA")):
                raise Unfit("active")
            if _is_active(each):
                raise Unfit("active")


def _name(each: Any, key: str) -> str:
    """Return a name; "" for anything else but a text, which some readers take for the name that it says."""
    value = each.get(key)
    if isinstance(value, pikepdf.String):
        return f"/{value}"
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary and stream of the document, also those inside others."""
    for found in pdf.objects:
        waiting = [found]
        while waiting:
            each = waiting.pop()
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                yield each
                inside = [value for _key, value in each.items()]
            elif isinstance(each, pikepdf.Array):
                inside = list(each)
            else:
                continue
            # What is an object of its own comes in its own turn.
            waiting += [part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect]
