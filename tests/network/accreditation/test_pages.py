"""A network's pages of accreditation: a whole application by the people of the network, looks, and the register."""

import pytest
from django.utils import timezone

from amends.outbox.models import Outbox
from network.accreditation.actions import hear_accreditation
from network.accreditation.models import Accreditation, Evidence, State
from network.accreditation.tasks import arrived_letter
from network.oversight.models import Look
from tests.amends.accounts.rig import sign_in
from tests.network.accreditation.made import applied, in_state, prove, said

PIPELINE = "/network/accreditation/"
CRITERIA = ("training", "supervision", "serious-harm", "learning", "impartial")


@pytest.fixture
def ways_in(scene):
    """The people of the network, each in a browser."""
    return {
        name: sign_in("public", getattr(scene, name).email)
        for name in ("officer", "officer2", "reviewer", "other", "analyst", "stranger")
    }


def told_of(browser, row, status=200):
    answer = browser.get(f"{PIPELINE}{row.pk}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_a_whole_application(scene, ways_in):
    row = applied(scene)
    prove(scene, row)
    path = f"{PIPELINE}{row.pk}/"
    assert "All of us are trained." in told_of(ways_in["officer"], row)
    asked = ways_in["officer"].post(f"{path}do/assign/", {"reviewer": str(scene.reviewer.pk)})
    assert asked.status_code == 302
    reviewer = ways_in["reviewer"]
    finding = {"result": "met", "words": "We saw it."}
    early = reviewer.post(f"{path}criteria/training/", finding)
    assert early.status_code == 409
    assert 'data-guard="declared_no_conflict"' in early.content.decode()
    assert "We saw it." in early.content.decode()
    assert reviewer.post(f"{path}do/declare/", {"has_conflict": "no"}).status_code == 302
    for each in CRITERIA:
        assert reviewer.post(f"{path}criteria/{each}/", finding).status_code == 302
    recommended = {"recommends": "accredited", "words": "All is there."}
    assert reviewer.post(f"{path}do/finish/", recommended).status_code == 302
    decided = {"outcome": "accredited", "why": "Well done."}
    own = reviewer.post(f"{path}do/decide/", decided)
    assert 'data-guard="another_person_decides"' in own.content.decode()
    early = ways_in["officer2"].post(f"{path}do/decide/", decided)
    assert 'data-guard="reviewer_compared"' in early.content.decode()
    row.reviews.update(belongs=False)
    assert ways_in["officer2"].post(f"{path}do/decide/", decided).status_code == 302
    assert 'data-state="accredited"' in told_of(ways_in["officer2"], row)


def test_the_pipeline_shows_how_each_stands_today(scene, ways_in):
    in_state(scene, State.RENEWAL_DUE)
    for name in ("officer", "analyst"):
        told = ways_in[name].get(PIPELINE, {"state": "renewal_due"}).content.decode()
        assert "Accredited, to be renewed" in told
        assert scene.tenant.name in told
    assert scene.tenant.name not in ways_in["officer"].get(PIPELINE, {"state": "accredited"}).content.decode()
    assert scene.tenant.name not in ways_in["stranger"].get(PIPELINE).content.decode()


def test_another_network_sees_nothing_of_it(scene, ways_in):
    row = in_state(scene, State.ACCREDITED)
    told_of(ways_in["stranger"], row, status=404)
    document = Evidence.objects.filter(accreditation=row).first()
    assert ways_in["stranger"].post(f"{PIPELINE}evidence/{document.pk}/").status_code == 404
    assert ways_in["stranger"].post(f"{PIPELINE}{row.pk}/do/revoke/", {"why": "No."}).status_code == 404
    assert ways_in["analyst"].get(f"{PIPELINE}{row.pk}/").status_code == 403


def test_whoever_opens_a_document_is_told_to_the_program(scene, ways_in):
    row = in_state(scene, State.UNDER_REVIEW)
    document = Evidence.objects.filter(accreditation=row).first()
    answer = ways_in["reviewer"].post(f"{PIPELINE}evidence/{document.pk}/")
    assert answer.content == b"We train everybody."
    assert answer.headers["Content-Disposition"].startswith("attachment")
    look = Look.objects.get(page="accreditation-evidence")
    assert (look.membership_id, look.officer_id) == (scene.member.pk, scene.reviewer.pk)


def test_the_register_and_the_badge_are_for_everybody(scene, at_platform):
    row = in_state(scene, State.ACCREDITED)
    path = f"/networks/{scene.network.slug}/register/"
    assert scene.tenant.name in at_platform.get(path).content.decode()
    for state in (State.SUSPENDED, State.REVOKED):
        Accreditation.objects.filter(pk=row.pk).update(state=state)
        assert scene.tenant.name not in at_platform.get(path).content.decode()


def test_standards_are_taken_over_and_closed(scene, ways_in):
    officer = ways_in["officer"]
    assert officer.post("/network/accreditation/standards/service-provider/adopt/").status_code == 302
    again = officer.post("/network/accreditation/standards/service-provider/adopt/")
    assert 'data-guard="standard_is_known"' in again.content.decode()
    assert officer.post("/network/accreditation/standards/nothing/adopt/").status_code == 404
    told = officer.get("/network/accreditation/standards/").content.decode()
    assert "Restorative Service Standards" in told
    assert officer.post("/network/accreditation/standards/practitioner/close/").status_code == 302
    scene.version.standard.refresh_from_db()
    assert scene.version.standard.closed_at is not None
    assert ways_in["analyst"].post("/network/accreditation/standards/practitioner/adopt/").status_code == 403


def test_officers_hear_that_something_arrived_and_not_of_whom(scene):
    row = applied(scene)
    (job,) = Outbox.objects.filter(job="accreditation.arrived")
    assert job.args == {"accreditation_id": str(row.pk), "what": "application"}
    letter = arrived_letter(user_id=scene.officer.pk, accreditation_id=row.pk, what="application")
    assert f"/network/accreditation/{row.pk}/" in letter.body
    assert scene.tenant.name not in letter.body + letter.subject
    assert arrived_letter(user_id=scene.stranger.pk, accreditation_id=row.pk, what="application") is None


def test_an_appeal_comes_once_and_only_against_a_decision(scene):
    row = in_state(scene, State.ACCREDITED)
    told = said(scene, 5, id=str(row.pk), appeal="No.")
    hear_accreditation(actor=None, tenant=scene.tenant, said=told, now=timezone.now())
    assert not hasattr(Accreditation.objects.get(pk=row.pk), "appeal")
    assert not Outbox.objects.filter(job="accreditation.arrived", args__what="appeal").exists()
