"""Put a case on hold, and take it up again (3.5)."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.holding import hold
from programs.models import MediationCase
from programs.taking import begin, move


@action
def put_on_hold(*, actor: Any, case: MediationCase, now: datetime, reason: str) -> MediationCase:
    """Put an open case on hold; a session that was ahead is cancelled; raises StepRefused."""
    facts = begin("put_on_hold", case=case, actor=actor, now=now)
    hold(facts, actor, reason)
    return facts.case


@action
def resume_case(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """Take a case up again where it was left; raises StepRefused."""
    facts = begin("resume_case", case=case, actor=actor, now=now)
    state = facts.case.held_from
    move(facts, state)
    audit.record("resumed", facts.case, actor=actor, state=state)
    return facts.case
