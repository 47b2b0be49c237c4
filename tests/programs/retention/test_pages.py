"""The pages about keeping cases, as somebody uses them."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from amends import audit
from amends.audit.models import AuditEntry
from programs.actions.complaints import make_complaint
from programs.actions.people import add_participant
from programs.actions.policy import change_settings
from programs.actions.referrals import Person
from programs.actions.retention import place_hold, propose_retention
from programs.models import MediationCase, Participant, Program, Representation, RetentionStep
from programs.policy.drafting import draft_of
from programs.retention.unseen import seeing_sealed
from tests.amends.accounts.rig import sign_in
from tests.programs.cast import NOW, fresh, make_case, make_item, parties
from tests.programs.retention.keeping import LATER, PURGE, SEAL, closed_case, keep, purged, sealed


@pytest.fixture
def case(world):
    keep(world)
    return closed_case(world)


@pytest.fixture
def signed(world):
    return lambda name: sign_in("alpha", world.people[name].email)


def board(browser):
    return browser.get(reverse("retention")).content.decode()


def test_it_works(world, case, signed):
    """Sealed by the list, it stands on the administrators' list of sealed cases, without a word of what is in it."""
    cora, alice = signed("cora"), signed("alice")
    assert case.reference in board(cora)
    answer = cora.post(reverse("retention-say", args=[case.pk]), {"rule": SEAL}, follow=True)
    assert "It is done." in answer.content.decode()
    assert cora.get(reverse("case", args=[case.pk])).status_code == 404
    assert case.reference not in board(cora)
    assert "a sealed case" in board(cora)
    assert case.reference in board(alice)
    assert cora.get(reverse("sealed-cases")).status_code == 403
    listed = alice.get(reverse("sealed-cases")).content.decode()
    assert case.reference in listed
    assert "Vera" not in listed


def test_it_is_opened_again_by_two(world, case, signed):
    cora, alice = signed("cora"), signed("alice")
    page = reverse("sealed-case", args=[sealed(world, case).pk])
    assert "Vera" not in alice.get(page).content.decode()
    assert "Write why" in alice.post(page, {"why": "court"}).content.decode()
    alice.post(page, {"why": "court", "reason": "An order of the court."})
    with seeing_sealed():
        asked = RetentionStep.objects.get(case=case, kind="unseal")
    assert "Say so too" not in board(alice)
    assert "Say so too" in board(cora)
    mine = alice.post(reverse("retention-second", args=[asked.pk]), follow=True).content.decode()
    assert "Two people have to say this, and you said it first." in mine
    cora.post(reverse("retention-second", args=[asked.pk]))
    assert cora.get(reverse("case", args=[case.pk])).status_code == 200
    assert alice.get(page).status_code == 404


def test_it_is_purged_by_two(world, case, signed):
    cora, alice = signed("cora"), signed("alice")
    said = cora.post(reverse("retention-say", args=[case.pk]), {"rule": PURGE}, follow=True).content.decode()
    assert "A second person has to say so too." in said
    step = RetentionStep.objects.running().get(case=case)
    alice.post(reverse("retention-second", args=[step.pk]))
    with seeing_sealed():
        assert MediationCase.objects.get(pk=case.pk).state == "purged"
    assert case.reference not in board(alice)


def test_what_keeps_a_case_stands_on_the_list(world, case, signed):
    place_hold(actor=world.cora, case=case, now=LATER, reason="A subpoena.")
    page = board(signed("cora"))
    assert "A legal hold keeps this case as it is." in page
    assert "Purge it" not in page
    assert "Seal it" in page
    answer = signed("cora").post(reverse("retention-say", args=[case.pk]), {"rule": PURGE}, follow=True)
    assert "A legal hold keeps this case as it is." in answer.content.decode()


def test_a_hold_is_placed_and_lifted_on_the_page_of_a_case(world, case, signed):
    browser, page = signed("cora"), reverse("case-retention", args=[case.pk])
    assert "Write why" in browser.post(page, {"kind": "hold", "hold-reason": ""}).content.decode()
    browser.post(page, {"kind": "hold", "hold-reason": "A subpoena of the county."})
    assert "A subpoena of the county." in browser.get(page).content.decode()
    assert (
        "Nothing of this case is destroyed while it is held."
        in browser.get(reverse("case", args=[case.pk])).content.decode()
    )
    hold = RetentionStep.objects.holds().get()
    lift = reverse("hold-lift", args=[hold.pk])
    assert "Write why" in browser.post(lift, {"reason": ""}).content.decode()
    assert browser.post(lift, {"reason": "The court is done."}).status_code == 302
    assert browser.get(lift).status_code == 404
    assert "The court is done." in browser.get(page).content.decode()


def test_it_is_sealed_on_request_with_a_reason(world, case, signed):
    browser, page = signed("cora"), reverse("case-retention", args=[case.pk])
    assert "Write why" in browser.post(page, {"kind": "seal", "ask-reason": ""}).content.decode()
    place_hold(actor=world.cora, case=case, now=LATER, reason="A subpoena.")
    refused = browser.post(page, {"kind": "purge", "ask-reason": "They ask for it."})
    assert refused.status_code == 409
    assert "A legal hold keeps this case as it is." in refused.content.decode()
    assert "They ask for it." in refused.content.decode()
    assert browser.post(page, {"kind": "seal", "ask-reason": "They ask for it."}).status_code == 302
    assert browser.get(page).status_code == 404


