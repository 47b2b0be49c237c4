"""A standard is read before it is taken over, changed as a draft, and published as a version that says what changed."""

import pytest
from django.utils import timezone

from network.accreditation.actions import adopt_standard
from network.accreditation.models import Accreditation, Standard, State
from network.accreditation.starters import STARTERS
from network.oversight.models import Network
from tests.amends.accounts.rig import sign_in
from tests.network.accreditation.made import in_state

STANDARDS = "/network/accreditation/standards/"
OURS = f"{STANDARDS}practitioner/"
TRAINING = {
    "title_en": "Everybody is trained well",
    "title_fr": "Tout le monde est bien formé",
    "text_en": "Each mediator has had forty hours.",
    "evidence": ["training", "policy"],
    "weight": "5",
    "required": "on",
}


@pytest.fixture
def officer(scene):
    return sign_in("public", scene.officer.email)


def page_of(browser, path=f"{OURS}draft/"):
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_works(scene, officer):
    held = in_state(scene, State.ACCREDITED)
    assert officer.post(f"{OURS}draft/criteria/training/", TRAINING).status_code == 302
    added = TRAINING | {"title_en": "Language", "required": ""}
    assert officer.post(f"{OURS}draft/add/", added).status_code == 302
    assert officer.post(f"{OURS}draft/criteria/learning/drop/").status_code == 302
    rest = {"title_en": "Our standard", "renewal_months": "30", "sources": "A law\n\n A guide "}
    assert officer.post(f"{OURS}draft/", rest).status_code == 302
    draft = page_of(officer)
    for told in (
        "Everybody is trained well",
        "Its words are changed",
        "New, and not required",
        "Removed",
        "After 30 months, and not after",
        "The list is changed",
        "1 program is accredited by this standard",
        'value="2"',
    ):
        assert told in draft
    assert scene.version.standard.versions.count() == 1, "nothing is published yet"
    assert officer.post(f"{OURS}draft/publish/", {"number": "2"}).status_code == 302
    latest = scene.version.standard.versions.first()
    assert (latest.number, latest.title, latest.renewal_months) == (2, {"en": "Our standard"}, 30)
    keys = [each.id for each in latest.content.criteria]
    assert "learning" not in keys
    assert "language" in keys
    assert latest.content.sources == ("A law", "A guide")
    assert "Everybody is trained well" in page_of(officer, OURS)
    assert Accreditation.objects.get(pk=held.pk).by_id == scene.version.pk, "it keeps its version"


def test_a_starter_is_read_before_it_is_published(scene, officer):
    told = page_of(officer, "/network/accreditation/starters/service-provider/")
    starter = STARTERS["service-provider"]
    for each in starter.document.criteria:
        assert f'data-criterion="{each.id}"' in told
        for kind in each.kinds.split("; "):
            assert kind in told
    assert all(source[:30] in told for source in starter.document.sources)
    assert f"{STANDARDS}service-provider/adopt/" in told
    assert f"{OURS}adopt/" not in page_of(officer, "/network/accreditation/starters/practitioner/")
    assert not scene.network.standards.filter(slug="service-provider").exists(), "looking publishes nothing"


def test_a_press_from_an_old_page_publishes_nothing(scene, officer):
    officer.post(f"{OURS}draft/criteria/training/", TRAINING)
    assert officer.post(f"{OURS}draft/publish/", {"number": "2"}).status_code == 302
    for number in ("2", "3", "x", ""):
        again = officer.post(f"{OURS}draft/publish/", {"number": number})
        assert again.status_code == 409
        assert 'data-guard="draft_as_read"' in again.content.decode()
    assert scene.version.standard.versions.count() == 2


@pytest.mark.parametrize("what", ["same", "none_required"])
def test_a_draft_that_is_none_of_a_standard_is_not_published(scene, officer, what):
    version = scene.version.content
    if what == "same":
        officer.post(f"{OURS}draft/criteria/training/", TRAINING)
        officer.post(f"{OURS}draft/discard/")
        guard = "draft_as_read"
    else:
        for each in version.criteria:
            if each.required:
                officer.post(f"{OURS}draft/criteria/{each.id}/drop/")
        guard = "a_criterion_is_required"
    refused = officer.post(f"{OURS}draft/publish/", {"number": "2"})
    assert refused.status_code == 409
    assert f'data-guard="{guard}"' in refused.content.decode()


def test_what_is_missing_is_said_and_nothing_typed_is_lost(officer):
    told = {"title_fr": "Seulement en français", "weight": "2"}
    answer = officer.post(f"{OURS}draft/add/", told)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Write what it asks for, in one language at least" in page
    assert "Choose at least one kind of document" in page
    assert "Seulement en français" in page
    gone = officer.post(f"{OURS}draft/criteria/nothing/", TRAINING)
    assert gone.status_code == 409
    assert 'data-guard="criterion_of_standard"' in gone.content.decode()
    assert "forty hours" in gone.content.decode()


def test_a_criterion_that_comes_back_has_a_key_of_its_own(scene, officer):
    """Else evidence and findings of the old one would be read as those of the new one."""
    officer.post(f"{OURS}draft/criteria/learning/drop/")
    officer.post(f"{OURS}draft/add/", TRAINING | {"title_en": "Learning"})
    keys = [
        each["id"]
        for each in Standard.objects.get(pk=scene.version.standard_id).draft["document"]["criteria"]
    ]
    assert "learning" not in keys
    assert "learning-2" in keys


def test_it_is_for_those_who_lead_the_network_and_no_other(scene):
    presses = ("publish/", "discard/", "criteria/training/drop/")
    for name, answer in (("analyst", 403), ("reviewer", 403), ("stranger", 404)):
        browser = sign_in("public", getattr(scene, name).email)
        for path in ("", "add/", "criteria/training/"):
            assert browser.get(f"{OURS}draft/{path}").status_code == answer, (name, path)
            assert browser.post(f"{OURS}draft/{path}", TRAINING).status_code == answer, (name, path)
        for path in presses:
            assert browser.post(f"{OURS}draft/{path}", {"number": "2"}).status_code == answer, (name, path)
        assert browser.get(OURS).status_code == (404 if name == "stranger" else 200)
    assert Standard.objects.get(pk=scene.version.standard_id).draft is None


def test_another_networks_standard_of_the_same_name_is_not_touched(scene):
    other = Network.objects.get(name="Other Network")
    theirs = adopt_standard(actor=None, network=other, slug="practitioner", now=timezone.now()).standard
    browser = sign_in("public", scene.stranger.email)
    assert browser.post(f"{OURS}draft/criteria/training/", TRAINING).status_code == 302
    assert browser.post(f"{OURS}draft/publish/", {"number": "2"}).status_code == 302
    assert (theirs.versions.count(), scene.version.standard.versions.count()) == (2, 1)
