"""Screening: coordinator, acknowledgement (E1), the supervisor's override, and the way to preparing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from programs.actions import screening
from programs.models import EligibilityCheck
from tests.programs.cast import (
    NOW,
    assign,
    at,
    consent_of_both,
    make_case,
    make_severe_case,
    make_world,
    prepare_all,
    record_law,
)

REASON = "Both tell the same story apart from the hour."


def acknowledge(world, case, answer):
    return screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer=answer)


def prepare(world, case):
    return screening.begin_preparing(actor=world.cora, case=case, now=NOW)


def override(world, case, text=REASON, actor="sol"):
    return screening.override_acknowledgement(actor=world.people[actor], case=case, now=NOW, text=text)


def test_it_works(world):
    case = make_case(world, "screening")
    assert case.coordinator == world.cora
    acknowledge(world, case, "basic_facts")
    record_law(world, case)
    assign(world, case)
    assert prepare(world, case).state == "preparing"


def test_it_refuses_to_prepare_and_names_everything_that_is_missing(world, refused):
    case = make_case(world, "screening")
    assert refused(lambda: prepare(world, case)) == [
        "acknowledgement_met",
        "contact_lawful",
        "mediator_assigned",
    ]


@pytest.mark.parametrize("answer", ["disputed", "denied"])
def test_it_refuses_to_prepare_when_responsibility_is_not_acknowledged(world, refused, answer):
    case = make_case(world, "screening")
    record_law(world, case)
    assign(world, case)
    acknowledge(world, case, answer)
    assert refused(lambda: prepare(world, case)) == ["acknowledgement_met"]


def test_a_supervisor_lets_a_disputed_case_through_in_writing(world):
    case = make_case(world, "screening")
    record_law(world, case)
    acknowledge(world, case, "disputed")
    assign(world, case)
    assert override(world, case).result == "override"
    assert EligibilityCheck.objects.get(rule="E1").override_text == REASON
    assert prepare(world, case).state == "preparing"


def test_a_new_answer_takes_the_override_away(world, refused):
    case = make_case(world, "screening")
    record_law(world, case)
    acknowledge(world, case, "disputed")
    assign(world, case)
    override(world, case)
    acknowledge(world, case, "denied")
    assert refused(lambda: prepare(world, case)) == ["acknowledgement_met"]


def test_it_refuses_an_override_of_a_denial(world, refused):
    case = make_case(world, "screening")
    acknowledge(world, case, "denied")
    assign(world, case)
    assert refused(lambda: override(world, case)) == ["override_possible"]


def test_it_refuses_an_override_without_reasons(world, refused):
    case = make_case(world, "screening")
    acknowledge(world, case, "disputed")
    assign(world, case)
    assert refused(lambda: override(world, case, text="Fine by me")) == ["override_in_writing"]


def test_it_refuses_an_override_in_severe_violence(alpha, refused):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        case = make_severe_case(world, "screening")
        acknowledge(world, case, "disputed")
        assign(world, case)
        assert refused(lambda: override(world, case)) == ["override_possible"]


def test_a_coordinator_cannot_override(world):
    case = make_case(world, "screening")
    acknowledge(world, case, "disputed")
    with pytest.raises(PermissionDenied):
        override(world, case, actor="cora")


def test_it_refuses_a_coordinator_who_is_none(world, refused):
    case = make_case(world)
    begin = lambda: screening.begin_screening(actor=world.cora, case=case, now=NOW, coordinator=world.mia)  # noqa: E731
    assert refused(begin) == ["coordinator_set"]


def test_the_database_refuses_a_denial_that_passes(world):
    case = make_case(world, "screening")
    check = acknowledge(world, case, "denied")
    with pytest.raises(IntegrityError, match="eligibility_denied_never_passes"), transaction.atomic():
        EligibilityCheck.objects.filter(pk=check.pk).update(result="pass")


def test_ready_needs_both_sides_and_their_consent(world, refused):
    case = make_case(world, "intake", victim=None)
    ready = lambda: screening.mark_ready(actor=world.cora, case=case, now=NOW)  # noqa: E731
    assert refused(ready) == [
        "right_state",
        "each_prepared",
        "everybody_ready",
        "both_sides_known",
        "minor_known",
        "acknowledgement_met",
        "contact_lawful",
        "risk_assessed",
        "something_to_talk_about",
        "risk_assessed_again",
        "consents_live",
        "mediator_assigned",
    ]


def test_ready_needs_a_meeting_with_each_side_and_everybodys_word(world, refused):
    case = make_case(world, "preparing")
    consent_of_both(world, case)
    ready = lambda: screening.mark_ready(actor=world.cora, case=case, now=NOW)  # noqa: E731
    assert refused(ready) == [
        "each_prepared",
        "everybody_ready",
        "mediators_find_ready",
        "minor_known",
        "risk_assessed_again",
        "choices_complete",
    ]
    prepare_all(world, case)
    assert ready().state == "ready"


def test_the_law_is_asked_before_anybody_is_prepared(world, refused):
    case = make_case(world, "screening")
    acknowledge(world, case, "full")
    assign(world, case)
    for answer in ("unknown", "in_force"):
        record_law(world, case, no_contact_order=answer)
        assert refused(lambda: prepare(world, case)) == ["contact_lawful"]
    record_law(world, case, no_contact_order="exception", wording="Order 12: may meet in mediation")
    assert prepare(world, case).state == "preparing"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"appeal": "pending"}, "no_appeal_pending"),
        ({"appeal": "unknown"}, "no_appeal_pending"),
        ({"conviction": "not_convicted"}, "convicted"),
        ({"conviction": "unknown"}, "convicted"),
    ],
)
def test_after_sentence_an_appeal_or_no_conviction_stops_a_case(alpha, refused, answers, reason):
    with at(alpha):
        world = make_world(alpha, preset="severe_violence")
        case = make_severe_case(world, "screening")
        acknowledge(world, case, "full")
        for name in ("mia", "max"):
            assign(world, case, name)
        record_law(world, case, **answers)
        assert refused(lambda: prepare(world, case)) == [reason]


def test_a_church_program_asks_for_no_conviction(world):
    case = make_case(world, "screening")
    acknowledge(world, case, "full")
    assign(world, case)
    record_law(world, case, appeal="pending", conviction="not_convicted")
    assert prepare(world, case).state == "preparing"
