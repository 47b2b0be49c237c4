"""Putting a case on hold, and taking it back to preparing or to its messages: what several actions share."""

from collections.abc import Iterable
from typing import Any

from amends import audit
from programs.bookings import cancel_ahead
from programs.facts import CaseFacts
from programs.guards import unmet
from programs.guards.eligibility import COMING_NEARER, why_it_rests
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


def hold_if_stopped(facts: CaseFacts, actor: Any, names: Iterable[str]) -> bool:
    """Put a case on hold that comes nearer, and of which a new answer says that it may not; return whether it was.

    `names` are the guards that the answer is about: of a case from before a rule there was, nothing else is asked.
    """
    reason = why_it_rests(facts.anew(), names) if facts.case.state in COMING_NEARER else ""
    if reason:
        hold(facts, actor, reason)
    return bool(reason)


NEEDS_EVERYBODY = (CaseState.READY, CaseState.SCHEDULED, CaseState.EXCHANGING)
"""States that a case leaves, back to preparing, when somebody is not with it any more, or not yet."""


def prepare_again(facts: CaseFacts, actor: Any) -> int:
    """Take a case back to preparing from where everybody has to be with it; return how many sessions were cancelled.

    A case that rests comes back to preparing then, instead of to where it was left.
    """
    cancelled = cancel_ahead(facts, actor)
    if facts.case.state in NEEDS_EVERYBODY:
        move(facts, CaseState.PREPARING)
    elif facts.case.held_from in NEEDS_EVERYBODY:
        facts.case.held_from = CaseState.PREPARING
        facts.case.save(update_fields=["held_from"])
    return cancelled


def exchange_again(facts: CaseFacts, actor: Any) -> None:
    """Take a case back to its messages, when what they need holds still: meanwhile it was not looked after.

    It is prepared again when somebody is not with it any more, or not yet, and rests while screening stands against it.
    """
    somebody_is_not = unmet(("each_prepared", "everybody_ready", "consents_live", "guardian_consents"), facts)
    move(facts, CaseState.PREPARING if somebody_is_not else CaseState.EXCHANGING)
    if reason := why_it_rests(facts):
        hold(facts, actor, reason)
