"""Assess the risk of a case, and let it have its effect at once (E7)."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.bookings import cancel_ahead
from programs.guards.risk import allows_session
from programs.holding import hold_if_stopped
from programs.models import MediationCase, RiskAssessment
from programs.models.case import CaseState
from programs.models.risk import RiskFactor, stage_of
from programs.taking import begin, move

BINDING = ("risk_bearable",)


@action
def record_risk(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    form_key: uuid.UUID,
    level: str,
    factors: Collection[str],
    reasons: str,
    safety_plan: str = "",
) -> RiskAssessment:
    """Add an assessment of the risk; the latest counts. Raises StepRefused, and ValueError for an unknown factor.

    A session that is not safe enough any more is cancelled; a case for which no safe way is left is put on hold. The
    same form sent again returns the assessment that it made the first time.
    """
    MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    made_before = RiskAssessment.objects.filter(case=case, form_key=form_key).first()
    if made_before is not None:
        audit.record("risk_assessed_again", case, actor=actor, assessment=made_before.pk)
        return made_before
    facts = begin("record_risk", case=case, actor=actor, now=now)
    assessment = RiskAssessment(
        case=facts.case,
        form_key=form_key,
        stage=stage_of(facts.case),
        level=level,
        factors=[RiskFactor(each).value for each in factors],
        reasons=reasons,
        has_safety_plan=bool(safety_plan.strip()),
        safety_plan=safety_plan,
        assessed_at=now,
        assessed_by=actor,
    )
    assessment.save(force_insert=True)
    audit.record("risk_assessed", facts.case, actor=actor, stage=assessment.stage, level=level)
    ahead = facts.session_ahead
    if hold_if_stopped(facts, actor, BINDING) or ahead is None:
        return assessment
    if not allows_session(facts.anew(), ahead.mode):
        cancel_ahead(facts, actor)
        move(facts, CaseState.READY)
    return assessment
