"""When and how somebody may be reached safely: what every way to a person asks, and what is read before calling."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from amends.mail.send import NUMBER
from programs.models import Participant
from programs.models.contact import Channel

AT_ONCE = (Channel.PHONE, Channel.VIDEO, Channel.EMAIL, Channel.TEXT)
"""Ways that ring, or light up a screen, at the very moment: for these the hours count."""


def unsafe_ways(person: Participant) -> set[str]:
    """Return the ways by which this person may never be written to; a text message is a message left on a screen."""
    return {*person.unsafe_channels} | ({Channel.TEXT.value} if person.leave_no_message else set())


def international(number: str) -> str:
    """Return a telephone number in the form that a text message needs, or "" when it does not begin with a country."""
    bare = re.sub(r"[\s().\-/]", "", number)
    return bare if NUMBER.fullmatch(bare) else ""


def written_to(person: Participant, way: str) -> str:
    """Return where something written goes by a way that needs an address or a number; "" when none is known."""
    known = {
        Channel.LETTER: person.address,
        Channel.EMAIL: person.email,
        Channel.TEXT: international(person.phone),
    }
    return known.get(Channel(way), "").strip()


def next_safe_moment(person: Participant, moment: datetime, zone: ZoneInfo) -> datetime:
    """Return this moment if it is within the person's hours, else when they begin next, by the program's clock."""
    return next(max(moment, begins) for begins, ends in _hours(person, moment, zone) if moment < ends)


def is_safe_moment(person: Participant, moment: datetime, zone: ZoneInfo) -> bool:
    """Return whether a call or a message may arrive then."""
    return next_safe_moment(person, moment, zone) == moment


def _hours(person: Participant, moment: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield the beginning and the end of the hours of each day from this one on."""
    first = moment.astimezone(zone).date()
    for day in (first + timedelta(days=number) for number in range(8)):
        if not person.safe_days or day.weekday() in person.safe_days:
            begins = datetime.combine(day, person.safe_from or time.min, zone)
            ends = (
                datetime.combine(day, person.safe_until, zone)
                if person.safe_until
                else datetime.combine(day + timedelta(days=1), time.min, zone)
            )
            yield begins, ends


def cautions(person: Participant, moment: datetime, zone: ZoneInfo) -> list[str]:
    """Return what to mind before anybody calls or writes to this person, the gravest first; the note aside."""
    ways = ", ".join(str(Channel(way).label).lower() for way in person.unsafe_channels)
    told = [
        not is_safe_moment(person, moment, zone) and _("Not now: this is outside the safe hours."),
        ways and _("Never: %(ways)s.") % {"ways": ways},
        person.leave_no_message and _("Never leave a message."),
        person.never_do and _("Never do this: %(words)s") % {"words": person.never_do},
        hours_told(person),
        person.caller_words
        and _("Say who calls in these words: “%(words)s”") % {"words": person.caller_words},
        person.pass_phrase
        and _("Ask for the pass phrase before you say anything else. It is: “%(words)s”")
        % {"words": person.pass_phrase},
    ]
    return [each for each in told if each]


def care_of(person: Participant, facts: Any, *, named: bool = False) -> dict[str, Any]:
    """Return what `safe_contact.html` shows of one person, with their name where it speaks of several."""
    told = cautions(person, facts.now, facts.program.zone)
    if _shares_a_way(person, facts.participants):
        told.insert(
            0,
            _(
                "Somebody else in this case has the same e-mail address or number. Ask whose it is before you use it."
            ),
        )
    return {"person": person, "cautions": told, "named": named}


def _shares_a_way(person: Participant, people: Iterable[Participant]) -> bool:
    """Return whether a screen that would light up for this person may be that of somebody else in the case."""
    return any(
        (bool(person.email) and other.email.casefold() == person.email.casefold())
        or (bool(person.phone) and _digits(other.phone) == _digits(person.phone))
        for other in people
        if other.pk != person.pk
    )


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdecimal())


def hours_told(person: Participant) -> str:
    """Return on which days and at which hours somebody may be reached; empty where all are safe."""
    days = ", ".join(str(WEEKDAYS[day]) for day in sorted(person.safe_days))
    hours: Any = None
    if person.safe_from and person.safe_until:
        hours = {"start": time_format(person.safe_from), "end": time_format(person.safe_until)}
    if days and hours:
        return _("Only on these days, from %(start)s to %(end)s: %(days)s.") % {**hours, "days": days}
    if hours:
        return _("Only from %(start)s to %(end)s.") % hours
    return _("Only on these days: %(days)s.") % {"days": days} if days else ""
