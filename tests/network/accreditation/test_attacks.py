"""What somebody tries who forges addresses, keeps old pages open, presses twice, or does another's work."""

import uuid

import pytest
from django.utils import timezone

from network.accreditation.actions import hear_accreditation
from network.accreditation.models import Accreditation, Appeal, Evidence, State, Step
from network.oversight.actions import remove_officer
from network.oversight.models import Membership, Network, NetworkOfficer
from tests.amends.accounts.rig import sign_in
from tests.network.accreditation.made import answers_of, applied, in_state, said
from tests.network.oversight.made import made_member

PIPELINE = "/network/accreditation/"
WHY = {"why": "Because."}
PRESSES = {
    "assign": {},
    "declare": {"has_conflict": "no"},
    "finish": {"recommends": "accredited", "words": "All is there."},
    "decide": {"outcome": "accredited", **WHY},
    "suspend": WHY,
    "reinstate": WHY,
    "revoke": WHY,
    "appeal": {"upheld": "yes", "answer": "Yes."},
}


@pytest.fixture
def way_in(scene):
    """Sign somebody of the scene in."""
    return lambda name: sign_in("public", getattr(scene, name).email)


def everything(row):
    """Return all that a step could have changed."""
    fresh = Accreditation.objects.filter(pk=row.pk).values().get()
    steps = list(Step.objects.filter(accreditation=row).values_list("pk", flat=True))
    reviews = list(row.reviews.order_by("pk").values())
    appeals = list(Appeal.objects.filter(accreditation=row).values())
    return fresh, steps, reviews, appeals


@pytest.mark.parametrize("state", [State.APPLIED, State.UNDER_REVIEW, State.ACCREDITED, State.SUSPENDED])
@pytest.mark.parametrize(("name", "answer"), [("stranger", 404), ("analyst", 403), ("billing", 403)], ids=str)
def test_nobody_else_takes_any_step(scene, way_in, name, answer, state):
    row = in_state(scene, state, appeals=state == State.SUSPENDED)
    before, browser = everything(row), way_in(name)
    for what, told in PRESSES.items():
        sent = told | ({"reviewer": str(scene.reviewer.pk)} if what == "assign" else {})
        assert browser.post(f"{PIPELINE}{row.pk}/do/{what}/", sent).status_code == answer, what
        assert browser.get(f"{PIPELINE}{row.pk}/do/{what}/").status_code == answer, what
    found = {"result": "met", "words": "Fine."}
    for path in ("criteria/training/", "criteria/training/met/"):
        assert browser.post(f"{PIPELINE}{row.pk}/{path}", found).status_code == answer
    assert everything(row) == before


def test_forged_keys_are_not_there(scene, way_in):
    row, browser = in_state(scene, State.UNDER_REVIEW), way_in("officer")
    nobody = uuid.uuid4()
    assert browser.get(f"{PIPELINE}{nobody}/").status_code == 404
    assert browser.post(f"{PIPELINE}{nobody}/do/revoke/", WHY).status_code == 404
    assert browser.post(f"{PIPELINE}{row.pk}/do/bless/", WHY).status_code == 404
    assert browser.post(f"{PIPELINE}evidence/{nobody}/").status_code == 404
    assert way_in("reviewer").post(f"{PIPELINE}{row.pk}/criteria/nothing/", WHY).status_code == 404


def test_somebody_of_another_network_is_asked_to_review_by_a_forged_press(scene, way_in):
    row, browser = applied(scene), way_in("officer")
    for person in (scene.stranger.pk, scene.analyst.pk, uuid.uuid4(), "x"):
        assert browser.post(f"{PIPELINE}{row.pk}/do/assign/", {"reviewer": str(person)}).status_code == 200
    assert not row.reviews.exists()


def test_an_accreditor_does_not_answer_the_appeal_of_their_own_finding(scene, way_in):
    """Not as the reviewer who is also an officer, nor after another was asked in their place."""
    row = in_state(scene, State.REFUSED, appeals=True)
    scene.reviewer.roles = ["network_accreditor", "network_officer"]
    scene.reviewer.save()
    path, told = f"{PIPELINE}{row.pk}/do/appeal/", PRESSES["appeal"]
    row.reviews.update(ended_at=timezone.now())
    for name in ("reviewer", "officer"):
        refused = way_in(name).post(path, told)
        assert refused.status_code == 409, name
        assert 'data-guard="appeal_by_another"' in refused.content.decode(), name
    assert way_in("officer2").post(path, told).status_code == 302


