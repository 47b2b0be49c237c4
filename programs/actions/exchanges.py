"""Go on by messages that the mediator passes on, or come back to a meeting (3.5)."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.models import MediationCase
from programs.models.case import CaseState
from programs.taking import begin, move


@action
def begin_exchange(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """Begin to pass messages on, as the person harmed chose; raises StepRefused."""
    facts = begin("begin_exchange", case=case, actor=actor, now=now)
    move(facts, CaseState.EXCHANGING)
    audit.record("exchange_begun", facts.case, actor=actor)
    return facts.case


@action
def return_to_meeting(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """Come back from messages to a meeting, when the person harmed chooses so; raises StepRefused."""
    facts = begin("return_to_meeting", case=case, actor=actor, now=now)
    move(facts, CaseState.READY)
    audit.record("returned_to_meeting", facts.case, actor=actor)
    return facts.case
