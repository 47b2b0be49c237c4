"""The six presets behave differently, each in a way that a sentence states."""

import re
from typing import Any

import pytest
from django.urls import reverse

from programs.actions.agreements import begin_agreement, mark_item
from programs.actions.closing import begin_closing
from programs.actions.exchanges import begin_exchange
from programs.actions.mediators import enrol_mediator
from programs.actions.program import UnableToSetUp, set_up_program
from programs.actions.referrals import accept_referral
from programs.actions.screening import (
    begin_preparing,
    override_acknowledgement,
    record_acknowledgement,
)
from programs.guards import StepRefused
from programs.models import AgreementItem, MediationCase, Mediator, Program
from programs.models.mediator import Standing
from programs.policy.versions import values_of
from programs.presets import PRESETS
from tests.conftest import HostClient
from tests.programs.cast import (
    NOW,
    World,
    assign,
    at,
    choose,
    make_case,
    make_item,
    make_referral,
    make_severe_case,
    make_world,
    open_page,
    parties,
    propose_and_sign,
    record_law,
)

TYPES = {
    "church": "church",
    "community_agency": "community_agency",
    "probation": "probation",
    "dispute_settlement": "dispute_settlement",
    "severe_violence": "church",
    "correctional": "other",
}
AFTER_SENTENCE = {"severe_violence", "correctional"}


@pytest.fixture(params=TYPES)
def preset(request) -> str:
    return request.param


@pytest.fixture
def program(alpha, preset) -> Any:
    """A program of each preset in turn, with mediators whom it assigns."""
    with at(alpha):
        yield of_preset(alpha, preset)


def of_preset(tenant: Any, preset: str) -> World:
    world = make_world(tenant, type=TYPES[preset], preset=preset)
    if preset == "correctional":
        stand("roster", world, *world.mediators)
    return world


def stand(standing: str, world: World, *names: str) -> None:
    """Change how mediators work here."""
    for name in names:
        enrol_mediator(actor=world.alice, user=world.people[name], standing=standing, now=NOW)
        world.mediators[name] = Mediator.objects.get(user=world.people[name])


def case_in(world: World, state: str) -> MediationCase:
    """Return a case that a program of this preset takes."""
    preset = Program.objects.get().preset
    if preset == "severe_violence":
        return make_severe_case(world, state)
    return make_case(world, state, stage="post_sentence" if preset in AFTER_SENTENCE else "post_charge")


def refusals(call: Any) -> list[str]:
    """Return which guards refuse a call; none, when it is done."""
    try:
        call()
    except StepRefused as refused:
        return [reason.id for reason in refused.reasons]
    return []


def acceptance(world: World, **changes: Any) -> list[str]:
    referral = make_referral(**changes)
    return refusals(lambda: accept_referral(actor=world.cora, referral=referral, now=NOW))


def test_it_works(world):
    program = Program.objects.get()
    assert (program.type, program.premise, PRESETS[program.preset].track) == ("church", "balanced", "vom")


def test_every_preset_is_tried_here():
    assert set(TYPES) == set(PRESETS)


def test_a_second_set_up_changes_nothing(world, alpha):
    again = set_up_program(
        actor=world.alice, tenant_id=alpha.id, name="Other", neutral_name="X", type="church", preset="church"
    )
    assert again.name == "Alpha Mediation"
    assert Program.objects.count() == 1


def test_a_preset_is_refused_for_another_type(world, alpha):
    with pytest.raises(UnableToSetUp):
        set_up_program(
            actor=world.alice,
            tenant_id=alpha.id,
            name="X",
            neutral_name="X",
            type="church",
            preset="probation",
        )


# Who may refer what


def test_only_a_dispute_settlement_center_takes_matters_outside_the_courts(program, preset):
    refused = acceptance(program, stage="community", referrer_class="victim_self", office_name="")
    assert refused == ([] if preset == "dispute_settlement" else ["stage_taken"])


def test_severe_violence_and_correctional_programs_take_nothing_before_the_sentence(program, preset):
    refused = acceptance(program, stage="post_charge", referrer_class="victim_self", office_name="")
    assert refused == (["stage_taken"] if preset in AFTER_SENTENCE else [])


