"""Recordings: in pieces over a line that breaks, cleaned, never readable on a disk, and played in parts."""

import io
import os

import av
import pytest
from django.urls import reverse

from amends import audit
from amends.audit.models import AuditEntry
from amends.files.kinds import Unfit
from amends.files.recordings import Rewriting
from amends.outbox import NotYet
from programs.actions import messages, recordings
from programs.actions.recordings import WrongOffset, add_piece, begin_recording, drop_recording
from programs.files import contents, sweep
from programs.guards import StepRefused
from programs.models import StoredFile
from programs.recording_jobs import check_recording, drop_read_pieces
from programs.recordings import Piece, take_piece
from programs.tasks import scan_file
from tests.conftest import HostClient
from tests.programs.cast import NOW, open_page, parties
from tests.programs.clamd import clamd
from tests.programs.exchange.films import MAKER, PLACE, film, voice
from tests.programs.exchange.scene import again, begun, exchanging, recorded, taken_to
from tests.programs.test_files import on_disk

TOLD = (MAKER.encode(), PLACE.encode(), b"2026-03-01", b"Lavf6", b"x264 - core")
"""The last one stands between the pictures, where some cameras say where they are."""
OCTETS = {"content_type": "application/offset+octet-stream"}


def anew(content, most=50_000_000):
    rewriting = Rewriting(lambda start, count: content[start : start + count], len(content), most=most)
    try:
        return rewriting.kind.id, b"".join(rewriting.parts())
    finally:
        rewriting.close()


def pictures_in(content):
    """Return after how many tenths of a second each picture is shown."""
    with av.open(io.BytesIO(content)) as found:
        return [round(each.time * 10) for each in found.decode(video=0)] if found.streams.video else []


@pytest.fixture
def case(world):
    return exchanging(world)


@pytest.fixture
def message(world, case):
    return begun(world, case, kind="video", words="")


@pytest.fixture
def staff(world, at_alpha):
    at_alpha.force_login(world.mia)
    return at_alpha


def patch(browser, message, offset, part, **changes):
    headers = {"Upload-Offset": str(offset)}
    return browser.patch(
        reverse("message-upload", args=[message.pk]), part, headers=headers, **OCTETS | changes
    )


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("mp4", film),
        ("mp4", lambda: film(written_as="mov")),
        ("mp4", lambda: film(written_as="matroska")),
        ("webm", lambda: film(written_as="webm", codec="libvpx")),
        ("mp4", lambda: film() + b"PK\x03\x04<script>" + MAKER.encode()),  # a polyglot's other half
        ("m4a", lambda: voice("ipod", "aac")),
        ("mp3", voice),
        ("ogg", lambda: voice("ogg", "libopus")),
        ("wav", lambda: voice("wav", "pcm_s16le")),
    ],
)
@pytest.mark.no_db
def test_what_a_recording_says_beside_its_content_is_not_kept(kind, made):
    content = made()
    assert any(each in content for each in TOLD), "the test could not fail otherwise"
    found, kept = anew(content)
    assert found == kind
    assert [each for each in TOLD if each in kept] == []
    assert (anew(kept)[0], len(anew(kept)[1])) == (kind, len(kept)), "what was cleaned can be cleaned again"
    assert pictures_in(kept) == pictures_in(content)


