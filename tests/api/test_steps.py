"""Every step has an endpoint, made from what the page is made from; and a whole case is taken by the API alone."""

import dataclasses
import datetime as dt
import uuid

import pytest
import time_machine
from django import forms

from api.access import ACCESS
from api.v1.offers import name_of
from api.v1.questions import asked, kind_of
from api.v1.steps.ways import WAYS, way_of
from api.v1.urls import urlpatterns
from programs.doors import DOORS
from programs.models import AgreementItem, MediationCase, Program, RestitutionPayment
from programs.models.choice import Wish
from programs.steps import STEPS
from tests.api.rig import Software, assert_problem
from tests.api.test_referrals import ANSWERS
from tests.programs.cast import make_case, make_referral, parties, pay

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


def test_every_step_has_an_endpoint():
    names = {each.name for each in urlpatterns}
    by_receipt = {"withdraw_referral"}  # the referrer's, whose proof is the receipt and no token
    assert WAYS.keys() == STEPS.keys() - by_receipt
    for way in WAYS.values():
        assert name_of(way.step) in names
        assert ACCESS[name_of(way.step)] == way.step.roles


def test_a_new_step_without_a_way_stops_the_program_from_starting():
    new = dataclasses.replace(STEPS["mark_ready"], id="a_new_step")
    with pytest.raises(KeyError):
        way_of(new)


def test_every_question_of_every_step_has_its_form_in_json():
    for step_id, way in WAYS.items():
        for name, field in asked(way.form_class.base_fields).items():
            assert kind_of(field).schema(field)["type"], (step_id, name)


def test_a_field_that_nobody_has_thought_of_is_an_error():
    with pytest.raises(LookupError):
        kind_of(forms.DurationField())


@pytest.fixture
def targets(world):
    """One of everything that a step is about, in a case that is far along."""
    waiting, case = make_referral(), make_case(world, "monitoring")
    item = AgreementItem.objects.get()
    return {
        "case": case,
        "person": parties(case)[0],
        "item": item,
        "payment": pay(world, case, item),
        "referral": waiting,
    }


@pytest.mark.parametrize("step_id", WAYS)
def test_the_schema_names_what_the_form_asks(step_id, targets, software, world):
    """Fields that a form would add when it knows the case were missing from the schema."""
    step = STEPS[step_id]
    name = "sol" if step_id.startswith("override_") else "cora"
    path = f"{BELOW[step.about]}/{targets[step.about].pk}/steps/{step_id}/"
    said = software(name).ask(path).json()
    assert said["label"] == str(step.label)
    said = [each["name"] for each in said["questions"]]
    named = list(asked(WAYS[step_id].form_class.base_fields))
    assert said == [name for name in named if name in said or name not in OF_SOME_CASES]


# Asked where several people owe, and where money is paid.
OF_SOME_CASES = {"owers", "paid_by"}
BELOW = {"case": "cases", "person": "people", "item": "items", "payment": "payments", "referral": "referrals"}


def test_questions_that_name_people_need_the_scope_for_people(world, software, targets):
    shown = {step_id for step_id, way in WAYS.items() if way.shows_people}
    # What hands a referral on, and what joins two, names people of referrals.
    of_referrals = {"forward_referral", "join_referral"}
    assert shown == {step_id for step_id, door in DOORS.items() if door.reads} | of_referrals
    path = f"cases/{targets['case'].pk}/steps/sign_agreement/"
    answer = software("cora", "cases:write").ask(path)
    assert assert_problem(answer, 403, "scope_missing")["scopes"] == ["people:read"]


def test_who_can_be_chosen_is_said(world, software):
    case = make_case(world, "screening")
    questions = software().ask(f"cases/{case.pk}/steps/assign_mediator/").json()["questions"]
    mediator = next(each for each in questions if each["name"] == "mediator")
    assert {"value": str(world.mia.pk), "label": "Mia"} in mediator["choices"]


def test_a_mediator_of_another_role_is_refused_as_on_the_page(world, software):
    """403 for a step that is not theirs, 409 with the guards for one that is not possible."""
    case = make_case(world, "screening")
    sent = {"mediator": str(world.otto.pk), "supervisor": str(world.sol.pk), "connection": "none"}
    assert_problem(software("mia").send(f"cases/{case.pk}/steps/assign_mediator/", sent), 403, "not_allowed")
    Program.objects.update(type="probation")
    said = assert_problem(software().send(f"cases/{case.pk}/steps/assign_mediator/", sent), 409, "refused")
    assert "no_officer_of_department" in {each["id"] for each in said["unmet"]}


def test_a_choice_that_is_not_offered_is_refused(world, software):
    case = make_case(world, "screening")
    sent = {"mediator": str(uuid.uuid4()), "supervisor": str(world.sol.pk), "connection": "none"}
    answer = software().send(f"cases/{case.pk}/steps/assign_mediator/", sent)
    assert [each["pointer"] for each in assert_problem(answer, 400, "invalid")["errors"]] == ["#/mediator"]


