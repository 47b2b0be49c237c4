"""Sessions and the time they take of mediators: the parts that several actions share."""

from typing import Any

from django.db import IntegrityError, transaction

from amends import audit
from programs.facts import CaseFacts
from programs.guards import guard, in_words
from programs.models import MediatorBooking, Session
from programs.models.session import SessionState
from programs.taking import refuse


def book(session: Session, facts: CaseFacts, actor: Any) -> None:
    """Store a session with the time it takes of each mediator; raises StepRefused when one is not free."""
    try:
        with transaction.atomic():
            session.save(force_insert=True)
            MediatorBooking.objects.bulk_create(
                MediatorBooking(
                    session=session,
                    mediator=mediator,
                    mediator_number=mediator.booking_number,
                    during=(session.starts_at, session.ends_at),
                )
                for mediator in facts.mediators
            )
    except IntegrityError:
        # Somebody booked the mediator between the guard's look and the insert: the database is the last word.
        refuse("schedule_session", facts.case, actor, [in_words(guard("mediators_free"), facts)])


def cancel_ahead(facts: CaseFacts, actor: Any) -> int:
    """Cancel the session that is ahead, if there is one, and free its mediators; return how many (0 or 1)."""
    ahead = list(Session.objects.filter(case=facts.case).ahead())
    for session in ahead:
        end_session(session, SessionState.CANCELLED)
        audit.record("session_cancelled", facts.case, actor=actor, session=session.pk)
    return len(ahead)


def end_session(session: Session, state: str) -> None:
    """Give a session its last state, and its mediators their time."""
    session.state = state
    session.save(update_fields=["state", "not_held_reason", "attended", "minutes_late", "had_caucus"])
    MediatorBooking.objects.filter(session=session).update(is_live=False)