HOSTILE = {
    "nothing known": ("kind", lambda: b"<html><script>alert(1)</script>" * 99),
    "a program": ("kind", lambda: b"MZ" + bytes(999)),
    "a list of other files": ("kind", lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
    "ffconcat": ("kind", lambda: b"ffconcat version 1.0\nfile /etc/passwd\n"),
    "a photo": ("kind", lambda: b"\xff\xd8\xff\xe0" + bytes(999)),
    "half a film": ("broken", lambda: film()[:3000]),
    "noise behind a good beginning": ("broken", lambda: film()[:32] + os.urandom(5000)),
    "an index that lies": ("broken", lambda: film().replace(b"moov", b"muuv")),
    "a tag and no sound": ("broken", lambda: b"ID3\x04\0\0\0\0\0\0" + bytes(999)),
    "a matroska of zeros": ("broken", lambda: b"\x1a\x45\xdf\xa3" + bytes(999)),
    "too large": ("large", lambda: film(size=3_000_000)),
    "a codec that browsers do not play": ("kind", lambda: film(written_as="mov", codec="mpeg4")),
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.no_db
def test_what_is_hostile_or_broken_is_refused(what):
    reason, made = HOSTILE[what]
    with pytest.raises(Unfit) as caught:
        anew(made(), most=2_000_000)
    assert caught.value.reason == reason


class TestSending:
    def test_it_works(self, world, alpha, message, staff):
        content = film(size=2_500_000)
        where = reverse("message-upload", args=[message.pk])
        begins = staff.post(where, headers={"Upload-Length": str(len(content))})
        assert (begins.status_code, begins["Upload-Offset"]) == (201, "0")
        for start in range(0, len(content), 1_000_000):
            answer = patch(staff, message, start, content[start : start + 1_000_000])
            assert answer.status_code == 204, answer.content
        assert (answer["Upload-Offset"], answer["Upload-Length"]) == (str(len(content)), str(len(content)))
        file = StoredFile.objects.get()
        assert (file.state, file.purpose) == ("checking", "recording")
        assert staff.get(reverse("message-recording", args=[message.pk])).status_code == 404, (
            "not checked yet"
        )
        check_recording(file_id=file.pk)
        drop_read_pieces(file_id=file.pk)
        assert list(on_disk(alpha)) == [file.pk.hex], "one file is left"
        file = StoredFile.objects.get()
        assert (file.state, file.kind, file.pieces) == ("clean", "mp4", None)
        assert b"".join(contents(file).chunks()) == anew(content)[1]

    def test_a_wrong_offset_is_answered_with_the_right_one(self, message, staff):
        staff.post(reverse("message-upload", args=[message.pk]), headers={"Upload-Length": "9000"})
        assert patch(staff, message, 0, b"a" * 4000).status_code == 204
        answer = patch(staff, message, 0, b"a" * 4000)
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "4000")
        told = staff.head(reverse("message-upload", args=[message.pk]))
        assert (told["Upload-Offset"], told["Upload-Length"]) == ("4000", "9000")
        assert patch(staff, message, 4000, b"a" * 6000).status_code == 413, "more than was said"

    def test_of_two_at_once_one_is_kept(self, world, message, staff):
        staff.post(reverse("message-upload", args=[message.pk]), headers={"Upload-Length": "9000"})
        file = StoredFile.objects.get()
        told = {"actor": world.mia, "message": again(message), "now": NOW, "offset": 0}
        add_piece(**told, piece=Piece(file.pk, "a" * 32, 2000, bytes(32)))
        with pytest.raises(WrongOffset):
            add_piece(**told, piece=Piece(file.pk, "b" * 32, 2000, bytes(32)))

    def test_a_piece_of_a_recording_that_was_begun_anew_meanwhile_is_none_of_the_new_one(
        self, world, message
    ):
        told = {"actor": world.mia, "message": message, "now": NOW}
        first = begin_recording(**told, size=9000)
        late = take_piece(first.pk, io.BytesIO(b"a" * 4000), 4000)
        second = begin_recording(**told, size=9000)
        with pytest.raises(WrongOffset):
            add_piece(**told, offset=0, piece=late)
        assert StoredFile.objects.get(pk=second.pk).arrived == 0

    def test_the_recordings_of_a_case_have_only_so_much_room(self, world, case, message, staff, monkeypatch):
        """Also those of messages that were taken back: else whoever writes and takes back could fill the disk."""
        monkeypatch.setattr(recordings, "ROOM_OF_CASE", 12_000)
        told = {"actor": world.mia, "now": NOW}
        begin_recording(**told, message=message, size=9000)
        begin_recording(**told, message=again(message), size=9000)  # in the place of the first
        messages.withdraw_message(**told, message=again(message))
        other = begun(world, case, kind="video", words="")
        page = reverse("message", args=[other.pk])
        answer = staff.post(reverse("message-upload", args=[other.pk]), headers={"Upload-Length": "4000"})
        assert answer.status_code == 413
        whole = io.BytesIO(b"a" * 4000)
        whole.name = "film.mp4"
        answer = staff.post(reverse("message-upload", args=[other.pk]), {"recording": whole})
        assert answer.url == f"{page}?room=1"
        assert "take all the room that there is" in staff.get(answer.url).content.decode()
        assert begin_recording(**told, message=again(other), size=3000).size == 3000

    @pytest.mark.parametrize("size", ["0", str(301 * 1024 * 1024), "-1", "x", ""])
    def test_a_size_that_is_none(self, message, staff, size):
        answer = staff.post(reverse("message-upload", args=[message.pk]), headers={"Upload-Length": size})
        assert answer.status_code in (302, 413)
        assert not StoredFile.objects.exists()

    def test_only_pieces_are_taken_as_pieces(self, message, staff):
        staff.post(reverse("message-upload", args=[message.pk]), headers={"Upload-Length": "9000"})
        assert patch(staff, message, 0, b"a" * 4000, content_type="text/plain").status_code == 415

    def test_what_never_comes_whole_is_given_up(self, world, alpha, message, staff):
        staff.post(reverse("message-upload", args=[message.pk]), headers={"Upload-Length": "9000"})
        patch(staff, message, 0, b"a" * 4000)
        file = StoredFile.objects.get()
        drop_recording(actor=None, file_id=file.pk)
        sweep(file.pk)
        assert (StoredFile.objects.get().state, on_disk(alpha)) == ("refused", {})
        assert patch(staff, message, 4000, b"a" * 5000).status_code == 409

    def test_after_it_is_handed_in_nothing_is_exchanged(self, world, case):
        message = recorded(world, case, film())
        message = taken_to(world, message, "in_review")
        with pytest.raises(StepRefused):
            recorded_again(world, message)

    def test_nothing_is_handed_in_before_it_is_whole(self, world, message):
        with pytest.raises(StepRefused) as caught:
            messages.hand_in_message(actor=world.mia, message=message, now=NOW)
        assert [each.id for each in caught.value.reasons] == ["message_has_content"]

    def test_nothing_is_approved_before_it_is_checked(self, world, case):
        message = taken_to(world, recorded(world, case, film(), is_checked=False), "in_review")
        with pytest.raises(StepRefused) as caught:
            taken = {"actor": world.cora, "message": message, "now": NOW}
            messages.approve_message(**taken, recipient=parties(case)[0])
        assert [each.id for each in caught.value.reasons] == ["recording_checked"]

    def test_a_voice_is_a_voice_by_its_content(self, world, case):
        assert recorded(world, case, voice()).kind == "audio"


def recorded_again(world, message):
    return begin_recording(actor=world.mia, message=message, now=NOW, size=5)


class TestScanning:
    def test_it_is_scanned_and_waits_while_the_scanner_is_away(self, world, case, settings, tmp_path):
        settings.AMENDS_CLAMD = f"unix://{tmp_path / 'nobody.sock'}"
        message = recorded(world, case, film())
        assert message.file.state == "checking"
        with pytest.raises(NotYet):
            scan_file(file_id=message.file.pk)
        with clamd(tmp_path / "clamd.sock") as (address, seen):
            settings.AMENDS_CLAMD = address
            scan_file(file_id=message.file.pk)
        assert len(seen) == 1
        assert again(message).file.state == "clean"

    def test_a_virus_is_refused(self, world, case, settings, tmp_path):
        from tests.programs.clamd import EICAR

        with clamd(tmp_path / "clamd.sock") as (address, _seen):
            settings.AMENDS_CLAMD = address
            content = voice("wav", "pcm_s16le")
            cut = content[:2000] + EICAR + content[2000 + len(EICAR) :]
            assert recorded(world, case, cut).file.state == "refused"


class TestPlaying:
    @pytest.fixture
    def ours(self, world, case):
        return taken_to(world, recorded(world, case, film()), "delivered")

    def ask(self, browser, message, **headers):
        answer = browser.get(reverse("message-recording", args=[message.pk]), headers=headers)
        answer.body = b"".join(answer.streaming_content) if answer.streaming else b""
        return answer

    def test_it_works(self, world, ours, staff):
        whole = self.ask(staff, ours)
        content = whole.body
        assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (
            200,
            "video/mp4",
            "bytes",
        )
        part = self.ask(staff, ours, range="bytes=100-199")
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{len(content)}")
        assert part.body == content[100:200]
        assert part["Content-Length"] == "100"

    @pytest.mark.parametrize(
        ("asked", "status", "start", "stop"),
        [
            ("bytes=0-", 206, 0, None),
            ("bytes=-50", 206, -50, None),
            ("bytes=10-99999999", 206, 10, None),
            ("bytes=0-0", 206, 0, 1),
            ("bytes=5-2", 200, 0, None),
            ("bytes=0-1,5-6", 200, 0, None),
            ("lines=0-1", 200, 0, None),
            ("bytes=99999999-", 416, 0, 0),
            ("bytes=-0", 416, 0, 0),
        ],
    )
    def test_ranges_of_every_form(self, ours, staff, asked, status, start, stop):
        content = self.ask(staff, ours).body
        answer = self.ask(staff, ours, range=asked)
        assert answer.status_code == status
        if status == 416:
            assert answer["Content-Range"] == f"bytes */{len(content)}"
        else:
            assert answer.body == content[start:stop]

    def test_if_range(self, ours, staff):
        etag = self.ask(staff, ours)["ETag"]
        assert self.ask(staff, ours, range="bytes=0-9", **{"if-range": etag}).status_code == 206
        assert self.ask(staff, ours, range="bytes=0-9", **{"if-range": '"other"'}).status_code == 200

    def test_it_is_no_page(self, ours, staff):
        assert self.ask(staff, ours, **{"sec-fetch-dest": "document"}).status_code == 404
        assert self.ask(staff, ours, **{"sec-fetch-dest": "iframe"}).status_code == 404
        answer = self.ask(staff, ours, **{"sec-fetch-dest": "video"})
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
        assert "Last-Modified" not in answer

    def test_an_opening_is_noted_once(self, world, ours, staff):
        for start in (0, 5, 900, 0):
            self.ask(staff, ours, range=f"bytes={start}-")
        audit.flush()
        found = [
            each for each in AuditEntry.objects.filter(kind="read") if each.facts["purpose"] == "recording"
        ]
        assert len(found) == 1

    def test_the_two_sides_see_nothing_in_common(self, world, case, ours):
        shown = []
        for person in parties(case):
            browser = open_page(world, person, HostClient("alpha.localhost"))
            links = [
                each for each in browser.get("/mine/notes/").content.decode().split('"') if "/notes/" in each
            ]
            (key,) = [
                each.split("/")[3] for each in links if "/notes/new/" not in each and each != "/mine/notes/"
            ]
            played = browser.get(f"/mine/notes/{key}/play/")
            assert played.status_code == 200, person.role
            assert b"".join(played.streaming_content).startswith(b"\0\0\0")
            shown.append({key, played["ETag"]})
            assert str(ours.pk) not in browser.get(f"/mine/notes/{key}/").content.decode()
        assert shown[0].isdisjoint(shown[1])

    def test_nobody_plays_what_they_did_not_open(self, world, case):
        taken_to(world, recorded(world, case, film()), "accepted")
        browser = open_page(world, parties(case)[0], HostClient("alpha.localhost"))
        page = browser.get("/mine/notes/").content.decode()
        (key,) = [
            each.split("/")[3]
            for each in page.split('"')
            if each.startswith("/mine/notes/") and "new" not in each
        ][:1]
        assert browser.get(f"/mine/notes/{key}/play/").status_code == 404
