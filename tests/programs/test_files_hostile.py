"""What a file is, is told by its bytes; what it hides is not kept, and what could do harm is not taken in."""

import io
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from amends.files import checking, examining
from amends.files.examining import examine
from amends.files.kinds import REASONS, Unfit
from programs.actions.files import LARGEST
from programs.forms.attachments import REFUSALS
from tests.programs.hostile_files import (
    CLEANED,
    DOCX,
    REFUSED,
    SECRET,
    leads_to,
    packed,
    pdf,
    picture,
    png_of,
)

pytestmark = pytest.mark.no_db


def everything_in(content):
    """Return all bytes of a file, also those that are packed in it."""
    found = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            found += [package.read(name) for name in package.namelist()]
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as document:
            found += [each.read_raw_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)]
            found += [each.read_bytes() for each in document.objects if _is_packed(each)]
            found += [zlib.decompress(each.read_raw_bytes()) for each in document.objects if _is_twice(each)]
            found.append(repr(list(document.objects)).encode())
    return b"".join(found)


def _is_packed(each):
    return isinstance(each, pikepdf.Stream) and each.get("/Filter") == "/FlateDecode"


def _is_twice(each):
    """Return whether it is a photo that was packed again."""
    how = each.get("/Filter") if isinstance(each, pikepdf.Stream) else None
    return isinstance(how, pikepdf.Array) and [str(name) for name in how] == ["/FlateDecode", "/DCTDecode"]


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what):
    reason, content = REFUSED[what]
    with pytest.raises(Unfit) as caught:
        checking.cleaned(content)
    assert caught.value.reason == reason


@pytest.mark.parametrize("what", CLEANED)
def test_what_it_hid_is_gone(what):
    kind, content = CLEANED[what]
    found, cleaned = checking.cleaned(content)
    assert found == kind
    assert SECRET.encode() not in everything_in(cleaned)
    assert checking.cleaned(cleaned)[0] == kind, "what was written can be read"


@pytest.mark.parametrize("what", sorted(name for name in CLEANED if "may not be printed" not in name))
def test_the_search_finds_what_was_hidden(what):
    """The test above could not fail if the search did not look where these hide something."""
    assert SECRET.encode() in everything_in(CLEANED[what][1])


def test_there_are_many():
    assert len(REFUSED) + len(CLEANED) >= 80


def test_every_reason_has_its_sentence():
    assert set(REASONS) | {"many"} == set(REFUSALS)


def test_a_photo_is_turned_as_it_was_held():
    told = Image.Exif()
    told[0x0112] = 6  # a quarter turn
    _kind, cleaned = checking.cleaned(picture(size=(80, 40), exif=told))
    with Image.open(io.BytesIO(cleaned)) as found:
        assert found.size == (40, 80)
        assert not found.getexif()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"\xef\xbb\xbfd\xc3\xa9j\xc3\xa0", "déjà"),
        ("déjà".encode("utf-16"), "déjà"),
        ("déjà".encode("cp1252"), "déjà"),
        (b"one\r\ntwo\ttabs\x0cpage", "one\r\ntwo\ttabs\x0cpage"),
    ],
)
def test_text_of_any_usual_encoding_is_kept_in_one(sent, kept):
    assert checking.cleaned(sent) == ("txt", kept.encode())


def test_the_same_file_is_written_the_same_twice():
    for content in (pdf(), packed(DOCX), picture()):
        assert checking.cleaned(content) == checking.cleaned(content)


def test_a_docx_keeps_its_words_and_its_links():
    link = (
        '<Relationships><Relationship Id="r1" Type="x/hyperlink" Target="https://a.example" '
        'TargetMode="External"/></Relationships>'
    )
    _kind, cleaned = checking.cleaned(packed(DOCX | {"word/_rels/document.xml.rels": link}))
    with zipfile.ZipFile(io.BytesIO(cleaned)) as package:
        assert b"Hello" in package.read("word/document.xml")
        assert package.read("word/_rels/document.xml.rels").decode() == link


@pytest.mark.parametrize("address", ["https://a.example", "HTTP://a.example", "mailto:a@b.example", "tel:1"])
def test_a_pdf_keeps_its_links_to_the_web_and_to_people(address):
    _kind, cleaned = checking.cleaned(pdf(leads_to(address)))
    with pikepdf.open(io.BytesIO(cleaned)) as found:
        assert str(found.pages[0].Annots[0].A.URI) == address


def sent(content):
    return SimpleUploadedFile("a", content)


def test_it_is_looked_at_in_a_process_of_its_own():
    assert examine(sent(pdf()), largest=LARGEST).kind.id == "pdf"
    with pytest.raises(Unfit, match="active"):
        examine(sent(REFUSED["a docx with macros"][1]), largest=LARGEST)
    with pytest.raises(Unfit, match="large"):
        examine(sent(b"x" * 11), largest=10)


def test_a_process_that_takes_too_long_or_dies_takes_nothing_in(monkeypatch):
    monkeypatch.setattr(examining, "WAITS", 0.01)
    with pytest.raises(Unfit, match="slow"):
        examine(sent(pdf()), largest=LARGEST)


def test_while_others_are_looked_at_it_waits_a_moment_only(monkeypatch):
    """Every thread that serves pages could wait for such a process else, in all programs."""
    monkeypatch.setattr(examining, "FOR_ROOM", 0.01)
    for _each in range(examining.AT_ONCE):
        examining._ROOM.acquire()
    try:
        with pytest.raises(Unfit, match="slow"):
            examine(sent(pdf()), largest=LARGEST)
    finally:
        for _each in range(examining.AT_ONCE):
            examining._ROOM.release()
    assert examine(sent(pdf()), largest=LARGEST).kind.id == "pdf"


def test_a_pdf_that_unpacks_without_end_ends_the_process_and_not_ours(monkeypatch):
    """Half a megabyte of a stream of objects that is 500 MB: the limits of the process hold it."""
    made = pdf(
        lambda one: one.Root.update({"/Big": one.make_stream(b"\0" * 500_000_000)}), compress_streams=True
    )
    assert len(made) < LARGEST
    examine(sent(made), largest=LARGEST)  # nothing unpacks it


def test_the_process_has_no_secret_and_writes_no_file(tmp_path):
    import subprocess
    import sys

    code = (
        "import os; from amends.files import checking; checking.limit();"
        "print(sorted(k for k in os.environ if k.startswith(('AMENDS', 'DATABASE', 'REDIS'))));"
        f"file = open({str(tmp_path / 'a')!r}, 'w'); file.write('x' * 9); file.flush()"
    )
    seen = {}
    real = subprocess.run

    def spy(command, **kwargs):
        seen.update(kwargs["env"])
        return real(command, **kwargs)

    subprocess.run = spy
    try:
        examine(sent(b"text"), largest=99)
    finally:
        subprocess.run = real
    done = subprocess.run([sys.executable, "-c", code], env=seen, capture_output=True, check=False)
    assert done.stdout.strip() == b"[]"
    assert done.returncode != 0, "not even a byte can be written"


def test_a_picture_at_the_limit_is_refused_before_it_is_drawn():
    with pytest.raises(Unfit, match="huge"):
        checking.cleaned(png_of(8_001, 8_000))
