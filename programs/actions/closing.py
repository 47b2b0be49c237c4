"""Bring a case to its end, early or after all that was agreed is settled."""

from datetime import datetime
from typing import Any

from amends import audit, outbox
from amends.actions import action
from programs.bookings import cancel_ahead
from programs.facts import CaseFacts
from programs.messages.stopping import stop_messages
from programs.models import Agreement, MediationCase, MediatorAssignment, Referral
from programs.models.agreement import AgreementState
from programs.models.case import CaseState, ClosureReason
from programs.receipts import publish_receipt
from programs.reports import report_of
from programs.surveys.planning import plan_surveys
from programs.taking import begin, move

AGREEMENT_AFTER = {
    ClosureReason.COMPLETED_WITH_AGREEMENT_FULFILLED: AgreementState.FULFILLED,
    ClosureReason.AGREEMENT_PARTIALLY_FULFILLED: AgreementState.PARTIALLY_FULFILLED,
    ClosureReason.AGREEMENT_UNFULFILLED_RETURNED: AgreementState.RETURNED_TO_REFERRER,
}


UNSIGNED = (AgreementState.DRAFT, AgreementState.PROPOSED)


@action
def begin_closing(
    *, actor: Any, case: MediationCase, now: datetime, reason: str, note: str = ""
) -> MediationCase:
    """Bring an open case to its end for a reason of the standard list; raises StepRefused.

    A session that was ahead is cancelled, and messages that were offered and not opened are taken back.
    """
    facts = begin("begin_closing", case=case, actor=actor, now=now, reason=reason)
    cancel_ahead(facts, actor)
    stop_messages(facts.case, actor=actor, now=now)
    facts.case.closure_reason = reason
    facts.case.closure_note = note
    facts.case.save(update_fields=["closure_reason", "closure_note"])
    _settle_agreement(facts, reason)
    move(facts, CaseState.CLOSING)
    plan_surveys(facts.anew())
    audit.record("closing_begun", facts.case, actor=actor, reason=reason)
    return facts.case


@action
def issue_report(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """Issue what the referrer is told (D1): whether and when it was taken on, met, agreed and kept; nothing else."""
    facts = begin("issue_report", case=case, actor=actor, now=now)
    facts.case.report = report_of(facts)
    facts.case.report_issued_at = now
    facts.case.save(update_fields=["report", "report_issued_at"])
    audit.record("report_issued", facts.case, actor=actor)
    return facts.case


@action
def close_case(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """Close a case: its mediator no longer sees it, and the referrer's receipt says that it is closed."""
    facts = begin("close_case", case=case, actor=actor, now=now)
    facts.case.closed_at = now
    facts.case.save(update_fields=["closed_at"])
    move(facts, CaseState.CLOSED)
    MediatorAssignment.objects.live().filter(case=facts.case).update(ended_at=now, private_note=None)
    audit.record("closed", facts.case, actor=actor, reason=facts.case.closure_reason)
    publish_receipt(Referral.objects.get(pk=facts.case.referral_id))
    if not facts.case.is_sample:
        outbox.queue("programs.tell_usage")
    return facts.case


def _settle_agreement(facts: CaseFacts, reason: str) -> None:
    agreement = facts.agreement
    if agreement is not None and agreement.state in UNSIGNED:
        agreement.state = AgreementState.DROPPED
        agreement.save(update_fields=["state"])
    # The signed one, which ran on while a newer version was written.
    Agreement.objects.filter(case=facts.case, state=AgreementState.ACTIVE).update(
        state=AGREEMENT_AFTER.get(ClosureReason(reason), AgreementState.BREACHED)
    )
