"""Software records what people let the program pass on, and takes it back, as people do on the pages."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from amends import audit
from amends.audit.models import AuditEntry
from api.access import ACCESS
from api.models import KeptAnswer, Scope
from programs.access import ACCESS as PAGES
from programs.models import InformationRelease
from tests.api.rig import assert_problem
from tests.programs.cast import fresh, make_case, make_referral, parties


@pytest.fixture
def victim(world):
    return parties(make_case(world, "preparing"))[0]


def asking_for(person):
    return f"people/{person.pk}/steps/record_release/"


def leave(**changes):
    """Return what somebody signed."""
    day = timezone.localdate() + dt.timedelta(days=7)
    return {
        "recipient_kind": "agency",
        "recipient": "Lakeview Housing",
        "what": ["contact"],
        "purpose": "To find a flat",
        "last_day": day.isoformat(),
        "form": "written",
        "is_free": True,
    } | changes


def test_it_works(victim, software):
    asking = software()
    said = asking.ask(asking_for(victim)).json()
    assert [each["name"] for each in said["questions"]] == [
        "recipient_kind", "recipient", "what", "purpose", "last_day", "form", "is_free",
    ]  # fmt: skip
    told = asking.send(asking_for(victim), leave()).json()
    release = InformationRelease.objects.get()
    assert (told["step"], told["made"]) == (
        "record_release", {"type": "informationrelease", "id": str(release.pk)},
    )  # fmt: skip
    assert told["subject"]["reference"] == victim.case.reference
    assert (release.recipient, release.purpose) == ("Lakeview Housing", "To find a flat")
    (listed,) = asking.ask(f"people/{victim.pk}/releases/").json()["results"]
    assert (listed["id"], listed["recipient"], listed["purpose"], listed["is_live"]) == (
        str(release.pk), "Lakeview Housing", "To find a flat", True,
    )  # fmt: skip
    ended = asking.send(f"releases/{release.pk}/steps/revoke_release/", {}).json()
    assert ended["step"] == "revoke_release"
    assert fresh(release).revoked_at is not None
    assert not asking.ask(f"people/{victim.pk}/releases/").json()["results"][0]["is_live"]


def test_what_is_kept_of_it_names_nobody(victim, software):
    software().send(asking_for(victim), leave())
    kept = str([vars(each) for each in KeptAnswer.objects.all()])
    assert "Lakeview" not in kept
    assert "flat" not in kept


def test_the_same_key_is_one_release(victim, software):
    asking = software()
    for _again in range(2):
        assert asking.send(asking_for(victim), leave(), key="once").status_code == 200
    assert InformationRelease.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"what": []}, "what"),
        ({"is_free": False}, "is_free"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"last_day": "2099-01-01"}, "last_day"),
        ({"recipient_kind": "newspaper"}, "recipient_kind"),
    ],
)
def test_it_refuses_what_the_page_refuses(victim, software, changes, wrong):
    answer = software().send(asking_for(victim), leave(**changes))
    assert_problem(answer, 400, "invalid")
    assert wrong in answer.content.decode()
    assert not InformationRelease.objects.exists()


def test_a_case_that_has_ended_gets_no_more_of_them_and_ends_those_there_are(world, victim, software):
    asking = software()
    asking.send(asking_for(victim), leave())
    type(victim.case).objects.filter(pk=victim.case_id).update(state="closed", closure_reason="other")
    assert [each["id"] for each in asking.ask(asking_for(victim)).json()["unmet"]] == ["right_state"]
    answer = asking.send(asking_for(victim), leave())
    assert [each["id"] for each in answer.json()["unmet"]] == ["right_state"]
    release = InformationRelease.objects.get()
    assert asking.send(f"releases/{release.pk}/steps/revoke_release/", {}).status_code == 200
    assert fresh(release).revoked_at is not None


def test_somebody_of_a_referral_may_sign_before_there_is_a_case(world, software):
    person = make_referral().participants.get(role="victim")
    told = software().send(asking_for(person), leave()).json()
    assert told["subject"]["type"] == "referral"


def test_only_who_sees_the_person_may(victim, software):
    for asking in (software("max"),):
        assert asking.ask(asking_for(victim)).status_code == 404
        assert asking.send(asking_for(victim), leave()).status_code == 404
        assert asking.ask(f"people/{victim.pk}/releases/").status_code == 404
    assert software().send(f"releases/{uuid.uuid4()}/steps/revoke_release/", {}).status_code == 404


def test_it_takes_the_scopes_of_its_kind(victim, software):
    assert software("cora", Scope.CASES_WRITE).ask(f"people/{victim.pk}/releases/").status_code == 403
    assert software("cora", Scope.PEOPLE_READ).send(asking_for(victim), leave()).status_code == 403


def test_reading_and_writing_are_in_the_audit(victim, software):
    asking = software()
    asking.send(asking_for(victim), leave())
    asking.ask(f"people/{victim.pk}/releases/")
    audit.flush()
    assert AuditEntry.objects.filter(verb="release_recorded").exists()
    assert AuditEntry.objects.filter(kind="read", object_id=str(victim.pk)).exists()


def test_it_is_for_whom_the_pages_are():
    assert ACCESS["api-release-record"] == PAGES["release-add"]
    assert ACCESS["api-release-revoke"] == PAGES["release-revoke"]
    assert ACCESS["api-person-releases"] == PAGES["releases"]
