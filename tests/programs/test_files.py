"""Documents with a referral: kept with the form, sealed, handed to those who decide, and gone with it."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from amends import audit
from amends.audit.models import AuditEntry
from amends.vault.errors import Shredded, Unreadable
from amends.vault.rotation import rotate_tenant
from amends.vault.shredding import destroy_data_key
from programs import files
from programs.actions.drafts import erase_draft
from programs.actions.files import LARGEST, MOST_FILES
from programs.actions.samples import erase_samples
from programs.models import Program, Referral, ReferralDraft, StoredFile
from programs.tasks import sweep_file
from tests.programs.cast import NOW, at, make_world
from tests.programs.test_refer_page import answers


def paper(text="Police report: the bicycle was blue.", name="report.txt"):
    return SimpleUploadedFile(name, text.encode())


def attach(browser, *papers, **changes):
    """Press the button that adds documents, or another; return the answer."""
    is_else = changes.pop("send", False) or {"save", "remove"} & changes.keys()
    sent = answers(**changes) | ({} if is_else else {"attach": "1"})
    return browser.post(reverse("refer"), sent | {"documents": list(papers)})


def opened(browser):
    """Return the answer to opening the only document, read to its end, and what was in it."""
    answer = browser.get(reverse("file", args=[StoredFile.objects.get().pk]))
    return answer, b"".join(answer.streaming_content)


def on_disk(tenant):
    """Return the files that lie in a program's folder, by name."""
    folder = settings.TENANCY_FILES_FOLDER / tenant.schema_name
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def swept():
    """Do what the queued jobs of files do when their time comes."""
    for name in [path.name for path in settings.TENANCY_FILES_FOLDER.rglob("*") if path.is_file()]:
        sweep_file(file_id=uuid.UUID(name))


@pytest.fixture
def referred(world, alpha, at_alpha):
    """Return a referral that came with a document."""
    answer = attach(at_alpha, paper(), send=True)
    assert answer.status_code == 302, answer.content.decode()
    return Referral.objects.get()


def test_it_works(world, alpha, at_alpha):
    key = str(uuid.uuid4())
    page = attach(at_alpha, paper(), form_key=key, summary="  Typed so far", stage="")
    assert page.status_code == 200
    assert "report.txt" in page.content.decode()
    assert page.context["form"]["summary"].value() == "  Typed so far", "nothing typed is lost"
    assert not page.context["form"].is_bound, "nobody is blamed for what is missing yet"
    sent = at_alpha.post(reverse("refer"), answers(form_key=key, shown_files="1"))
    assert sent.status_code == 302
    referral, file = Referral.objects.get(), StoredFile.objects.get()
    assert (file.referral_id, file.draft_id) == (referral.pk, None)
    assert not ReferralDraft.objects.exists()
    at_alpha.force_login(world.cora)
    shown = at_alpha.get(reverse("referral", args=[referral.pk])).content.decode()
    assert reverse("file", args=[file.pk]) in shown
    assert opened(at_alpha)[1] == b"Police report: the bicycle was blue."
    audit.flush()
    (entry,) = [each for each in AuditEntry.objects.filter(kind="read") if each.facts["purpose"] == "file"]
    assert (entry.object_type, entry.object_id) == ("programs.storedfile", str(file.pk))


def test_a_download_can_do_nothing_in_the_browser(world, referred, at_alpha):
    at_alpha.force_login(world.cora)
    answer, _content = opened(at_alpha)
    assert {name: answer.headers[name] for name in ("Content-Type", "Content-Length", "Cache-Control")} == {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": "36",
        "Cache-Control": "no-store",
    }
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report.txt"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")


