"""Where a virus scanner is set, nothing is served that it has not let pass; while it is away, files wait."""

import socketserver
import threading

import pytest
from django.urls import reverse

from amends.outbox import NotYet
from programs import files
from programs.models import Referral, StoredFile
from programs.tasks import scan_file, sweep_file
from tests.programs.clamd import EICAR, _Asked, clamd
from tests.programs.test_files import attach, on_disk, opened, paper


@pytest.fixture
def scanner(tmp_path, settings):
    with clamd(tmp_path / "clamd.sock") as (address, seen):
        settings.AMENDS_CLAMD = address
        yield seen


@pytest.fixture
def away(tmp_path, settings):
    settings.AMENDS_CLAMD = f"unix://{tmp_path / 'nobody.sock'}"


def test_it_works(world, scanner, at_alpha):
    attach(at_alpha, paper(), send=True)
    assert scanner == [b"Police report: the bicycle was blue."]
    at_alpha.force_login(world.cora)
    assert opened(at_alpha)[0].status_code == 200


def test_a_virus_is_refused_in_words_and_kept_nowhere(world, alpha, scanner, at_alpha):
    page = attach(at_alpha, paper(EICAR.decode(), "eicar.txt"))
    assert "“eicar.txt” was not added: the virus scanner does not let it pass" in page.content.decode()
    assert (StoredFile.objects.count(), on_disk(alpha)) == (0, {})


def test_while_it_is_away_a_file_waits_and_nobody_is_shown_it(world, alpha, away, at_alpha):
    page = attach(at_alpha, paper())
    assert "waits for the virus scanner" in page.content.decode()
    attach(at_alpha, send=True, form_key=str(page.context["form"]["form_key"].value()), shown_files="1")
    file = StoredFile.objects.get()
    assert (file.state, file.referral) == ("checking", Referral.objects.get())
    at_alpha.force_login(world.cora)
    assert at_alpha.get(reverse("file", args=[file.pk])).status_code == 404
    shown = at_alpha.get(reverse("referral", args=[file.referral_id])).content.decode()
    assert "Waits for the virus scanner" in shown
    assert reverse("file", args=[file.pk]) not in shown
    with pytest.raises(files.NotServed):
        files.contents(file)
    with pytest.raises(NotYet):
        scan_file(file_id=file.pk)


@pytest.fixture
def waiting(world, away, at_alpha):
    """A virus that came while the scanner was away, and a harmless document."""
    attach(at_alpha, paper(), paper(EICAR.decode(), "eicar.txt"), send=True)
    return {file.name: file for file in StoredFile.objects.all()}


def test_what_waited_is_scanned_later(waiting, world, alpha, tmp_path, settings, at_alpha):
    with clamd(tmp_path / "clamd.sock") as (address, seen):
        settings.AMENDS_CLAMD = address
        for file in waiting.values():
            scan_file(file_id=file.pk)
            scan_file(file_id=file.pk)  # once more is nothing
    assert len(seen) == 2
    states = {file.name: file.state for file in StoredFile.objects.all()}
    assert states == {"report.txt": "clean", "eicar.txt": "refused"}
    for file in waiting.values():
        sweep_file(file_id=file.pk)
    assert set(on_disk(alpha)) == {waiting["report.txt"].pk.hex}
    at_alpha.force_login(world.cora)
    assert at_alpha.get(reverse("file", args=[waiting["eicar.txt"].pk])).status_code == 404
    shown = at_alpha.get(reverse("referral", args=[waiting["eicar.txt"].referral_id])).content.decode()
    assert "The virus scanner did not let it pass" in shown


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK but odd", b"OK", b"\xff"]
)
def test_an_answer_that_says_neither_is_none(answer, world, tmp_path, settings, at_alpha):
    with clamd(tmp_path / "clamd.sock", lambda _content: answer) as (address, _seen):
        settings.AMENDS_CLAMD = address
        attach(at_alpha, paper(), send=True)
    assert StoredFile.objects.get().state == "checking"


def test_over_tcp_as_well(world, settings, at_alpha):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Asked) as server:
        server.daemon_threads, server.seen, server.answer = True, [], lambda _content: b"stream: OK"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        settings.AMENDS_CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
        attach(at_alpha, paper(), send=True)
        server.shutdown()
        thread.join()
    assert StoredFile.objects.get().state == "clean"
    assert len(server.seen) == 1
