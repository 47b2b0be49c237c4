"""The one reminder of a session: when it goes, to whom, and whom nobody can write to."""

import datetime as dt
import uuid

from amends import outbox
from programs.facts import CaseFacts
from programs.models import Contact, Participant, Session
from programs.models.participant import Role
from programs.models.session import SessionMode

# The outbox keeps nothing for longer than sixty days: a reminder that is further off is planned again on the way.
PLANNED_AT_MOST = dt.timedelta(days=50)


def reminder_at(session: Session, facts: CaseFacts) -> dt.datetime | None:
    """Return when a session is reminded of: days before it, at the same time of day; None where nobody is reminded."""
    days = facts.policy.session_reminder_days
    # Where the program is: between the two the clocks may change.
    return session.starts_at.astimezone(facts.program.zone) - dt.timedelta(days=days) if days else None


def plan_reminder(session: Session, facts: CaseFacts) -> bool:
    """Queue the reminder of a session and return whether it is ahead; nothing for one so near that it was just told."""
    moment = reminder_at(session, facts)
    if moment is None or moment <= facts.now or facts.case.is_sample:
        return False
    moment = min(moment, facts.now + PLANNED_AT_MOST)
    outbox.queue("programs.remind_of_session", not_before=moment, session_id=session.pk)
    return True


def reminder_key(session: Session, person: Participant) -> uuid.UUID:
    """Return the form key of somebody's reminder: the table itself keeps them from getting a second one."""
    return uuid.uuid5(session.pk, f"reminder/{person.pk}")


def to_remind(session: Session, facts: CaseFacts) -> list[Participant]:
    """Return who comes to a session and knows of it: who said yes, or was reached before.

    Nobody is reminded of what they never heard of, and not the person harmed in whose place somebody else goes.
    """
    return [
        person
        for person in facts.participants
        if not person.is_organisation
        and (person.live_consents or facts.has_reached(person))  # type: ignore[attr-defined]
        and not (session.mode == SessionMode.SURROGATE and person.role == Role.VICTIM)
    ]


def not_reminded(facts: CaseFacts) -> list[Participant]:
    """Return who got no reminder of the session ahead although its day has come: somebody has to call them."""
    session = facts.session_ahead
    if session is None:
        return []
    moment = reminder_at(session, facts)
    if moment is None or facts.now < moment:
        return []
    sent = {contact.form_key for contact in facts.contacts}
    return [each for each in to_remind(session, facts) if reminder_key(session, each) not in sent]


def is_overtaken(contact: Contact, facts: CaseFacts) -> bool:
    """Return whether words about a session are about one that is not ahead any more, or has begun.

    A letter that was written before the session was scheduled is about an earlier one: the keys of both begin with
    the time at which they were made.
    """
    session = facts.session_ahead
    return session is None or contact.pk < session.pk or session.starts_at <= facts.now
