"""Schedule sessions, cancel them, and record how they went."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.bookings import book, cancel_ahead, end_session
from programs.facts import CaseFacts
from programs.models import MediationCase, Session
from programs.models.case import CaseState
from programs.models.session import SessionState
from programs.reminding import plan_reminder
from programs.surveys.planning import plan_surveys
from programs.taking import begin, move


@action
def schedule_session(  # noqa: PLR0913 - the parts of the form, by keyword only
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    form_key: uuid.UUID,
    mode: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    fits_choices: bool,
) -> Session:
    """Schedule a session with both sides' consent (C2), as the person harmed chose; raises StepRefused.

    `fits_choices` is what whoever schedules confirms: day, place and company are those that were chosen (3.7).
    The same form sent again returns the session that it made the first time.
    """
    MediationCase.objects.visible_to(actor).select_for_update().get(pk=case.pk)
    made_before = Session.objects.filter(case=case, form_key=form_key).first()
    if made_before is not None:
        audit.record("session_scheduled_again", case, actor=actor, session=made_before.pk)
        return made_before
    facts = begin(
        "schedule_session",
        case=case,
        actor=actor,
        now=now,
        starts_at=starts_at,
        ends_at=ends_at,
        mode=mode,
        fits_choices=fits_choices,
    )
    session = Session(
        case=facts.case,
        form_key=form_key,
        mode=mode,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        scheduled_by=actor,
    )
    book(session, facts, actor)
    plan_reminder(session, facts)
    move(facts, CaseState.SCHEDULED)
    audit.record(
        "session_scheduled", facts.case, actor=actor, session=session.pk, starts_at=starts_at, mode=mode
    )
    return session


@action
def cancel_session(*, actor: Any, case: MediationCase, now: datetime) -> MediationCase:
    """Cancel the session that is ahead; the case is ready for another; raises StepRefused."""
    facts = begin("cancel_session", case=case, actor=actor, now=now)
    cancel_ahead(facts, actor)
    move(facts, CaseState.READY)
    return facts.case


@action
def record_held(
    *,
    actor: Any,
    case: MediationCase,
    now: datetime,
    attended: Collection[uuid.UUID],
    minutes_late: int = 0,
    had_caucus: bool = False,
) -> Session:
    """Record that the session took place, and which participants were there; raises StepRefused.

    `had_caucus` says that the mediator spoke with each side alone: that it was so, and no word of it.
    """
    facts = begin("record_held", case=case, actor=actor, now=now, attended=frozenset(attended))
    session = _ahead(facts)
    session.attended = sorted(attended)
    session.minutes_late, session.had_caucus = minutes_late, had_caucus
    end_session(session, SessionState.HELD)
    move(facts, CaseState.HELD)
    audit.record("session_held", facts.case, actor=actor, session=session.pk, attended=len(attended))
    plan_surveys(facts.anew())
    return session


@action
def record_not_held(*, actor: Any, case: MediationCase, now: datetime, reason: str) -> Session:
    """Record that the session did not take place, which is never held against anybody; raises StepRefused."""
    facts = begin("record_not_held", case=case, actor=actor, now=now)
    session = _ahead(facts)
    session.not_held_reason = reason
    end_session(session, SessionState.NOT_HELD)
    move(facts, CaseState.READY)
    audit.record("session_not_held", facts.case, actor=actor, session=session.pk, reason=reason)
    return session


def _ahead(facts: CaseFacts) -> Session:
    session = facts.session_ahead
    assert session is not None  # noqa: S101 - a case is at "scheduled" only with one
    return session
