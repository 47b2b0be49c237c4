"""The page of a case's screening, and what there is to talk about (E8): each rule with its answer and its remedy."""

import pytest
from django.core.exceptions import PermissionDenied

from programs.actions import holding, screening
from programs.facts import CaseFacts
from programs.guards.eligibility import WHY_IT_RESTS
from programs.models import EligibilityCheck, Program
from programs.screening import LINES, count_met, findings
from programs.steps import STEPS
from programs.steps.declared import ELIGIBLE
from tests.programs.cast import NOW, assess, assign, fresh, make_case, record_law, talk

REASON = "They want to see that the other one is well, and say so."


def found(case, *open_steps):
    facts = CaseFacts(case=fresh(case), program=Program.objects.get(), now=NOW)
    return {each.rule.value: each for each in findings(facts, open_steps)}


def let_through(world, case, actor="sol"):
    return screening.override_substance(actor=world.people[actor], case=case, now=NOW, text=REASON)


def test_it_works(world, at_alpha):
    case = make_case(world, "screening")
    assess(world, case, level="medium", factors=["fear"], reasons="Vera told us.", safety_plan="One by one.")
    at_alpha.force_login(world.cora)
    page = at_alpha.get(f"/cases/{case.pk}/eligibility/")
    assert page.status_code == 200
    shown = page.content.decode()
    for told in ("Vera told us.", "One by one.", "Somebody is afraid", "Medium", "Not known yet", "Theft"):
        assert told in shown
    assert f"/cases/{case.pk}/law/" in shown
    assert "6 of 8 rules are met" in at_alpha.get(f"/cases/{case.pk}/").content.decode()


def test_every_rule_says_what_stands_in_its_way_and_where_it_is_answered(world):
    case = make_case(world, "screening")
    lines = found(case, "record_acknowledgement", "record_legal_posture", "record_risk", "record_substance")
    assert {rule: each.result.value for rule, each in lines.items()} == {
        "E1": "unknown",
        "E2": "pass",  # this program does not ask
        "E3": "pass",
        "E4": "unknown",
        "E5": "pass",
        "E6": "pass",
        "E7": "pass",
        "E8": "pass",
    }
    assert [reason.id for reason in lines["E4"].reasons] == ["contact_lawful"]
    assert [href for href, _label in lines["E1"].links] == [f"/cases/{case.pk}/acknowledgement/"]
    assert lines["E7"].by == world.cora
    assert lines["E7"].answer == "Low; to be assessed again once each side was met"


def test_results_follow_the_answers(world):
    case = make_case(world, "screening")
    record_law(world, case, no_contact_order="in_force")
    assert found(case)["E4"].result == "fail"
    record_law(world, case, no_contact_order="unknown")
    assert found(case)["E4"].result == "unknown"
    screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="disputed")
    assert found(case)["E1"].result == "fail"
    assign(world, case)
    assert [label for _href, label in found(case, "override_acknowledgement")["E1"].links] == [
        STEPS["override_acknowledgement"].label
    ]
    screening.override_acknowledgement(actor=world.sol, case=case, now=NOW, text=REASON)
    line = found(case, "override_acknowledgement")["E1"]
    assert (line.result, line.by, line.override_text) == ("override", world.sol, REASON)


def test_every_guard_of_screening_has_a_row_a_reason_to_rest_and_stands_in_the_steps():
    in_lines = [guard for line in LINES for guard in line.guards]
    assert sorted(in_lines) == sorted(WHY_IT_RESTS) == sorted(ELIGIBLE)
    for step in ("begin_preparing", "mark_ready", "schedule_session", "begin_exchange"):
        assert {*ELIGIBLE} <= {*STEPS[step].guards}


def test_all_rules_count(world):
    case = make_case(world, "preparing")
    assert count_met(CaseFacts(case=case, program=Program.objects.get(), now=NOW)) == (8, 8)


# Something to talk about


def test_nothing_begins_before_it_is_known_what_there_is_to_talk_about(world, refused):
    case = make_case(world, "screening")
    screening.record_acknowledgement(actor=world.cora, case=case, now=NOW, answer="full")
    record_law(world, case)
    assign(world, case)
    begin = lambda: screening.begin_preparing(actor=world.cora, case=case, now=NOW)  # noqa: E731
    for answer in ("unknown", "nothing"):
        talk(world, case, answer)
        assert refused(begin) == ["something_to_talk_about"]
    talk(world, case, "something")
    assert begin().state == "preparing"


def test_a_second_person_lets_a_case_through_of_which_nothing_is_left(world, refused):
    case = make_case(world, "screening")
    assign(world, case)
    talk(world, case, "nothing")
    assert let_through(world, case).result == "override"
    assert EligibilityCheck.objects.get(rule="E8").override_text == REASON
    assert found(case)["E8"].result == "override"
    talk(world, case, "nothing")
    assert found(case)["E8"].result == "fail"


def test_whoever_recorded_the_answer_does_not_let_it_through(world, refused):
    case = make_case(world, "screening")
    assign(world, case)
    talk(world, case, "nothing", actor=world.sol)
    assert refused(lambda: let_through(world, case)) == ["not_by_recorder"]


def test_only_what_is_not_there_is_let_through(world, refused):
    case = make_case(world, "screening")
    assign(world, case)
    assert refused(lambda: let_through(world, case)) == ["nothing_is_left"]


def test_a_coordinator_lets_nothing_through(world):
    case = make_case(world, "screening")
    talk(world, case, "nothing", actor=world.cora)
    with pytest.raises(PermissionDenied):
        let_through(world, case, actor="cora")


def test_when_nothing_is_left_later_the_case_rests_until_it_is_let_through(world, refused):
    case = make_case(world, "ready")
    talk(world, case, "nothing")
    held = fresh(case)
    assert (held.state, held.held_from, held.hold_reason) == ("on_hold", "ready", "screening")
    resume = lambda: holding.resume_case(actor=world.cora, case=case, now=NOW)  # noqa: E731
    assert refused(resume) == ["hold_reason_gone"]
    let_through(world, case)
    assert resume().state == "ready"


@pytest.mark.parametrize("name", ["max", "both"])
def test_a_mediator_of_another_case_does_not_see_it(world, at_alpha, name):
    case = make_case(world, "preparing")
    at_alpha.force_login(world.people[name])
    assert at_alpha.get(f"/cases/{case.pk}/eligibility/").status_code == 404


def test_its_mediator_sees_it(world, at_alpha):
    case = make_case(world, "preparing")
    at_alpha.force_login(world.mia)
    assert at_alpha.get(f"/cases/{case.pk}/eligibility/").status_code == 200