def test_churches_and_dispute_settlement_centers_take_nothing_after_the_sentence(program, preset):
    refused = acceptance(program, stage="post_sentence", referrer_class="victim_self", office_name="")
    assert refused == (["stage_taken"] if preset in ("church", "dispute_settlement") else [])


@pytest.mark.parametrize("offence", ["sexual", "partner", "homicide"])
def test_the_gravest_offences_are_left_to_severe_violence_and_correctional_programs(program, preset, offence):
    refused = acceptance(
        program, stage="post_sentence", referrer_class="victim_self", office_name="", offences=[offence]
    )
    assert ("offences_taken" in refused) is (preset not in AFTER_SENTENCE)


def test_with_severe_violence_a_case_begins_with_the_person_harmed_alone(program, preset):
    stage = "post_sentence" if preset in AFTER_SENTENCE else "post_charge"
    refused = ["initiative_allowed"] if preset == "severe_violence" else []
    kept = (
        ["right_state", *refused] if refused else []
    )  # what the offender asks there waits for nobody's decision
    assert acceptance(program, stage=stage, referrer_class="offender_self", office_name="") == kept
    assert acceptance(program, stage=stage, referrer_class="judge", office_name="Court") == refused
    assert acceptance(program, stage=stage, referrer_class="victim_self", office_name="") == []


# Who mediates


def who_mediates(world: World) -> set[str]:
    """Try to assign somebody of each standing, and return the standings of those who were."""
    case = case_in(world, "screening")
    for name, standing in zip(("mia", "max", "both"), Standing.values, strict=True):
        stand(standing, world, name)
        assert refusals(lambda name=name: assign(world, case, name)) in ([], ["standing_allowed"])
    return {each.mediator.standing for each in case.assignments.select_related("mediator")}


@pytest.mark.parametrize("preset", ["church", "probation"], indirect=True)
def test_in_a_church_and_in_a_probation_program_volunteers_alone_mediate(program):
    assert who_mediates(program) == {"volunteer"}


@pytest.mark.parametrize("preset", ["community_agency", "severe_violence"], indirect=True)
def test_in_a_community_agency_and_after_severe_violence_staff_mediate_too(program):
    assert who_mediates(program) == {"volunteer", "staff"}


@pytest.mark.parametrize("preset", ["dispute_settlement"], indirect=True)
def test_in_a_dispute_settlement_center_those_on_its_roster_mediate_too(program):
    assert who_mediates(program) == {"volunteer", "roster"}


@pytest.mark.parametrize("preset", ["correctional"], indirect=True)
def test_in_a_correctional_program_no_volunteer_mediates(program):
    assert who_mediates(program) == {"staff", "roster"}


def test_only_in_a_probation_program_an_officer_mediates_no_case_at_all(program, preset):
    case = case_in(program, "screening")
    refused = refusals(lambda: assign(program, case, "otto"))
    assert refused == (["no_officer_of_department"] if preset == "probation" else [])


def test_only_severe_violence_needs_two_mediators(program, preset):
    case = case_in(program, "screening")
    record_acknowledgement(actor=program.cora, case=case, now=NOW, answer="full")
    record_law(program, case)
    assign(program, case)
    prepare = lambda: begin_preparing(actor=program.cora, case=case, now=NOW)  # noqa: E731
    assert refusals(prepare) == (["mediator_assigned"] if preset == "severe_violence" else [])
    if preset == "severe_violence":
        assign(program, case, "max")
        assert prepare().state == "preparing"


# What has to be clear before


def test_severe_violence_and_correctional_programs_wait_for_conviction_and_appeals(program, preset):
    case = case_in(program, "screening")
    record_acknowledgement(actor=program.cora, case=case, now=NOW, answer="full")
    record_law(program, case, appeal="pending", conviction="not_convicted")
    for name in ("mia", "max"):
        assign(program, case, name)
    refused = refusals(lambda: begin_preparing(actor=program.cora, case=case, now=NOW))
    assert refused == (["no_appeal_pending", "convicted"] if preset in AFTER_SENTENCE else [])


