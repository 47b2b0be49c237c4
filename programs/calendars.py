"""Dates for people's own calendars (iCalendar, RFC 5545): when and for how long, under a name that says nothing.

A calendar is copied to telephones, families and companies. So an event is called what the program's letters are
called, names nobody and no case, and its key is no key of ours.
"""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from amends.accounts.models import User
from programs.models import MediationCase, Participant, Program, Session
from programs.models.session import SessionState
from programs.recipients import address_of
from tenants import signing

PURPOSE = "programs.calendar"
BACK = timedelta(days=31)
"""As long a session stays in a calendar after it."""
AGAIN = timedelta(hours=2)
"""How often software should ask for it anew."""


def token_of(user: User) -> str:
    """Return what opens somebody's calendar in the address of it, until they end all their sessions."""
    return signing.dumps({"user": str(user.pk), "stamp": user.session_stamp}, purpose=PURPOSE)


def owner_of(token: str) -> User | None:
    """Return whose calendar a token opens; None for no token of this program, or one that was ended."""
    try:
        said = signing.loads(token, purpose=PURPOSE)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    return user if user is not None and user.session_stamp == said["stamp"] else None


def sessions_of(user: User, now: datetime) -> list[Session]:
    """Return the sessions ahead, and those of a month back, of the cases that this person works on."""
    shown = Session.objects.filter(
        case__in=MediationCase.objects.visible_to(user),
        state__in=(SessionState.SCHEDULED, SessionState.HELD),
        starts_at__gte=now - BACK,
    )
    return list(shown.defer("place"))


def feed_of(user: User, program: Program, now: datetime) -> tuple[list[Session], bytes]:
    """Return somebody's sessions, and them as a calendar; each leads to its case, which asks who they are."""
    found = sessions_of(user, now)
    events = [_event(each, user.pk, program, now) for each in found]
    for session, event in zip(found, events, strict=True):
        event.add("url", address_of(reverse("case", "amends.urls_tenant", args=[session.case_id])))
    return found, _written(program, events)


def date_of(session: Session, participant: Participant, program: Program, now: datetime) -> bytes:
    """Return one date of a participant as a calendar, with the place where they are to go."""
    event = _event(session, participant.pk, program, now)
    if session.place:
        event.add("location", session.place)
    return _written(program, [event])


def _event(session: Session, reader: uuid.UUID, program: Program, now: datetime) -> Event:
    event = Event()
    # The same for this reader and session, so that a later time replaces the earlier one. Two people's calendars
    # have nothing in common by which one could be told from the other.
    key = hashlib.blake2s(session.pk.bytes, key=reader.bytes, digest_size=16).hexdigest()
    event.add("uid", f"{key}@amends")
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at.astimezone(program.zone))
    event.add("dtend", session.ends_at.astimezone(program.zone))
    event.add("summary", _("Appointment, %(name)s") % {"name": program.neutral_name})
    event.add("class", "PRIVATE")
    return event


def _written(program: Program, events: Iterable[Any]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Amends//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", program.neutral_name)
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
