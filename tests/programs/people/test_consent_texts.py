"""What people consent to: each version in three languages, read before, printed, and kept apart from later ones."""

import hashlib

import pytest
from django.conf import settings
from django.db import connection

from programs import consent_texts
from programs.actions.consents import record_consent
from programs.actions.minors import record_guardian, record_minor
from programs.actions.people import add_participant
from programs.actions.referrals import Person
from programs.actions.screening import mark_ready
from programs.consent_texts import FOR_GUARDIANS, GUARDIAN, PARTY, TEXTS
from programs.models import ParticipationConsent
from tests.programs.cast import NOW, consent_of_both, fresh, make_case, open_page, parties, prepare_all

# Whoever changes a word of a text gives it a new version, and that a new line; no line ever changes.
WORDS = {
    "2026-1": {"en": "5dce70f0323f", "fr": "f03c03c8a093", "es": "0b47413cd75b"},
    "2026-1-guardian": {"en": "c6e96881625a", "fr": "583422141c2c", "es": "80c60942578e"},
}


def sha(points):
    return hashlib.sha256("\n".join(points).encode()).hexdigest()[:12]


def test_no_word_of_a_text_that_was_signed_ever_changes():
    found = {
        version: {code: sha(points) for code, points in texts.items()} for version, texts in TEXTS.items()
    }
    assert found == WORDS


def test_each_version_is_there_in_each_language_with_as_many_points():
    for texts in TEXTS.values():
        assert set(texts) == set(dict(settings.LANGUAGES))
        assert len({len(points) for points in texts.values()}) == 1
    assert {PARTY, GUARDIAN} <= set(TEXTS)
    assert set(TEXTS) >= FOR_GUARDIANS


@pytest.fixture
def later(monkeypatch):
    """Let a new version be signed from now on."""
    monkeypatch.setitem(TEXTS, "2027-1", dict.fromkeys(dict(settings.LANGUAGES), ("A new point.",)))
    return lambda: monkeypatch.setattr(consent_texts, "PARTY", "2027-1")


def test_a_new_version_ends_no_consent_and_the_page_says_which_was_signed(world, later, at_alpha):
    case = make_case(world, "preparing")
    prepare_all(world, case)
    victim, offender = parties(case)
    record_consent(actor=world.cora, participant=victim, now=NOW, form="written", language="fr")
    later()
    record_consent(actor=world.cora, participant=offender, now=NOW, form="e_sign", language="es")
    assert mark_ready(actor=world.cora, case=case, now=NOW).state == "ready"
    versions = {each.participant_id: each.text_version for each in ParticipationConsent.objects.live()}
    assert versions == {victim.pk: "2026-1", offender.pk: "2027-1"}
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/people/").content.decode()
    assert "text 2026-1, Français" in page
    assert "text 2027-1, Español" in page
    assert 'href="/consent-texts/2026-1/fr/"' in page


def test_they_see_the_text_that_they_signed(world, later, at_alpha):
    case = make_case(world, "preparing")
    consent_of_both(world, case)
    later()
    page = open_page(world, parties(case)[0], at_alpha).get("/mine/answer/").content.decode()
    assert "Text 2026-1" in page
    assert "I take part of my own free will" in page
    assert "A new point." not in page


def test_the_text_is_read_before_and_printed_to_be_signed(world, at_alpha):
    case = make_case(world, "preparing")
    at_alpha.force_login(world.mia)
    page = at_alpha.get(f"/people/{parties(case)[0].pk}/consent/").content.decode()
    for language in ("en", "fr", "es"):
        assert all(point.split("\xa0")[0] in page for point in TEXTS[PARTY][language])
        assert f'href="/consent-texts/2026-1/{language}/"' in page
    printed = at_alpha.get("/consent-texts/2026-1/fr/").content.decode()
    assert 'lang="fr"' in printed
    assert "Je participe de mon plein gré" in printed
    assert "Vera" not in printed
    assert at_alpha.get("/consent-texts/1999-1/fr/").status_code == 404
    assert at_alpha.get("/consent-texts/2026-1/de/").status_code == 404


def test_a_guardian_signs_a_text_of_their_own(world, at_alpha):
    case = make_case(world, "preparing")
    child = parties(case)[0]
    guardian = add_participant(
        actor=world.cora, case=case, now=NOW, role="guardian", person=Person("Gerda Guardian")
    )
    record_minor(actor=world.cora, participant=child, now=NOW, is_minor=True)
    record_guardian(actor=world.cora, participant=child, guardian=guardian, is_guardian=True, now=NOW)
    at_alpha.force_login(world.cora)
    path = f"/people/{guardian.pk}/consent/"
    assert "I am a guardian of the child" in at_alpha.get(path).content.decode()
    answers = {"form": "written", "language": "en", "is_free": "on", "witness": "Wanda Witness"}
    assert at_alpha.post(path, answers).status_code == 302
    consent = ParticipationConsent.objects.get()
    assert (consent.text_version, consent.witness) == (GUARDIAN, "Wanda Witness")
    assert "Witness: Wanda Witness" in at_alpha.get(f"/cases/{case.pk}/people/").content.decode()


def test_the_name_of_a_witness_is_sealed_and_belongs_to_paper(world, at_alpha):
    case = make_case(world, "preparing")
    victim = parties(case)[0]
    at_alpha.force_login(world.cora)
    path = f"/people/{victim.pk}/consent/"
    answers = {"form": "e_sign", "language": "en", "is_free": "on", "witness": "Wanda Witness"}
    assert "Only a consent on paper has a witness" in at_alpha.post(path, answers).content.decode()
    assert not ParticipationConsent.objects.exists()
    at_alpha.post(path, answers | {"form": "written"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT witness FROM programs_participationconsent")
        assert b"Wanda" not in bytes(cursor.fetchone()[0])
    assert fresh(ParticipationConsent.objects.get()).witness == "Wanda Witness"