def test_severe_violence_and_correctional_programs_let_no_disputed_facts_through(program, preset):
    case = case_in(program, "screening")
    record_acknowledgement(actor=program.cora, case=case, now=NOW, answer="disputed")
    assign(program, case)
    reasons = "Both tell the same story apart from the hour."
    refused = refusals(lambda: override_acknowledgement(actor=program.sol, case=case, now=NOW, text=reasons))
    assert refused == (["override_possible"] if preset in AFTER_SENTENCE else [])


# How they have to do with each other


def test_a_church_a_probation_program_and_a_center_pass_no_letters_on(program, preset):
    case = case_in(program, "ready")
    choose(program, parties(case)[0], mode="letter_exchange")
    refused = refusals(lambda: begin_exchange(actor=program.cora, case=case, now=NOW))
    passes_no_letters = preset in ("church", "probation", "dispute_settlement")
    assert refused == (["exchange_offered"] if passes_no_letters else [])


def ways(page: Any) -> list[str]:
    """Return the ways to meet or write that a page offers, in their order."""
    return re.findall(r'name="(?:mode|answer)"[^>]*value="(\w+)"', page.content.decode())


def test_a_correctional_program_offers_letters_first_and_every_other_a_meeting(program, preset, at_alpha):
    case = case_in(program, "preparing")
    at_alpha.force_login(program.cora)
    victim = parties(case)[0]
    asked = ways(at_alpha.get(reverse("choices-record", args=[victim.pk])))
    assert asked[0] == ("letter_exchange" if preset == "correctional" else "face_to_face")
    assert asked[-1] == "no_preference"
    own = open_page(program, victim, HostClient("alpha.localhost"))
    own = own.post("/mine/wishes/1/", {"answer": "yes"}, follow=True)
    assert ways(own) == asked


def test_a_correctional_program_offers_a_meeting_in_one_room_after_the_gentler_ones(
    program, preset, at_alpha
):
    case = case_in(program, "ready")
    at_alpha.force_login(program.cora)
    offered = ways(at_alpha.get(reverse("session-schedule", args=[case.pk])))
    gentler_first = ["shuttle", "video_live", "face_to_face"]
    assert (offered[:3] == gentler_first) is (preset == "correctional")
    assert (offered[0] == "face_to_face") is (preset != "correctional")


# What is agreed


def test_after_severe_violence_an_agreement_is_written_only_if_the_person_harmed_asks(program, preset):
    case = case_in(program, "held")
    begin = lambda **asked: begin_agreement(actor=program.cora, case=case, now=NOW, **asked)  # noqa: E731
    assert refusals(begin) == (["agreement_allowed"] if preset == "severe_violence" else [])
    if preset == "severe_violence":
        assert begin(victim_asked=True)


def test_only_in_a_probation_program_a_breach_goes_back_to_the_officer(program, preset):
    case = case_in(program, "held")
    begin_agreement(actor=program.cora, case=case, now=NOW, victim_asked=True)
    make_item(case, program)
    propose_and_sign(program, case)
    (item,) = AgreementItem.objects.all()
    mark_item(actor=program.cora, case=case, now=NOW, item=item, status="not_achieved")
    end = lambda reason: begin_closing(actor=program.cora, case=case, now=NOW, reason=reason)  # noqa: E731
    assert refusals(lambda: end("offender_withdrew")) == (
        ["breach_returned"] if preset == "probation" else []
    )
    if preset == "probation":
        assert end("agreement_unfulfilled_returned").state == "closing"


def test_agencies_severe_violence_and_correctional_programs_say_that_the_victims_wishes_lead(
    program, preset, at_alpha
):
    at_alpha.force_login(program.cora)
    said = at_alpha.get(reverse("policy")).content.decode()
    assert ("The victim&#x27;s wishes lead" in said) is (preset in ("community_agency", *AFTER_SENTENCE))


def test_no_two_presets_are_the_same():
    policies = [values_of(preset.policy) for preset in PRESETS.values()]
    assert all(policies.count(policy) == 1 for policy in policies)
