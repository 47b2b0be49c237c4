"""Bring a case to its end, early or after all that was agreed is settled."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.bookings import cancel_ahead
from programs.facts import CaseFacts
from programs.models import MediationCase, MediatorAssignment, Referral
from programs.models.agreement import AgreementState
from programs.models.case import CaseState, ClosureReason
from programs.receipts import publish_receipt
from programs.taking import begin, move

AGREEMENT_AFTER = {
    ClosureReason.COMPLETED_WITH_AGREEMENT_FULFILLED: AgreementState.FULFILLED,
    ClosureReason.AGREEMENT_PARTIALLY_FULFILLED: AgreementState.PARTIALLY_FULFILLED,
    ClosureReason.AGREEMENT_UNFULFILLED_RETURNED: AgreementState.RETURNED_TO_REFERRER,
}


@action
def begin_closing(
    *, actor: Any, case: MediationCase, now: datetime, reason: str, note: str = ""
) -> MediationCase:
    """Bring an open case to its end for a reason of the standard list; raises StepRefused.

    A session that was ahead is cancelled.
    """
    facts = begin("begin_closing", case=case, actor=actor, now=now, reason=reason)
    cancel_ahead(facts, actor)
    facts.case.closure_reason = reason
    facts.case.closure_note = note
    facts.case.save(update_fields=["closure_reason", "closure_note"])
    _settle_agreement(facts, reason)
    move(facts, CaseState.CLOSING)
    audit.record("closing_begun", facts.case, actor=actor, reason=reason)
    return facts.case


@action
def close_case(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """Close a case: its mediator no longer sees it, and the referrer's receipt says that it is closed."""
    facts = begin("close_case", case=case, actor=actor, now=now)
    facts.case.closed_at = now
    facts.case.save(update_fields=["closed_at"])
    move(facts, CaseState.CLOSED)
    MediatorAssignment.objects.live().filter(case=facts.case).update(ended_at=now)
    audit.record("closed", facts.case, actor=actor, reason=facts.case.closure_reason)
    publish_receipt(Referral.objects.get(pk=facts.case.referral_id))
    return facts.case


def _settle_agreement(facts: CaseFacts, reason: str) -> None:
    agreement = facts.agreement
    if agreement is None or agreement.state != AgreementState.ACTIVE:
        return
    agreement.state = AGREEMENT_AFTER.get(ClosureReason(reason), AgreementState.BREACHED)
    agreement.save(update_fields=["state"])
