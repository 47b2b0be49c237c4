"""What is about a person of a case is found before it leaves, and never said; what is not, is let pass."""

import io
import zipfile

import pytest

from amends.actions import Refused
from programs.accreditation.traces import found_in, found_in_file
from programs.actions import accreditation as actions
from programs.models import Participant
from tests.programs.accreditation.made import begun, copy_of, examined, upload
from tests.programs.cast import make_case, parties

CANARY = "Zebulon Canaryworth"


@pytest.fixture
def copy(world):
    """An application of a program with an open case of somebody."""
    victim, _offender = parties(make_case(world))
    victim.name = CANARY
    victim.save()
    assert Participant.objects.filter(pk=victim.pk).exists()
    return begun(world)


def docx(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        split = text.replace(" ", '</w:t></w:r><w:r><w:t xml:space="preserve"> ')
        package.writestr("word/document.xml", f"<w:p><w:r><w:t>{split}</w:t></w:r></w:p>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("We met Zebulon Canaryworth twice.", ["party"]),
        ("ZEBULON\u00a0CANARYWORTH", ["party"]),
        ("the Cánaryworth family", ["party"]),
        ("Date of birth: 4 May 2009", ["birth"]),
        ("03/04/2009", ["birth"]),
        ("Call (612) 555-0142.", ["telephone"]),
        ("Docket 27-CR-24117", ["docket"]),
        ("write to a.b@mail.example", ["email"]),
        ("We train 40 hours, in 12 sessions, since 2019.", []),
        ("Zebulons are antelopes.", []),
    ],
)
def test_it_is_found(copy, text, kinds):
    assert found_in(text) == kinds


@pytest.mark.parametrize(
    ("kind", "content", "found"),
    [
        ("txt", CANARY.encode(), ["party"]),
        ("docx", docx(f"About {CANARY} and us"), ["party"]),
        ("docx", docx("About nobody"), []),
        ("pdf", b"%PDF-1.7", ["unread"]),
        ("png", b"picture", ["unread"]),
    ],
)
def test_it_is_found_in_documents(copy, kind, content, found):
    assert found_in_file(kind, content) == found


def test_a_closed_case_is_not_compared(world):
    victim, _offender = parties(make_case(world, "closed"))
    victim.name = CANARY
    victim.save()
    assert found_in(CANARY) == []


def test_words_about_somebody_are_refused_and_not_kept(world, copy):
    with pytest.raises(Refused) as refusal:
        actions.answer_criterion(
            actor=world.alice, accreditation=copy.id, criterion="training", rating="fully", words=CANARY
        )
    assert [reason.id for reason in refusal.value.reasons] == ["words_name_nobody"]
    assert copy_of(copy.id).answers == {}


def test_a_name_of_a_file_is_looked_at_too(world, copy):
    with pytest.raises(Refused) as refusal:
        actions.hand_in_evidence(
            actor=world.alice,
            accreditation=copy.id,
            criterion="training",
            kind="training",
            examined=examined(),
            name="zebulon_canaryworth.txt",
        )
    assert [reason.id for reason in refusal.value.reasons] == ["evidence_name_names_nobody"]
    assert copy_of(copy.id).proofs == ()


def test_the_page_says_that_something_was_found_and_never_what(admin, copy):
    path = f"/networks/accreditation/{copy.id}/criteria/training/"
    said = {"rating": "fully", "words": "See the plan.", "kind": "training"}
    answer = admin.post(path, said | {"document": upload(f"Dear {CANARY},".encode())}, follow=True)
    told = answer.content.decode()
    assert "a name that is in an open case" in told
    assert "Zebulon" not in told
    assert "Canaryworth" not in told
    (proof,) = copy_of(copy.id).proofs
    assert (proof.state, proof.found) == ("to_confirm", ("party",))
    sent = admin.post(f"/networks/accreditation/{copy.id}/apply/").content.decode()
    assert 'data-guard="evidence_looked_at"' in sent
    confirm = f"/networks/accreditation/{copy.id}/evidence/{proof.id}/"
    assert admin.post(confirm, {"what": "confirm"}).status_code == 302
    assert copy_of(copy.id).proofs[0].state == "ready"
    assert admin.post(confirm, {"what": "withdraw"}).status_code == 302
    assert copy_of(copy.id).proofs == ()


def test_words_on_the_page_are_not_lost_when_they_are_refused(admin, copy):
    path = f"/networks/accreditation/{copy.id}/criteria/training/"
    answer = admin.post(path, {"rating": "partly", "words": "Call (612) 555-0142."})
    assert answer.status_code == 409
    assert 'data-guard="words_name_nobody"' in answer.content.decode()
    assert "Call (612) 555-0142." in answer.content.decode()