@pytest.mark.parametrize("amount", ["1.250", "1,250", "1e3", 120.5, "-1", "12.345", "٣", "", " 1"])
def test_a_figure_has_one_way_to_be_written(amount, world, software, targets):
    """A page takes "1.250" for a thousand and more; software must not be guessed at."""
    sent = {"amount": amount, "paid_on": "2026-03-05", "means": "through_program"}
    answer = software().send(f"items/{targets['item'].pk}/steps/record_payment/", sent)
    assert [each["pointer"] for each in assert_problem(answer, 400, "invalid")["errors"]] == ["#/amount"]
    assert RestitutionPayment.objects.count() == 1


MEETING = {
    "purpose": "preparation",
    "channel": "in_person",
    "result": "reached",
    "day": "2026-11-21",
    "at": "09:30",
    "minutes": 45,
}
LAW = {"appeal": "none", "conviction": "convicted", "no_contact_order": "none"}
RISK = {"level": "low", "factors": ["children"], "reasons": "They go to one school.", "safety_plan": ""}
CONSENT = {"form": "written", "language": "en", "is_free": True}
PLACE = {"mode": "face_to_face", "place": "Library, room 2", "fits": ["who"], "fits_choices": True}
PAID = {"paid_on": "2026-11-24", "means": "through_program"}
ITEM = {"kind": "monetary_restitution", "text": "In two parts", "due_date": "2026-12-31"}


class Walk:
    """Takes a case from referral to end by the API, and insists that each step is taken."""

    def __init__(self, asking: Software, world):
        self.asking, self.world = asking, world
        self.referral = asking.send("referrals/", ANSWERS).json()["id"]
        accepted = self.take("referrals", self.referral, "accept_referral")
        assert accepted["subject"]["state"] == "accepted"
        self.case = accepted["made"]["id"]
        people = asking.ask(f"cases/{self.case}/people/").json()["results"]
        self.people = {person["role"]: person["id"] for person in people}

    def take(self, below, key, step, **answers):
        answer = self.asking.send(f"{below}/{key}/steps/{step}/", answers)
        assert answer.status_code == 200, (step, answer.json())
        assert answer.json()["step"] == step
        return answer.json()

    def on(self, step, **answers):
        return self.take("cases", self.case, step, **answers)

    def with_all(self, step, **answers):
        for person in self.people.values():
            self.take("people", person, step, **answers)

    def prepare(self):
        mediator, supervisor = str(self.world.mia.pk), str(self.world.sol.pk)
        self.on("begin_screening", coordinator=str(self.world.cora.pk))
        self.take("people", self.people["offender"], "record_contact", **MEETING)
        self.on("record_acknowledgement", answer="full")
        self.on("record_legal_posture", **LAW)
        self.on("record_risk", **RISK)
        self.on("record_substance", answer="something")
        self.on("assign_mediator", mediator=mediator, supervisor=supervisor, connection="none")
        self.on("begin_preparing")
        self.take("people", self.people["victim"], "record_contact", **MEETING)
        self.with_all("record_readiness", is_ready=True)
        self.with_all("record_minor", is_minor="no")
        wishes = {"who": "Her sister", "open": [wish for wish in Wish.values if wish != "who"]}
        choices = {"takes_part": True, "mode": "face_to_face"} | wishes
        self.take("people", self.people["victim"], "record_choices", **choices)
        self.on("record_mediator_readiness", mediator=mediator, is_ready=True)
        self.on("record_risk", **RISK)
        self.with_all("record_consent", **CONSENT)
        self.on("mark_ready")

    def agree(self):
        self.on("begin_agreement")
        item = self.on("add_agreement_item", amount="120.00", **ITEM)["made"]["id"]
        self.on("propose_agreement")
        self.on("sign_agreement", signed_by=list(self.people.values()))
        payment = self.take("items", item, "record_payment", amount="20.00", **PAID)["made"]["id"]
        self.take("payments", payment, "reverse_payment")
        self.take("items", item, "record_payment", amount="120.00", **PAID)

    def end(self):
        self.on("begin_closing", reason="completed_with_agreement_fulfilled", note="Thank you")
        told = {"purpose": "follow_up", "day": "2026-11-24", "survey_offered": True}
        self.with_all("record_contact", **MEETING | told)
        self.on("issue_report")
        return self.on("close_case")


def test_a_whole_case(world, software):
    with time_machine.travel(NOON, tick=False):
        walk = Walk(software(), world)
        walk.prepare()
        session = walk.on("schedule_session", day="2026-11-23", starts="14:30", ends="16:00", **PLACE)
        assert session["made"]["type"] == "session"
        assert session["subject"]["state"] == "scheduled"
    with time_machine.travel(NOON + dt.timedelta(days=3), tick=False):
        walk.on("record_held", attended=list(walk.people.values()))
        walk.agree()
        assert walk.end()["subject"]["state"] == "closed"
    assert MediationCase.objects.get(pk=walk.case).closure_note == "Thank you"