def test_a_name_in_any_letters_is_told_as_the_standard_says(world, at_alpha):
    attach(at_alpha, paper(name='Bericht "über" 証拠.txt'), send=True)
    at_alpha.force_login(world.cora)
    told = opened(at_alpha)[0].headers["Content-Disposition"]
    assert told.startswith("attachment; filename*=utf-8''Bericht%20%22%C3%BCber%22")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\vera\\scan.exe", "scan.pdf"),
        ("a\u202efdp.exe\r\n.pdf", "a fdp.exe.pdf"),
        ("invoice.pdf.exe", "invoice.pdf"),
        ("." * 9, "document.pdf"),
        ("long" * 99, "long" * 29 + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_nothing_else(sent, kept):
    assert files.tidy_name(sent, ".pdf") == kept


@pytest.mark.parametrize("who", ["mia", "max"])
def test_who_does_not_decide_about_referrals_sees_none(who, world, referred, at_alpha):
    at_alpha.force_login(getattr(world, who))
    assert at_alpha.get(reverse("file", args=[StoredFile.objects.get().pk])).status_code in (403, 404)


def test_a_stranger_and_the_neighbour_see_none(world, referred, beta, at_alpha, at_beta):
    url = reverse("file", args=[StoredFile.objects.get().pk])
    assert at_alpha.get(url).url.startswith("/sign-in/")
    with at(beta):
        neighbour = make_world(beta)
        at_beta.force_login(neighbour.cora)
        assert at_beta.get(url).status_code == 404


def test_files_are_kept_when_the_form_has_errors(world, at_alpha):
    key = str(uuid.uuid4())
    page = attach(at_alpha, paper(), send=True, form_key=key, referrer_name="")
    assert "referrer_name" in page.context["form"].errors
    assert "report.txt" in page.content.decode()
    assert at_alpha.post(reverse("refer"), answers(form_key=key, shown_files="1")).status_code == 302
    assert StoredFile.objects.get().referral == Referral.objects.get()


def test_one_is_removed_and_leaves_nothing(world, alpha, at_alpha):
    key = str(uuid.uuid4())
    attach(at_alpha, paper(), paper("Other", "other.txt"), form_key=key)
    first = StoredFile.objects.first()
    page = attach(at_alpha, form_key=key, remove=str(first.pk))
    assert [file.name for file in page.context["files"]] == ["other.txt"]
    sweep_file(file_id=first.pk)
    assert set(on_disk(alpha)) == {StoredFile.objects.get().pk.hex}


def test_nobody_removes_one_of_another_form(world, at_alpha):
    attach(at_alpha, paper())
    attach(at_alpha, remove=str(StoredFile.objects.get().pk))
    attach(at_alpha, remove="not an id")
    assert StoredFile.objects.count() == 1


def test_the_same_document_twice_is_one(world, alpha, at_alpha):
    key = str(uuid.uuid4())
    for _press in range(2):
        page = attach(at_alpha, paper(), form_key=key)
    assert len(page.context["files"]) == len(on_disk(alpha)) == 1


def test_a_sixth_and_a_large_one_are_refused_in_words(world, at_alpha):
    key = str(uuid.uuid4())
    attach(at_alpha, *[paper(f"Text {n}", f"{n}.txt") for n in range(MOST_FILES)], form_key=key)
    page = attach(at_alpha, paper("More", "more.txt"), form_key=key)
    assert "“more.txt” was not added" in page.content.decode()
    assert "5 documents at most" in page.content.decode()
    large = attach(at_alpha, SimpleUploadedFile("film.txt", b"x" * (LARGEST + 1)), paper(name="ok.txt"))
    assert "“film.txt” was not added: it is larger than 10 MB" in large.content.decode()
    assert [file.name for file in large.context["files"]] == ["ok.txt"], "the others are kept"


def test_a_referral_that_was_sent_is_not_changed(world, at_alpha):
    key = str(uuid.uuid4())
    attach(at_alpha, paper(), send=True, form_key=key)
    for changes in ({"attach": "1"}, {"remove": str(StoredFile.objects.get().pk)}):
        answer = at_alpha.post(
            reverse("refer"),
            answers(form_key=key, shown_files="1", **changes) | {"documents": [paper("New")]},
        )
        assert "/received/" in answer.url
    assert StoredFile.objects.get().name == "report.txt"
    again = attach(at_alpha, paper(), send=True, form_key=key, shown_files="1")
    assert "/received/" in again.url, "sent twice is sent once"


def test_saved_for_later_with_the_form(world, at_alpha):
    key = str(uuid.uuid4())
    page = attach(at_alpha, paper(), form_key=key, save="1")
    draft = ReferralDraft.objects.get()
    code = page.content.decode().partition('data-code="yes">')[2].partition("<")[0]
    back = at_alpha.post(reverse("draft", args=[draft.pk]), {"code": code})
    assert "report.txt" in back.content.decode()


def test_what_nobody_saved_goes_after_a_day_with_bytes_and_key(world, alpha, at_alpha):
    key = str(uuid.uuid4())
    attach(at_alpha, paper(), form_key=key)
    draft = ReferralDraft.objects.get()
    assert draft.answers == {}, "what was typed is not kept without being asked to"
    assert draft.expires_at < timezone.now() + timedelta(days=2)
    erase_draft(actor=None, draft_id=draft.pk, now=draft.expires_at)
    swept()
    assert (StoredFile.objects.count(), on_disk(alpha)) == (0, {})
    page = at_alpha.post(reverse("refer"), answers(form_key=key, shown_files="1"))
    assert "1 document that you had added is not here any more" in page.content.decode()
    assert at_alpha.post(reverse("refer"), answers(form_key=key, shown_files="0")).status_code == 302


def test_samples_take_their_documents_along(world, alpha, at_alpha):
    Program.objects.update(verified_at=None)
    at_alpha.force_login(world.cora)
    attach(at_alpha, paper(), send=True)
    assert Referral.objects.get().is_sample
    attach(at_alpha, paper("Practice"))
    erase_samples(actor=world.alice)
    swept()
    assert (StoredFile.objects.count(), on_disk(alpha)) == (0, {})


def test_a_rollback_leaves_no_bytes(world, alpha, at_alpha):
    program = Program.objects.get()
    Program.objects.filter(pk=program.pk).update(verified_at=None)
    at_alpha.raise_request_exception = False
    attach(at_alpha, paper())
    assert (StoredFile.objects.count(), on_disk(alpha)) == (0, {})


def test_a_process_that_dies_leaves_bytes_for_an_hour(world, alpha):
    from amends.files.examining import Examined
    from amends.files.kinds import KINDS

    arriving = files.arriving(Examined(KINDS["txt"], b"Half", is_scanned=True), "a.txt", now=NOW)
    arriving.__enter__()  # and nobody comes back
    assert len(on_disk(alpha)) == 1
    swept()
    assert on_disk(alpha) == {}


def test_the_bytes_of_a_file_that_is_there_stay(world, alpha, referred):
    swept()
    assert len(on_disk(alpha)) == 1


def read(file):
    return b"".join(files.contents(file).chunks())


def test_on_the_disk_it_is_sealed(world, alpha, referred):
    (stored,) = on_disk(alpha).values()
    assert b"bicycle" not in stored
    assert read(StoredFile.objects.get()) == b"Police report: the bicycle was blue."


def test_without_the_key_of_its_referral_nobody_opens_it(world, alpha, referred, at_alpha):
    destroy_data_key(alpha.schema_name, referred.vault_key)
    with pytest.raises(Shredded):
        read(StoredFile.objects.get())
    at_alpha.force_login(world.cora)
    assert at_alpha.get(reverse("file", args=[StoredFile.objects.get().pk])).status_code == 404


def test_it_opens_after_the_keys_were_rotated(world, alpha, referred):
    list(rotate_tenant(alpha.schema_name))
    assert read(StoredFile.objects.get()).startswith(b"Police report")


def test_bytes_of_another_file_do_not_open(world, alpha, at_alpha):
    attach(at_alpha, paper(), paper("Another text of the same size as that.", "b.txt"), send=True)
    first, second = StoredFile.objects.all()
    folder = settings.TENANCY_FILES_FOLDER / alpha.schema_name
    (folder / files.path_of(first.pk)).write_bytes((folder / files.path_of(second.pk)).read_bytes())
    with pytest.raises(Unreadable):
        read(first)
    first.content_key = second.content_key  # even with the other's key
    with pytest.raises(Unreadable):
        read(first)


def test_bytes_and_row_of_another_program_do_not_open(world, alpha, beta, referred):
    file = StoredFile.objects.get()
    stored, key = on_disk(alpha)[file.pk.hex], file.content_key
    with at(beta):
        place = settings.TENANCY_FILES_FOLDER / beta.schema_name / files.path_of(file.pk)
        place.parent.mkdir(parents=True)
        place.write_bytes(stored)
        copy = StoredFile(pk=file.pk, state="clean", size=file.size, content_key=key)
        with pytest.raises(Unreadable):
            read(copy)


def test_how_often_one_network_may_send_documents_is_limited(world, at_alpha, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"files": (0, 3600)}
    page = attach(at_alpha, paper())
    assert (page.status_code, page.headers["Retry-After"]) == (429, "3600")
    assert 'data-trouble="limit"' in page.content.decode()
    assert not StoredFile.objects.exists()


def test_a_stream_reads_any_part(world, alpha, at_alpha):
    text = "".join(f"{n:07}\n" for n in range(100_000))
    attach(at_alpha, paper(text), send=True)
    content = files.contents(StoredFile.objects.get())
    for start, stop in ((0, 1), (262_143, 262_145), (524_288, 600_000), (799_999, 800_000), (0, 800_000)):
        assert b"".join(content.span(start, stop)) == text.encode()[start:stop]
    content.close()
