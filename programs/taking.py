"""How every step of a case is taken: lock it, look at the facts, refuse with every reason, move it on."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from amends import audit
from amends.accounts.access import Outsider
from programs.deadlines import due_on
from programs.facts import Asked, CaseFacts, ReferralFacts
from programs.guards import StepRefused
from programs.models import MediationCase, Program, Referral
from programs.models.case import CaseState
from programs.steps import STEPS, missing


def begin(step_id: str, *, case: MediationCase | None, actor: Any, now: datetime, **asked: Any) -> CaseFacts:
    """Lock a case and return its facts, if this step may be taken now; `@action` has asked for the actor's role.

    Raises MediationCase.DoesNotExist for a case that the person may not see, StepRefused with every unmet guard, and
    PermissionDenied when a party acts for anybody but themselves. The lock makes a form that was sent twice wait, and
    see the state it left.
    """
    if isinstance(actor, Outsider) and getattr(asked.get("person"), "pk", None) != actor.key:
        audit.denied(step_id, ("participant", actor.key), actor=actor, rule="self")
        raise PermissionDenied
    locked = MediationCase.objects.visible_to(actor).select_for_update().get(pk=case and case.pk)
    facts = CaseFacts(case=locked, program=Program.objects.get(), now=now, asked=Asked(**asked))
    return _checked(step_id, facts, actor)


def made_before(rows: QuerySet, *, case: MediationCase | None, actor: Any) -> Any:
    """Lock a case, and return the row that the same form made before; None when it is sent for the first time.

    The second of two presses waits here for the first. Raises MediationCase.DoesNotExist as `begin`.
    """
    MediationCase.objects.visible_to(actor).select_for_update().get(pk=case and case.pk)
    return rows.first()


def begin_on_referral(
    step_id: str, *, referral: Referral, actor: Any, now: datetime, has_receipt: bool = False, **asked: Any
) -> ReferralFacts:
    """Lock a referral and return its facts, if this step may be taken now; raises as `begin`.

    Whoever has its receipt (`has_receipt`) may reach it without an account.
    """
    rows = Referral.objects.all() if has_receipt else Referral.objects.visible_to(actor)
    locked = rows.select_for_update().get(pk=referral.pk)
    facts = ReferralFacts(referral=locked, program=Program.objects.get(), now=now, asked=Asked(**asked))
    return _checked(step_id, facts, actor)


def _checked(step_id: str, facts: Any, actor: Any) -> Any:
    reasons = missing(STEPS[step_id], facts)
    if reasons:
        refuse(step_id, facts.subject, actor, reasons)
    return facts


def refuse(step_id: str, subject: Any, actor: Any, reasons: list) -> None:
    """Note each unmet guard in the audit, where it outlives the rollback, and raise StepRefused."""
    for reason in reasons:
        audit.denied(step_id, subject, actor=actor, rule=reason.id)
    raise StepRefused(step_id, reasons)


def move(facts: CaseFacts, state: str) -> None:
    """Put the case into a state; the action that does so has checked that it may."""
    facts.case.state = state
    facts.case.state_since = facts.now
    if state != CaseState.ON_HOLD:
        facts.case.held_from = facts.case.hold_reason = ""
    set_due(facts)


def set_due(facts: CaseFacts, now: CaseFacts | None = None) -> None:
    """Store the case with the day by which its next step is due, from facts that are read anew, or just were."""
    facts.case.due_on = due_on(now or facts.anew())
    facts.case.save(update_fields=["state", "state_since", "due_on", "held_from", "hold_reason"])
