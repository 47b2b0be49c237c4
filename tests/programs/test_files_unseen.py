"""Nothing of a document lies readable on the disk, in public, in a log, in an address or in a queued job."""

import io
import os
import threading
import time
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.files.uploads import LARGEST_ELSEWHERE
from amends.vault.errors import Unreadable
from amends.vault.streams import CHUNK, STEP, SealedContent, SealedSpool, SealingStream
from programs.forms.stamp import LONGEST, new_stamp
from programs.models import StoredFile
from tests.programs.test_desk import CANARY, public_rows_with
from tests.programs.test_files import attach, on_disk, opened
from tests.programs.test_refer_page import answers, readable

WORD = f"{CANARY} was here. "


def large(name="long.txt", size=6_000_000):
    return SimpleUploadedFile(name, (WORD * (size // len(WORD))).encode())


class Watch(threading.Thread):
    """Reads whatever this process holds open on a disk, and the folder of temporary files, again and again."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.found, self.seen, self.is_over = folder, set(), 0, threading.Event()

    def run(self):
        while not self.is_over.is_set():
            for path in (*self.folder.rglob("*"), *Path(f"/proc/{os.getpid()}/fd").iterdir()):
                self._look(path)
            time.sleep(0.002)

    def _look(self, path):
        try:
            where = path.readlink() if path.is_symlink() else path
            if not str(where).startswith(str(self.folder)) or path.is_dir():
                return
            content = path.read_bytes()
        except OSError:
            return
        self.seen += bool(content)
        if CANARY.encode() in content:
            self.found.add(str(where))


@pytest.fixture
def watch(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    watching = Watch(folder)
    watching.start()
    yield watching
    watching.is_over.set()
    watching.join()


def test_an_upload_leaves_nothing_in_the_clear_in_the_folder_of_temporary_files(
    world, alpha, at_alpha, watch
):
    for size in (1_000, 3_000_000, 9_000_000):
        attach(at_alpha, large(size=size), send=True)
    watch.is_over.set()
    watch.join()
    assert watch.seen > 0, "it was looked at while something lay there"
    assert watch.found == set()
    assert list(watch.folder.iterdir()) == []
    assert len(on_disk(alpha)) == 3
    assert not any(CANARY.encode() in content for content in on_disk(alpha).values())


def test_the_watch_would_see_djangos_own_handler(world, at_alpha, watch, settings):
    """The test above could not fail if the watch were too slow."""
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    attach(at_alpha, large())
    watch.is_over.set()
    watch.join()
    assert watch.found


def test_a_page_that_takes_no_documents_is_not_filled_with_them(world, at_alpha):
    at_alpha.force_login(world.alice)
    answer = at_alpha.post(reverse("look"), {"logo": large("logo.png"), "accent": "", "public_telephone": ""})
    assert "The logo must be smaller than 200 KB" in answer.content.decode()
    assert LARGEST_ELSEWHERE < 6_000_000


def test_only_a_form_that_was_shown_takes_documents(world, at_alpha, alpha):
    """Otherwise anybody could keep files here under keys that they invent."""
    key = uuid.uuid4()
    for stamp in ("", new_stamp(uuid.uuid4(), timezone.now()), new_stamp(key, timezone.now() - LONGEST)):
        page = attach(at_alpha, large(size=100), form_key=str(key), stamp=stamp)
        assert 'data-trouble="old"' in page.content.decode()
    assert not StoredFile.objects.exists()
    assert on_disk(alpha) == {}


def test_documents_of_forms_that_nobody_sends_take_only_so_much_room(world, at_alpha, alpha, monkeypatch):
    monkeypatch.setattr("programs.actions.files.ROOM_UNSENT", 150)
    attach(at_alpha, large(size=100), send=True)
    attach(at_alpha, large(size=140), form_key=str(uuid.uuid4()))
    full = attach(at_alpha, large(size=120), form_key=str(uuid.uuid4()))
    assert full.status_code == 429
    assert StoredFile.objects.count() == len(on_disk(alpha)) == 2


def test_a_body_far_larger_than_the_page_takes_is_not_read(world, at_alpha):
    huge = large(size=LARGEST_ELSEWHERE * 16)
    assert at_alpha.post(reverse("sign-in"), {"login": "x", "documents": huge}).status_code == 400


def test_no_word_of_it_gets_out(world, alpha, at_alpha, caplog):
    key = str(uuid.uuid4())
    papers = [
        SimpleUploadedFile(f"{CANARY}.txt", WORD.encode()),
        SimpleUploadedFile(f"{CANARY}.exe", b"MZ\0" + WORD.encode()),
        SimpleUploadedFile(f"{CANARY}.jpg", b"\xff\xd8\xff" + WORD.encode()),
    ]
    with CaptureQueriesContext(connection) as captured:
        page = attach(at_alpha, *papers, form_key=key)
        answer = at_alpha.post(reverse("refer"), answers(form_key=key, shown_files="1"))
    assert CANARY in page.content.decode(), "whoever sends it is told which file it was"
    jobs = [each["sql"] for each in captured.captured_queries if "INTO public.amends_outbox" in each["sql"]]
    assert any("programs.sweep_file" in job for job in jobs)
    assert not any(CANARY in each["sql"] for each in captured.captured_queries)
    assert CANARY not in answer.url
    for table, text in readable(alpha.schema_name).items():
        assert CANARY not in text, table
    at_alpha.force_login(world.cora)
    assert CANARY in opened(at_alpha)[0].headers["Content-Disposition"]
    assert CANARY.lower() not in caplog.text.lower()
    assert public_rows_with(CANARY) == []


# The form of the chunks, without a program.

BOUND = b"content|t_a|programs_storedfile|1"


def sealed(content, bound=BOUND):
    stream = SealingStream(io.BytesIO(content), bound)
    return stream, stream.read()


def plain(stored, stream, bound=BOUND, size=None):
    opened_ = SealedContent(io.BytesIO(stored), stream.key, bound, stream.size if size is None else size)
    return b"".join(opened_.chunks())


CONTENT = os.urandom(3 * CHUNK + 77)


@pytest.mark.parametrize("size", [1, 77, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 77])
def test_any_length_comes_back(size):
    stream, stored = sealed(CONTENT[:size])
    assert plain(stored, stream) == CONTENT[:size]
    assert stream.size == size
    assert len(stored) == 1 + size + 16 * -(-size // CHUNK)


def _chunks(stored):
    body = stored[1:]
    return [body[at : at + STEP] for at in range(0, len(body), STEP)]


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: [parts[1], parts[0], *parts[2:]],  # swapped
        lambda parts: [parts[0], parts[0], *parts[2:]],  # doubled
        lambda parts: parts[:-1],  # cut off
        lambda parts: [*parts[:-1], parts[-1][:-1]],
        lambda parts: [parts[0], *parts[2:]],  # one left out
        lambda parts: [*parts[:3], parts[0]],  # another in place of the last
        lambda parts: [bytes([parts[0][0] ^ 1]) + parts[0][1:], *parts[1:]],
    ],
)
def test_changed_chunks_do_not_open(change):
    stream, stored = sealed(CONTENT)
    with pytest.raises(Unreadable):
        plain(stored[:1] + b"".join(change(_chunks(stored))), stream)


@pytest.mark.parametrize("size", [CHUNK, 2 * CHUNK, 3 * CHUNK, 3 * CHUNK + 78, 5 * CHUNK])
def test_a_row_that_tells_another_size_opens_nothing_wrong(size):
    stream, stored = sealed(CONTENT)
    if -(-size // CHUNK) == 4:
        assert plain(stored, stream, size=size) == CONTENT, "the last chunk says where it ends"
        return
    with pytest.raises(Unreadable):
        plain(stored, stream, size=size)


def test_a_chunk_of_another_file_or_program_does_not_open():
    stream, stored = sealed(CONTENT)
    other, other_stored = sealed(CONTENT, b"content|t_b|programs_storedfile|1")
    parts, others = _chunks(stored), _chunks(other_stored)
    with pytest.raises(Unreadable):
        plain(stored[:1] + b"".join([parts[0], others[1], *parts[2:]]), stream)
    with pytest.raises(Unreadable):
        plain(other_stored, other)
    assert stream.key != other.key


def test_the_spool_reads_anywhere_and_writes_nothing_readable(watch):
    spool = SealedSpool()
    content = WORD.encode() * 50_000
    for at in range(0, len(content), 65_536):
        spool.write(content[at : at + 65_536])
    assert spool.size == len(content)
    spool.seek(CHUNK - 5)
    assert spool.read(10) == content[CHUNK - 5 : CHUNK + 5]
    spool.seek(0)
    assert spool.read() == content
    spool.close()
    watch.is_over.set()
    watch.join()
    assert watch.found == set()
