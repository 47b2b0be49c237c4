"""Begin screening, and record what screening finds."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.guards.legal import LEGAL
from programs.holding import hold_if_stopped
from programs.models import EligibilityCheck, MediationCase
from programs.models.case import CaseState
from programs.models.eligibility import Acknowledgement, EligibilityResult, EligibilityRule, Legal, Substance
from programs.taking import begin, move

RESULT_OF = {
    Acknowledgement.FULL: EligibilityResult.PASS,
    Acknowledgement.BASIC_FACTS: EligibilityResult.PASS,
    Acknowledgement.DISPUTED: EligibilityResult.FAIL,
    Acknowledgement.DENIED: EligibilityResult.FAIL,
}


# What an answer means by itself; whether a program minds is asked of its policy each time (`guards.legal`).
LEGAL_RESULT = {
    Legal.NONE: EligibilityResult.PASS,
    Legal.CONVICTED: EligibilityResult.PASS,
    Legal.EXCEPTION: EligibilityResult.PASS,
    Legal.PENDING: EligibilityResult.FAIL,
    Legal.NOT_CONVICTED: EligibilityResult.FAIL,
    Legal.IN_FORCE: EligibilityResult.FAIL,
    Legal.UNKNOWN: EligibilityResult.UNKNOWN,
}


SUBSTANCE_RESULT = {
    Substance.SOMETHING: EligibilityResult.PASS,
    Substance.NOTHING: EligibilityResult.FAIL,
    Substance.UNKNOWN: EligibilityResult.UNKNOWN,
}


@action
def begin_screening(*, actor: Any, case: MediationCase, now: datetime, coordinator: Any) -> MediationCase:
    """Give the case a coordinator and begin screening; raises StepRefused."""
    facts = begin("begin_screening", case=case, actor=actor, now=now, coordinator=coordinator)
    facts.case.coordinator = coordinator
    facts.case.save(update_fields=["coordinator"])
    move(facts, CaseState.SCREENING)
    audit.record("screening_begun", facts.case, actor=actor, coordinator=coordinator.pk)
    return facts.case


@action
def record_acknowledgement(
    *, actor: Any, case: MediationCase, now: datetime, answer: str
) -> EligibilityCheck:
    """Record what the person responsible acknowledges (E1); a new answer takes the place of the old one.

    A case that was past screening and may not go on any more is put on hold.
    """
    facts = begin("record_acknowledgement", case=case, actor=actor, now=now)
    check, _made = EligibilityCheck.objects.update_or_create(
        case=facts.case,
        rule=EligibilityRule.ACKNOWLEDGEMENT,
        defaults={
            "answer": answer,
            "result": RESULT_OF[Acknowledgement(answer)],
            "override_text": "",
            "checked_at": now,
            "checked_by": actor,
        },
    )
    audit.record("acknowledgement_recorded", facts.case, actor=actor, answer=answer, result=check.result)
    hold_if_stopped(facts, actor, ("acknowledgement_met",))
    return check


@action
def override_acknowledgement(
    *, actor: Any, case: MediationCase, now: datetime, text: str
) -> EligibilityCheck:
    """Let a case go on although facts are disputed, in writing, as its supervisor (E1); raises StepRefused."""
    return _let_through(
        "override_acknowledgement",
        EligibilityRule.ACKNOWLEDGEMENT,
        "acknowledgement_overridden",
        actor,
        case,
        now,
        text,
    )


@action
def override_offence(*, actor: Any, case: MediationCase, now: datetime, text: str) -> EligibilityCheck:
    """Let a case go on whose offence is for specialists, in writing, as its supervisor (E5); raises StepRefused."""
    return _let_through(
        "override_offence", EligibilityRule.OFFENCE, "offence_overridden", actor, case, now, text
    )


@action
def override_substance(*, actor: Any, case: MediationCase, now: datetime, text: str) -> EligibilityCheck:
    """Let a case go on although nothing is left to talk about, in writing (E8); raises StepRefused."""
    return _let_through(
        "override_substance", EligibilityRule.SUBSTANCE, "substance_overridden", actor, case, now, text
    )


def _let_through(
    step: str, rule: str, verb: str, actor: Any, case: MediationCase, now: datetime, text: str
) -> EligibilityCheck:
    facts = begin(step, case=case, actor=actor, now=now, text=text, by=actor)
    check = facts.checks.get(rule) or EligibilityCheck(rule=rule)
    check.case = facts.case
    check.result = EligibilityResult.OVERRIDE
    check.override_text = text
    check.checked_at = now
    check.checked_by = actor
    check.save()
    audit.record(verb, facts.case, actor=actor)
    return check


@action
def record_substance(*, actor: Any, case: MediationCase, now: datetime, answer: str) -> EligibilityCheck:
    """Record whether there is something to talk about (E8); a new answer takes the place of the old one.

    A case that was past screening and may not go on any more is put on hold.
    """
    facts = begin("record_substance", case=case, actor=actor, now=now)
    check, _made = EligibilityCheck.objects.update_or_create(
        case=facts.case,
        rule=EligibilityRule.SUBSTANCE,
        defaults={
            "answer": answer,
            "result": SUBSTANCE_RESULT[Substance(answer)],
            "override_text": "",
            "checked_at": now,
            "checked_by": actor,
        },
    )
    audit.record("substance_recorded", facts.case, actor=actor, answer=answer)
    hold_if_stopped(facts, actor, ("something_to_talk_about",))
    return check


@action
def record_legal_posture(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    appeal: str,
    conviction: str,
    no_contact_order: str,
    wording: str = "",
) -> MediationCase:
    """Record where the matter stands with the law (E2, E3, E4); raises StepRefused.

    A case that was past screening and may not go on any more is put on hold.
    """
    facts = begin("record_legal_posture", case=case, actor=actor, now=now)
    for rule, answer, text in (
        (EligibilityRule.APPEAL, appeal, ""),
        (EligibilityRule.CONVICTION, conviction, ""),
        (EligibilityRule.NO_CONTACT_ORDER, no_contact_order, wording),
    ):
        EligibilityCheck.objects.update_or_create(
            case=facts.case,
            rule=rule,
            defaults={
                "answer": answer,
                "result": LEGAL_RESULT[Legal(answer)],
                "override_text": text,
                "checked_at": now,
                "checked_by": actor,
            },
        )
    audit.record(
        "legal_posture_recorded",
        facts.case,
        actor=actor,
        appeal=appeal,
        conviction=conviction,
        no_contact_order=no_contact_order,
    )
    hold_if_stopped(facts, actor, LEGAL)
    return facts.case


@action
def begin_preparing(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """End screening and begin to prepare the parties; raises StepRefused."""
    facts = begin("begin_preparing", case=case, actor=actor, now=now)
    move(facts, CaseState.PREPARING)
    audit.record("preparing_begun", facts.case, actor=actor)
    return facts.case


@action
def mark_ready(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """Say that both sides are ready to meet; raises StepRefused."""
    facts = begin("mark_ready", case=case, actor=actor, now=now)
    move(facts, CaseState.READY)
    audit.record("marked_ready", facts.case, actor=actor)
    return facts.case
