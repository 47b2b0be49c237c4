"""A network's pages of accreditation: a whole application by the people of the network, looks, and the register."""

import datetime as dt
import io

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook

from amends.outbox.models import Outbox
from network.accreditation.actions import hear_accreditation
from network.accreditation.models import Accreditation, Evidence, State
from network.accreditation.tasks import arrived_letter
from network.oversight.models import Look
from tests.amends.accounts.rig import sign_in
from tests.network.accreditation.made import answers_of, applied, in_state, prove, said

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
    told = said(scene, 9, id=str(row.pk), **answers_of(row))
    hear_accreditation(actor=None, tenant=scene.tenant, said=told, now=timezone.now())
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
    told = officer.get("/network/accreditation/standards/service-provider/").content.decode()
    assert "Restorative Service Standards" in told
    assert officer.post("/network/accreditation/standards/practitioner/close/").status_code == 302
    scene.version.standard.refresh_from_db()
    assert scene.version.standard.closed_at is not None
    assert officer.post("/network/accreditation/standards/practitioner/reopen/").status_code == 302
    scene.version.standard.refresh_from_db()
    assert scene.version.standard.closed_at is None
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


def test_the_list_is_saved_as_it_is_shown_with_what_is_late(scene, ways_in):
    row = in_state(scene, State.ACCREDITED)
    Accreditation.objects.filter(pk=row.pk).update(return_due=timezone.localdate() - dt.timedelta(days=3))
    officer = ways_in["officer"]
    page = officer.get(PIPELINE, {"state": "return_due"}).content.decode()
    assert "Overdue since" in page
    saved = officer.get("/network/accreditation.csv?state=return_due").content.decode()
    (line,) = [each for each in saved.splitlines() if scene.tenant.name in each]
    assert "Overdue since" in line
    assert "Accredited" in line
    assert scene.tenant.name not in officer.get("/network/accreditation.csv?state=applied").content.decode()
    book = load_workbook(io.BytesIO(officer.get("/network/accreditation.xlsx").content), read_only=True)
    assert scene.tenant.name in [cells[0] for cells in book.active.values]
    assert scene.tenant.name not in ways_in["stranger"].get("/network/accreditation.csv").content.decode()
    assert ways_in["analyst"].get("/network/accreditation.csv").status_code == 403


def test_a_reviewer_is_compared_anew_before_each_decision(scene, ways_in):
    """Whoever was given an account in the program after they were asked to review stands behind no accreditation."""
    row = in_state(scene, State.UNDER_REVIEW)
    path, decided = f"{PIPELINE}{row.pk}/do/decide/", {"outcome": "accredited", "why": "Well done."}
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2), tick=False):
        stale = ways_in["officer2"].post(path, decided)
        assert stale.status_code == 409
        assert 'data-guard="reviewer_compared_anew"' in stale.content.decode()
        assert "Well done." in stale.content.decode(), "nothing typed is lost"
        told = said(scene, 9, id=str(row.pk), **answers_of(row, belongs=True))
        hear_accreditation(actor=None, tenant=scene.tenant, said=told, now=timezone.now())
        refused = ways_in["officer2"].post(path, decided)
        assert 'data-guard="reviewer_outside_program"' in refused.content.decode()
        cleared = said(scene, 10, id=str(row.pk), **answers_of(row, belongs=False))
        hear_accreditation(actor=None, tenant=scene.tenant, said=cleared, now=timezone.now())
        refused = ways_in["officer2"].post(path, decided)
        assert 'data-guard="reviewer_outside_program"' in refused.content.decode(), "once one, always one"


def test_an_answer_to_an_earlier_asking_is_none_to_a_later_one(scene, ways_in):
    row = in_state(scene, State.UNDER_REVIEW)
    early = answers_of(row)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2), tick=False):
        path, decided = f"{PIPELINE}{row.pk}/do/decide/", {"outcome": "accredited", "why": "Well done."}
        assert ways_in["officer2"].get(path).status_code == 200, "which asks the program"
        for number, told in ((9, early), (10, {"answered": dict.fromkeys(early["answered"], 99)})):
            word = said(scene, number, id=str(row.pk), **{"belongs": {}, **told})
            hear_accreditation(actor=None, tenant=scene.tenant, said=word, now=timezone.now())
            assert ways_in["officer2"].post(path, decided).status_code == 409
        late = said(scene, 11, id=str(row.pk), **answers_of(row))
        hear_accreditation(actor=None, tenant=scene.tenant, said=late, now=timezone.now())
        assert ways_in["officer2"].post(path, decided).status_code == 302


def test_what_waits_is_on_the_first_page(scene, ways_in):
    def told(name):
        return ways_in[name].get("/network/").content.decode()

    row = applied(scene)
    assert "Somebody has to be asked to review it" in told("officer")
    assert scene.tenant.name not in told("analyst")
    assert scene.tenant.name not in told("stranger")
    ways_in["officer"].post(f"{PIPELINE}{row.pk}/do/assign/", {"reviewer": str(scene.reviewer.pk)})
    assert "You were asked to review it" in told("reviewer")
    assert "Nothing waits for an answer." in told("officer")
    row.reviews.update(done_at=timezone.now())
    assert "It is reviewed, and somebody else has to decide" in told("officer2")
