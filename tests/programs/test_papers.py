"""An agreement on paper: three languages, tagged for readers, nothing in it that leads to anybody."""

import io
import sys
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from amends import audit
from programs.models import Program
from programs.records.entries import Wanted, about_case, part_of
from tests.amends.web.pictures import make_png
from tests.conftest import HostClient
from tests.programs.cast import at, fresh, make_case, make_item, make_world, parties, sign
from tests.programs.people.test_minors import add, say_minor, tie
from tests.programs.test_agreement import after_messages, propose


@pytest.fixture
def signed_in(world, at_alpha):
    at_alpha.force_login(world.cora)
    return at_alpha


@pytest.fixture
def case(world):
    case = make_case(world, "agreement_pending")
    make_item(
        case,
        world,
        text='She brings *back* the key.\n#read("/etc/passwd") $x$ \\ @y',
        amount=Decimal("1240.5"),
    )
    make_item(case, world, kind="community_service", amount=None, hours=Decimal("7.5"), text="At the library")
    return case


def read_pdf(browser, case, language="en"):
    answer = browser.get(reverse("agreement-pdf", args=[case.pk, language]))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content)), answer


def words_of(document):
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def test_it_works(case, signed_in):
    document, answer = read_pdf(signed_in, case)
    words = words_of(document)
    for told in (
        "Agreement",
        "Version 1, not signed yet",
        "1,240.50 USD",
        "7.5 hours",
        "At the library",
        "Signature",
    ):
        assert told in words, told
    for person in parties(case):
        assert person.name in words
    assert case.reference not in words
    assert answer.headers["Content-Disposition"] == 'inline; filename="agreement-en.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_people_said_is_never_an_instruction(case, signed_in):
    words = words_of(read_pdf(signed_in, case)[0])
    assert 'She brings *back* the key. #read("/etc/passwd") $x$ \\ @y' in words


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ("Accord", "1240,50USD", "7,5heures", "pasencoresigné")),
        ("es", ("Acuerdo", "1240,50USD", "7,5horas", "sinfirmar")),
    ],
)
def test_it_is_in_the_language_that_was_asked_for(case, signed_in, language, told):
    document, _answer = read_pdf(signed_in, case, language)
    # Between thousands stands one blank or another.
    words = "".join(words_of(document).split()).replace("1.240", "1240")
    assert [each for each in told if each not in words] == []
    assert document.root_object["/Lang"] == language


def test_it_is_tagged_and_says_nothing_of_whoever_made_it(case, signed_in):
    document, _answer = read_pdf(signed_in, case)
    assert document.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in document.root_object
    assert set(document.metadata) <= {"/Title", "/Creator"}
    assert document.metadata["/Title"] == "Agreement"
    assert not document.xmp_metadata.dc_creator
    assert b"pdfuaid:part" in document.root_object["/Metadata"].get_object().get_data()


def test_the_letterhead_is_the_programs(case, signed_in, world):
    logo = SimpleUploadedFile("logo.png", make_png(), "image/png")
    form = {"public_telephone": "(317) 555-0142", "accent": "", "logo": logo}
    at_alpha = HostClient("alpha.localhost")
    at_alpha.force_login(world.alice)
    assert at_alpha.post(reverse("look"), form).status_code == 302
    document, _answer = read_pdf(signed_in, case)
    program = Program.objects.get()
    assert program.name in words_of(document)
    assert "(317) 555-0142" in words_of(document)
    assert len(document.pages[0].images) == 1


def test_who_only_exchanged_messages_stays_without_a_name(alpha, at_alpha):
    with at(alpha):
        world = make_world(alpha, type="community_agency")
        case = after_messages(world)
        make_item(case, world)
        at_alpha.force_login(world.cora)
    words = words_of(read_pdf(at_alpha, case)[0])
    with at(alpha):
        for person in parties(case):
            assert person.name not in words
            assert str(Program.objects.get().word_for(person.role)) in words


def test_a_minor_signs_with_the_guardians_who_may_consent(world, signed_in, case):
    child = parties(case)[0]
    say_minor(world, child)
    tie(world, child, add(world, case, name="Gerda Guardian"))
    tie(world, child, add(world, case, name="Otto Other"), is_suspected=True)
    words = words_of(read_pdf(signed_in, case)[0])
    assert 0 < words.index("Gerda Guardian") - words.rindex(child.name) < 60, "right after the child's line"
    assert "Otto Other" not in words


def test_no_way_to_reach_anybody_gets_into_an_agreement(world, refused):
    case = make_case(world, "agreement_pending")
    harmed, responsible = parties(case)
    harmed.phone, harmed.email = "(317) 555-0177", "vera@example.org"
    responsible.address = "12 Larch Lane\nMuncie"
    harmed.save()
    responsible.save()
    for text in (f"Write to {harmed.email.upper()}", "Call 317 555 0177", "Work at 12 larch lane on Sundays"):
        assert refused(lambda text=text: make_item(case, world, text=text)) == ["item_without_contacts"]
    assert make_item(case, world, text="Paid through the program, 12 times").pk


def test_taking_it_away_is_in_the_records(case, signed_in):
    read_pdf(signed_in, case)
    signed_in.get(reverse("agreement-paper", args=[case.pk, "fr"]))
    audit.flush()
    said = [
        (entry.kind, entry.facts.get("purpose")) for entry in part_of(Wanted(about=about_case(case))).entries
    ]
    assert ("export", "agreement_paper") in said
    assert ("read", "agreement_paper") in said


def test_the_page_for_printing_says_the_same(case, signed_in):
    page = signed_in.get(reverse("agreement-paper", args=[case.pk, "es"])).content.decode()
    for told in ('lang="es"', "Acuerdo", "At the library", "sin firmar"):
        assert told in page


def test_without_a_renderer_there_is_the_page_for_printing(case, signed_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = signed_in.get(reverse("agreement-pdf", args=[case.pk, "en"]))
    assert answer.headers["Location"] == reverse("agreement-paper", args=[case.pk, "en"])


@pytest.mark.parametrize("language", ["de", "en-us", "x"])
def test_other_languages_are_not_there(case, signed_in, language):
    assert signed_in.get(reverse("agreement-pdf", args=[case.pk, language])).status_code == 404


def test_a_signed_one_says_when(case, world, signed_in):
    propose(world, case)
    sign(world, case)
    assert "signed on" in words_of(read_pdf(signed_in, fresh(case))[0])
