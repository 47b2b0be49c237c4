"""Referrals by the API: sent by the same form and action as on the public page, read as on their page."""

import uuid

import pytest

from amends import audit
from amends.audit.models import AuditEntry
from programs.models import Program, Referral
from tests.api.rig import assert_problem, newest_entry
from tests.programs.cast import make_case, make_referral

ANSWERS = {
    "referrer_class": "police",
    "office_name": "Riverside Police",
    "referrer_name": "Rita Referrer",
    "referrer_email": "rita@police.example",
    "stage": "post_charge",
    "offences": ["theft", "threats"],
    "summary": "A bicycle was taken.\nIt was found.",
    "offender_name": "Oskar Offender",
    "victim_name": "Vera Victim",
    "victim_phone": "555 0199",
    "victim_note": "Evenings only",
}


def test_it_works(software, world):
    answer = software().send("referrals/", ANSWERS)
    assert answer.status_code == 201
    referral = Referral.objects.get()
    assert answer.json() == {
        "id": str(referral.pk),
        "reference": referral.reference,
        "state": "submitted",
        "is_sample": False,
        "submitted_at": answer.json()["submitted_at"],
    }
    assert answer.headers["Location"] == f"http://alpha.localhost/api/v1/referrals/{referral.pk}/"
    assert referral.office.name == "Riverside Police"
    assert {each.offence_class for each in referral.offences.all()} == {"theft", "threats"}
    found = {person.role: person.name for person in referral.participants.all()}
    assert found == {"offender": "Oskar Offender", "victim": "Vera Victim"}
    audit.flush()
    entry = AuditEntry.objects.get(verb="submitted")
    assert entry.actor == f"accounts.user:{world.cora.pk}"


def test_only_what_must_be_said_must_be_sent(software):
    least = ("referrer_class", "referrer_name", "stage", "offences", "offender_name")
    sent = {name: ANSWERS[name] for name in least} | {
        "referrer_class": "community",
        "referrer_phone": "555 0100",
    }
    assert software().send("referrals/", sent | {"victim_name": None}).status_code == 201
    assert Referral.objects.get().participants.count() == 1


def test_it_is_read_as_it_came(software):
    asking = software()
    where = asking.send("referrals/", ANSWERS).headers["Location"]
    referral = asking.get(where).json()
    assert referral["summary"] == ANSWERS["summary"]
    assert referral["referrer_email"] == "rita@police.example"
    assert referral["office"]["kind"] == "police"
    assert referral["offences"] == ["theft", "threats"]
    steps = {step["id"]: [each["id"] for each in step["unmet"]] for step in referral["steps"]}
    assert steps == {
        "begin_review": [],
        "accept_referral": [],
        "decline_referral": [],
        "forward_referral": [],
        "keep_for_victim": ["kept_for_victim"],
    }
    assert "Vera" not in str(referral)
    people = asking.get(f"{where}people/").json()["results"]
    assert {person["name"] for person in people} == {"Oskar Offender", "Vera Victim"}
    assert "Evenings only" in {person["contact_note"] for person in people}


def test_its_people_are_for_whoever_may_read_people(software):
    referral = make_referral()
    answer = software("cora", "referrals:read").ask(f"referrals/{referral.pk}/people/")
    assert assert_problem(answer, 403, "scope_missing")["scopes"] == ["people:read"]


def test_reading_is_on_record(software, world):
    referral = make_referral()
    asking = software()
    for path, kind in (
        (f"referrals/{referral.pk}/", "programs.referral"),
        (f"referrals/{referral.pk}/people/", "programs.participant"),
        ("referrals/", "programs.referral"),
    ):
        asking.ask(path)
        entry = newest_entry()
        assert (entry.kind, entry.object_type, entry.facts["purpose"]) == ("read", kind, "api"), path


def test_those_in_a_state(software, world):
    make_case(world)
    waiting = make_referral()
    rows = software().ask("referrals/", state="submitted").json()["results"]
    assert [row["id"] for row in rows] == [str(waiting.pk)]
    assert len(software().ask("referrals/", state=["submitted", "accepted"]).json()["results"]) == 2


def test_an_accepted_one_names_its_case(software, world):
    case = make_case(world)
    assert software().ask(f"referrals/{case.referral_id}/").json()["case"] == str(case.pk)
    other = software("sol").ask(f"referrals/{case.referral_id}/").json()
    assert other["case"] is None, "a supervisor sees the cases that they supervise"


@pytest.fixture
def sandbox(world):
    Program.objects.update(verified_at=None)


def test_a_program_that_is_not_open_takes_nobody_real(sandbox, software):
    said = assert_problem(software().send("referrals/", ANSWERS), 409, "refused")
    assert {each["id"] for each in said["unmet"]} >= {"program_verified"}
    assert not Referral.objects.exists()


def test_it_takes_samples_to_practise_with(sandbox, software):
    answer = software().send("referrals/", ANSWERS | {"is_sample": True})
    assert answer.status_code == 201
    assert answer.json()["is_sample"] is True
    assert Referral.objects.get().is_sample


def test_an_open_program_takes_no_samples(software):
    answer = software().send("referrals/", ANSWERS | {"is_sample": True})
    (found,) = assert_problem(answer, 400, "invalid")["errors"]
    assert found["pointer"] == "#/is_sample"
    assert not Referral.objects.exists()


def test_a_stage_that_the_program_does_not_take_is_refused_as_on_the_page(software):
    answer = software().send("referrals/", ANSWERS | {"stage": "post_release"})
    assert [each["pointer"] for each in assert_problem(answer, 400, "invalid")["errors"]] == ["#/stage"]


def test_sending_needs_its_scope(software):
    answer = software("cora", "referrals:read").send("referrals/", ANSWERS)
    assert_problem(answer, 403, "scope_missing")
    assert not Referral.objects.exists()


def test_sending_does_not_mean_reading(software):
    asking = software("cora", "referrals:write")
    assert asking.send("referrals/", ANSWERS).status_code == 201
    assert_problem(asking.ask("referrals/"), 403, "scope_missing")
    assert_problem(asking.ask(f"referrals/{Referral.objects.get().pk}/"), 403, "scope_missing")


def test_the_same_key_is_the_same_referral_even_when_its_answer_is_forgotten(software):
    """The key of the form is made from the key of the request."""
    from api.models import KeptAnswer

    asking, key = software(), str(uuid.uuid4())
    first = asking.send("referrals/", ANSWERS, key=key).json()
    KeptAnswer.objects.all().delete()
    assert asking.send("referrals/", ANSWERS, key=key).json()["id"] == first["id"]
    assert Referral.objects.count() == 1
