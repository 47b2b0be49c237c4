"""The guards as declared data: complete, listed, worded, and each of them seen to refuse by a test."""

import string
from pathlib import Path

import pytest

from programs import guards, urls
from programs.guards import GUARDS
from programs.models.case import CaseState
from programs.models.referral import ReferralState
from programs.steps import CASE_STEPS, REFERRAL_STEPS, STEPS, missing
from programs.views.pages import facts_of
from tests.programs.cast import NOW, make_case


def test_it_works(world):
    from types import SimpleNamespace

    from programs.models import Program

    case = make_case(world, "screening")
    request = SimpleNamespace(program=Program.objects.get())
    found = missing(STEPS["schedule_session"], facts_of(request, case))
    assert [reason.id for reason in found] == [
        "right_state",
        "minor_known",
        "acknowledgement_met",
        "contact_lawful",
        "risk_assessed_again",
        "choices_complete",
        "consents_live",
        "mediator_assigned",
    ]
    assert found[6].sentence == "Consent to take part is missing: offender, victim."
    assert all(reason.remedy and reason.source for reason in found)


def test_every_guard_stands_in_a_step_and_every_step_knows_its_guards():
    listed = {identifier for step in STEPS.values() for identifier in step.guards}
    assert listed == set(GUARDS)


def test_every_guard_is_seen_to_refuse_by_a_test():
    texts = [
        path.read_text() for path in Path(__file__).parent.rglob("test_*.py") if path.name != "test_guards.py"
    ]
    assert {name for name in GUARDS if not any(f'"{name}"' in text for text in texts)} <= {
        # A closing case has no session ahead by any way there is; the guard stands for the ways to come.
        "nothing_ahead",
    }


@pytest.mark.parametrize("guard", GUARDS.values(), ids=lambda guard: guard.id)
def test_every_placeholder_is_filled(guard):
    named = {
        name
        for text in (guard.sentence, guard.remedy)
        for _, name, _, _ in string.Formatter().parse(str(text))
        if name
    }
    assert not named or guard.words
    assert guard.rule
    assert str(guard.source)


def test_every_step_and_every_remedy_has_its_page():
    pages = {path.name for path in urls.urlpatterns}
    assert {step.page for step in STEPS.values()} <= pages
    assert {guard.page for guard in GUARDS.values() if guard.page} <= pages


def test_states_are_those_of_the_models():
    for step in CASE_STEPS:
        assert {*step.sources, *filter(None, [step.target])} <= set(CaseState.values)
    for step in REFERRAL_STEPS:
        assert {*step.sources, *filter(None, [step.target])} <= set(ReferralState.values)


def test_nothing_guards_the_withdrawal_of_consent():
    assert STEPS["withdraw_consent"].guards == ()


def test_an_unmet_guard_names_nobody(world):
    case = make_case(world, "screening")
    from programs.facts import CaseFacts
    from programs.models import Program

    facts = CaseFacts(case=case, program=Program.objects.get(), now=NOW)
    told = " ".join(guards.in_words(GUARDS["consents_live"], facts).sentence.split())
    assert "Vera" not in told
    assert "Oskar" not in told