def test_what_was_said_is_taken_back(world, case, signed):
    keep(world, notice_days=10)
    browser = signed("cora")
    browser.post(reverse("retention-say", args=[case.pk]), {"rule": SEAL})
    step = RetentionStep.objects.running().get()
    browser.post(reverse("retention-take-back", args=[step.pk]))
    assert not RetentionStep.objects.running().exists()
    assert browser.post(reverse("retention-take-back", args=[step.pk])).status_code == 404


def test_a_rule_is_made_in_the_form_and_stands_in_the_draft(world, signed):
    browser = signed("alice")
    page = reverse("own-part-add", args=["retention"])
    assert "Choose what becomes of the case" in browser.post(page, {}).content.decode()
    told = {"action": "seal", "months": 24, "clock": "closed", "age": "juvenile", "groups": ["outcome"]}
    assert browser.post(page, told).status_code == 302
    made = draft_of(Program.objects.get()).policy.retention[-1]
    assert (made.months, made.age, made.groups, made.offences) == (24, "juvenile", ("outcome",), ())
    shown = browser.get(reverse("own-parts")).content.decode()
    assert "A person responsible was a minor" in shown
    assert browser.get(reverse("own-part", args=["retention", made.id])).status_code == 200


def test_a_field_of_the_program_can_be_counted_from(world, signed):
    fields = [
        {"id": "day-0000000b", "label": "Eighteenth birthday"},
        {"id": "day-0000000c", "label": "A sealed day", "is_personal": True},
    ]
    keep(world, fields=fields)
    page = signed("alice").get(reverse("own-part-add", args=["retention"])).content.decode()
    assert "Eighteenth birthday" in page
    assert "A sealed day" not in page


def unpacked(answer):
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return archive.read("about-you.html").decode(), json.loads(archive.read("about-you.json"))


def test_somebody_gets_what_is_held_about_them_and_nothing_of_the_other_side(world, signed):
    case = make_case(world, "agreement_pending")
    victim, offender = parties(case)
    make_item(case, world, beneficiary=victim)
    browser = signed("alice")
    make_complaint(actor=_outsider(victim), now=LATER, form_key=victim.pk, text="Nobody called me back.")
    before = AuditEntry.objects.filter(kind="export").count()
    page, data = unpacked(browser.post(reverse("person-export", args=[victim.pk])))
    audit.flush()
    assert AuditEntry.objects.filter(kind="export").count() == before + 1
    for words in (page, json.dumps(data)):
        assert "Vera Victim" in words
        assert "Evenings only" in words
        assert "Nobody called me back." in words
        assert "Oskar" not in words
        assert "555 0100" not in words
    assert data["sections"]["person"][0]["Name"] == "Vera Victim"
    theirs = unpacked(signed("cora").post(reverse("person-export", args=[offender.pk])))
    assert "Oskar Offender" in theirs[0]
    assert "Vera" not in theirs[0] + json.dumps(theirs[1])
    assert (
        "Nobody called me back."
        not in unpacked(signed("cora").post(reverse("person-export", args=[victim.pk])))[0]
    )
    assert signed("mia").get(reverse("person-export", args=[victim.pk])).status_code == 403


def _outsider(person):
    from amends.accounts.access import PARTICIPANT, Outsider

    return Outsider(PARTICIPANT, person.pk)


def test_it_is_not_made_where_it_would_name_the_other_side(world, signed):
    victim, _offender = parties(make_case(world, "preparing"))
    victim.never_do = "Never call when Oskar Offender is there."
    victim.save()
    answer = signed("cora").post(reverse("person-export", args=[victim.pk]))
    assert answer.status_code == 409
    assert "names somebody of the other side" in answer.content.decode()
    assert "Oskar" not in answer.content.decode()
    assert Participant.objects.filter(pk=victim.pk).exists()


def test_a_suspected_guardian_is_given_nothing(world, signed):
    child, _offender = parties(make_case(world, "preparing"))
    told = {"role": "guardian", "person": Person("Gert Guardian")}
    guardian = add_participant(actor=world.cora, case=child.case, now=NOW, **told)
    Representation.objects.create(
        participant=child, by=guardian, kind="guardian", is_suspected=True, since=NOW
    )
    answer = signed("alice").post(reverse("person-export", args=[guardian.pk]))
    assert answer.status_code == 409
    assert 'data-guard="export_for_trusted"' in answer.content.decode()
    Representation.objects.update(is_suspected=False)
    assert signed("alice").post(reverse("person-export", args=[guardian.pk])).status_code == 200


def test_a_purged_case_is_on_no_list(world, case, signed):
    sealed(world, case)
    with seeing_sealed():
        there = MediationCase.objects.get(pk=case.pk)
    propose_retention(actor=world.alice, case=there, now=LATER, kind="anonymise", reason="They ask.")
    assert "Anonymize" in board(signed("cora"))
    purged(world, there)
    for page in ("retention", "sealed-cases"):
        shown = signed("alice").get(reverse(page)).content.decode()
        assert case.reference not in shown
        assert "GONE-" not in shown
    assert fresh(world.cora)
    assert change_settings(actor=world.alice, now=NOW, values={"notice_days": 3}).policy.notice_days == 3
