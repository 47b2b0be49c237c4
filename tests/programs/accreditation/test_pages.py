"""The program's pages of accreditation: what is missing, how it stands, the certificate, and what is refused."""

import datetime as dt

import pytest
from django.utils import timezone

from amends.actions import Refused
from programs.accreditation.letters import accreditation_letter
from programs.actions import accreditation as actions
from tests.programs.accreditation.made import WORDS, begun, copy_of, fill, pushed, send, upload

LIST = "/networks/accreditation/"


@pytest.fixture
def copy(world):
    return begun(world)


def page(browser, copy, rest="", status=200):
    answer = browser.get(f"{LIST}{copy.id}/{rest}")
    assert answer.status_code == status
    return answer.content.decode()


def take(world, copy, **changes):
    """Apply, and have the network answer."""
    fill(world, copy)
    return actions.take_accreditation(actor=None, word=pushed(send(world, copy), **changes))


def test_what_is_missing_is_told_before_anything_leaves(admin, world, copy):
    fill(world, copy, without=("supervision",))
    answer = admin.post(f"{LIST}{copy.id}/apply/")
    told = answer.content.decode()
    assert answer.status_code == 409
    assert 'data-guard="application_complete"' in told
    assert 'data-criterion="supervision" data-is-missing="yes"' in told
    assert copy_of(copy.id).state == "draft"
    assert copy_of(copy.id).number == 0, "nothing was said"
    fill(world, copy)
    assert admin.post(f"{LIST}{copy.id}/apply/").status_code == 302
    assert 'data-on-its-way="yes"' in page(admin, copy)


def test_it_is_begun_once(world, copy):
    with pytest.raises(Refused) as refusal:
        begun(world)
    assert [reason.id for reason in refusal.value.reasons] == ["accreditation_once"]


def test_findings_and_conditions_are_shown(admin, world, copy):
    condition = {
        "criterion": "training",
        "result": "partly",
        "words": "Nearly.",
        "condition": "Write the plan down.",
        "due": "2036-01-31",
        "is_open": True,
    }
    take(world, copy, state="provisional", findings=[condition])
    told = page(admin, copy)
    assert "Write the plan down." in told
    assert "Accredited with conditions" in told
    assert "Well done." in told
    said = {"rating": "fully", "words": "It is written down now."}
    assert admin.post(f"{LIST}{copy.id}/criteria/training/", said).status_code == 302
    assert copy_of(copy.id).answers["training"]["words"] == said["words"]


def test_the_certificate_is_there_as_long_as_it_holds(admin, world, copy):
    path = f"{LIST}{copy.id}/certificate/"
    assert admin.get(path).status_code == 302
    take(world, copy)
    answer = admin.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    ended = pushed(copy_of(copy.id), valid_until=(timezone.localdate() - dt.timedelta(days=1)).isoformat())
    actions.take_accreditation(actor=None, word=ended)
    assert admin.get(path).status_code == 302
    assert "Lapsed" in page(admin, copy)


def test_an_appeal_is_sent_once_and_in_time(admin, world, copy):
    path = f"{LIST}{copy.id}/appeal/"
    take(
        world,
        copy,
        state="refused",
        steps=[{"state": "refused", "why": "No.", "at": timezone.now().isoformat()}],
    )
    assert "Write something first" in admin.post(path, {"words": ""}).content.decode()
    assert admin.post(path, {"words": WORDS}).status_code == 302
    again = admin.post(path, {"words": "Once more."})
    assert again.status_code == 409
    assert 'data-guard="appeal_in_time"' in again.content.decode()
    assert "Once more." in again.content.decode()


def test_an_old_decision_is_not_appealed_against(world, copy):
    at = (timezone.now() - dt.timedelta(days=61)).isoformat()
    take(world, copy, state="refused", steps=[{"state": "refused", "why": "No.", "at": at}])
    told = {"actor": world.alice, "accreditation": copy.id, "words": WORDS, "now": timezone.now()}
    with pytest.raises(Refused) as refusal:
        actions.appeal_decision(**told)
    assert [reason.id for reason in refusal.value.reasons] == ["appeal_in_time"]


def test_a_return_is_given_once(admin, world, copy):
    take(world, copy, return_due=(timezone.localdate() + dt.timedelta(days=20)).isoformat())
    path = f"{LIST}{copy.id}/return/"
    assert path in page(admin, copy)
    assert admin.post(path, {"words": WORDS}).status_code == 302
    assert admin.post(path, {"words": WORDS}).status_code == 409
    assert len(copy_of(copy.id).returns) == 1


def test_administrators_hear_of_each_decision_and_of_nothing_else_in_it(world, copy):
    take(world, copy)
    told = {"user_id": world.alice.pk, "accreditation_id": copy.id}
    letter = accreditation_letter(**told, state="accredited")
    assert "State Network: Accredited" in letter.body
    assert f"{LIST}{copy.id}/" in letter.body
    assert "Well done." not in letter.body
    assert accreditation_letter(**told, state="revoked") is None
    assert accreditation_letter(**told | {"user_id": world.cora.pk}, state="accredited") is None


def test_an_older_word_changes_nothing(world, copy):
    taken = take(world, copy)
    late = pushed(taken, version=taken.version, state="revoked")
    assert actions.take_accreditation(actor=None, word=late).state == "accredited"


def test_only_administrators_come_here(world, at_alpha, copy):
    at_alpha.force_login(world.cora)
    assert at_alpha.get(f"{LIST}{copy.id}/").status_code == 403
    assert at_alpha.get(LIST).status_code == 403


def test_a_scanner_that_does_not_answer_is_told_as_that(admin, copy, settings, tmp_path):
    settings.AMENDS_CLAMD = f"unix://{tmp_path / 'nobody.sock'}"
    told = {"rating": "fully", "words": WORDS, "document": upload()}
    answer = admin.post(f"{LIST}{copy.id}/criteria/training/", told)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "the virus scanner does not answer" in page
    assert "training.txt" in page
    assert WORDS in page, "nothing typed is lost"
    assert copy_of(copy.id).proofs == ()