@pytest.mark.parametrize(
    ("state", "what", "who"),
    [
        (State.UNDER_REVIEW, "decide", "officer2"),
        (State.ACCREDITED, "suspend", "officer2"),
        (State.ACCREDITED, "revoke", "officer2"),
        (State.SUSPENDED, "reinstate", "officer2"),
        (State.REFUSED, "appeal", "officer2"),
    ],
)
def test_a_second_press_changes_nothing(scene, way_in, state, what, who):
    row = in_state(scene, state, appeals=what == "appeal")
    browser, path = way_in(who), f"{PIPELINE}{row.pk}/do/{what}/"
    assert browser.post(path, PRESSES[what]).status_code == 302
    after = everything(row)
    again = browser.post(path, PRESSES[what])
    assert again.status_code == 409
    assert "data-guard=" in again.content.decode()
    assert everything(row) == after


def test_a_page_that_was_left_open_over_a_decision_writes_no_finding(scene, way_in):
    row = in_state(scene, State.ACCREDITED)
    late = way_in("reviewer").post(
        f"{PIPELINE}{row.pk}/criteria/training/", {"result": "met", "words": "Late."}
    )
    assert late.status_code == 409
    assert 'data-guard="accreditation_state"' in late.content.decode()
    assert "Late." in late.content.decode(), "nothing typed is lost"


def test_a_reviewer_who_was_replaced_goes_on_with_nothing(scene, way_in):
    row = in_state(scene, State.UNDER_REVIEW, done=False)
    asked = {"reviewer": str(scene.other.pk)}
    assert way_in("officer").post(f"{PIPELINE}{row.pk}/do/assign/", asked).status_code == 302
    browser = way_in("reviewer")
    for path, told in (
        ("criteria/training/", {"result": "met", "words": "Late."}),
        ("do/finish/", PRESSES["finish"]),
        ("do/declare/", PRESSES["declare"]),
    ):
        refused = browser.post(f"{PIPELINE}{row.pk}/{path}", told)
        assert refused.status_code == 409, path
        assert 'data-guard="is_the_reviewer"' in refused.content.decode(), path


def test_a_program_says_nothing_for_another(scene, beta):
    """Neither withdraws it, nor answers for its reviewer, nor takes its appeal, nor its annual return."""
    row = in_state(scene, State.UNDER_REVIEW)
    made_member(scene.network, beta)
    row.reviews.update(belongs=None, answered=0)
    before = everything(row)
    for changes in (
        {"wish": "withdrawn"},
        answers_of(row),
        {"appeal": "We appeal."},
        {"returns": [{"id": str(uuid.uuid4()), "words": "All is well."}]},
    ):
        told = said(scene, 50, id=str(row.pk), **changes)
        assert hear_accreditation(actor=None, tenant=beta, said=told, now=timezone.now()) is None
        assert everything(row) == before
    assert Accreditation.objects.filter(tenant=beta).count() == 0


def test_evidence_is_not_opened_by_whoever_left_the_network(scene, way_in):
    row = in_state(scene, State.UNDER_REVIEW)
    document = Evidence.objects.filter(accreditation=row).first()
    browser = way_in("other")
    remove_officer(actor=scene.officer, officer=NetworkOfficer.objects.get(user=scene.other.pk))
    assert browser.post(f"{PIPELINE}evidence/{document.pk}/").status_code in (302, 403), "signed out, too"


def test_a_member_of_another_network_is_out_of_reach(scene, way_in, beta):
    theirs = made_member(Network.objects.get(name="Other Network"), beta)
    browser = way_in("officer")
    for path in ("", "end/", "offer/"):
        assert browser.get(f"/network/members/{theirs.pk}/{path}").status_code == 404
        assert browser.post(f"/network/members/{theirs.pk}/{path}", WHY).status_code in (404, 405)
    assert Membership.objects.get(pk=theirs.pk).state == "member"
