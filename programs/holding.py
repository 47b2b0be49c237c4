"""The part of putting a case on hold that several actions share."""

from typing import Any

from amends import audit
from programs.bookings import cancel_ahead
from programs.facts import CaseFacts
from programs.models.case import CaseState
from programs.taking import move


def hold(facts: CaseFacts, actor: Any, reason: str) -> None:
    """Put the case of an action that has begun on hold."""
    case = facts.case
    cancel_ahead(facts, actor)
    case.held_from = CaseState.READY if case.state == CaseState.SCHEDULED else case.state
    case.hold_reason = reason
    move(facts, CaseState.ON_HOLD)
    audit.record("put_on_hold", case, actor=actor, reason=reason, state=case.held_from)
