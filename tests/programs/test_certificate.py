"""A certificate is for somebody who kept everything, and says nothing else of anybody."""

import io
import uuid

import pytest
from django.urls import reverse
from pypdf import PdfReader

from amends import audit
from amends.audit.models import AuditEntry
from programs.models import AgreementItem
from tests.programs.cast import fresh, make_case, parties, pay
from tests.programs.people.test_minors import add
from tests.programs.test_papers import words_of

WORDS = {
    "en": ("Certificate of completion", "has kept all of it", "For the program"),
    "fr": ("Certificat", "a tenu tout ce qui y est", "Pour le programme"),
    "es": ("Certificado", "ha cumplido todo", "Por el programa"),
}


@pytest.fixture
def signed_in(world, at_alpha):
    at_alpha.force_login(world.cora)
    return at_alpha


@pytest.fixture
def case(world):
    return make_case(world, "monitoring")


@pytest.fixture
def kept(world, case):
    for item in AgreementItem.objects.of(case):
        pay(world, case, item, str(item.amount))
    assert {item.status for item in AgreementItem.objects.of(case)} == {"achieved"}
    return fresh(case)


def page_of(browser, person, language="en"):
    return browser.get(reverse("certificate-paper", args=[person.pk, language]))


def pdf_of(browser, person, language="en"):
    return browser.get(reverse("certificate-pdf", args=[person.pk, language]))


@pytest.mark.parametrize("language", WORDS)
def test_it_works(kept, signed_in, language):
    victim, offender = parties(kept)
    page, answer = page_of(signed_in, offender, language), pdf_of(signed_in, offender, language)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'inline; filename="certificate-{language}.pdf"'
    document = PdfReader(io.BytesIO(answer.content))
    words = words_of(document)
    article = page.content.decode().partition("<article")[2].partition("</article>")[0]
    title = page.content.decode().partition("<title>")[2].partition("</title>")[0]
    for told in (*WORDS[language], offender.name):
        assert told in words, told
        assert told in article, told
    for shown in (words, article, title):
        for secret in (victim.name, "45", "theft", kept.reference):
            assert secret.casefold() not in shown.casefold(), secret
    assert document.root_object["/Lang"] == language
    assert b"pdfuaid:part" in document.root_object["/Metadata"].get_object().get_data()


def test_there_is_none_before_all_is_kept(case, signed_in):
    _victim, offender = parties(case)
    shown = page_of(signed_in, offender).content.decode()
    assert "There is no certificate yet" in shown
    assert "Payment for the loss" in shown
    assert "<article" not in shown
    assert pdf_of(signed_in, offender).url == reverse("certificate-paper", args=[offender.pk, "en"])
    agreement = signed_in.get(reverse("case-agreement", args=[case.pk])).content.decode()
    assert reverse("certificate-paper", args=[offender.pk, "en"]) not in agreement


def test_there_is_none_for_somebody_who_promised_nothing(kept, signed_in):
    victim, _offender = parties(kept)
    assert "did not promise anything" in page_of(signed_in, victim).content.decode()
    assert pdf_of(signed_in, victim).status_code == 302


def test_what_somebody_else_owes_keeps_nobody_from_theirs(world, kept, signed_in):
    _victim, offender = parties(kept)
    other = add(world, kept, "Otis Other", "offender")
    own = AgreementItem.objects.of(kept).get()
    AgreementItem.objects.filter(pk=own.pk).update(owers=[offender.pk])
    told = {"kind": "other", "text": "An apology", "due_date": own.due_date, "owers": [other.pk]}
    AgreementItem.objects.create(agreement=own.agreement, form_key=uuid.uuid4(), **told)
    assert pdf_of(signed_in, offender)["Content-Type"] == "application/pdf"
    assert "This is still to come" in page_of(signed_in, other).content.decode()


def test_it_is_led_to_and_noted(kept, signed_in):
    _victim, offender = parties(kept)
    shown = signed_in.get(reverse("case-agreement", args=[kept.pk])).content.decode()
    assert reverse("certificate-paper", args=[offender.pk, "en"]) in shown
    pdf_of(signed_in, offender)
    page_of(signed_in, offender)
    audit.flush()
    entries = AuditEntry.objects.filter(object_id=str(offender.pk), facts__purpose="certificate")
    assert sorted(entries.values_list("kind", flat=True)) == ["export", "read"]
