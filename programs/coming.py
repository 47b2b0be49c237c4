"""Whether somebody can come at a time: what they said of weekdays, hours and single days (3.6, 3.7)."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from programs.availability import hours_of
from programs.facts import CaseFacts
from programs.models import Mediator, Participant
from programs.models.participant import RESPONSIBLE_SIDE, Role
from programs.models.session import SessionMode
from programs.policy.vocabulary import Premise


def can_come(person: Participant, starts_at: dt.datetime, ends_at: dt.datetime, zone: ZoneInfo) -> bool:
    """Return whether a time fits all that somebody said of when they can come, by the program's clock."""
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if any(starts.date() <= day <= ends.date() for day in person.away_days):
        return False
    if person.free_days and starts.weekday() not in person.free_days:
        return False
    if person.free_from is None or person.free_until is None:
        return True
    is_one_day = starts.date() == ends.date()
    return is_one_day and person.free_from <= starts.time() and ends.time() <= person.free_until


def binds(person: Participant, facts: CaseFacts) -> bool:
    """Return whether somebody's times are a rule: where the person harmed leads, those of the other side are advice."""
    return facts.policy.premise == Premise.BALANCED or person.role not in RESPONSIBLE_SIDE


def who_cannot_come(facts: CaseFacts) -> list[Participant]:
    """Return whose times forbid what is asked for; a person harmed need not come where somebody else goes for them."""
    asked = facts.asked
    return [
        person
        for person in facts.participants
        if binds(person, facts)
        and not (asked.mode == SessionMode.SURROGATE and person.role == Role.VICTIM)
        and not can_come(person, asked.starts_at, asked.ends_at, facts.program.zone)
    ]


def times_told(person: Participant, today: dt.date) -> list[str]:
    """Return in words when somebody can come and when not; empty where they said nothing."""
    days = ", ".join(str(WEEKDAYS[day]) for day in sorted(person.free_days))
    away = ", ".join(date_format(day) for day in sorted(person.away_days) if day >= today)
    hours: Any = None
    if person.free_from and person.free_until:
        hours = {"start": time_format(person.free_from), "end": time_format(person.free_until)}
    told = [
        days and _("Can come on: %(days)s") % {"days": days},
        hours and _("Can come from %(start)s to %(end)s") % hours,
        away and _("Cannot come on: %(days)s") % {"days": away},
    ]
    return [each for each in told if each]


def hours_told(mediator: Mediator) -> str:
    """Return the hours that a mediator has in every week, in words; empty where none are noted."""
    return "; ".join(
        f"{WEEKDAYS[each.weekday]} {time_format(each.starts)}\N{EN DASH}{time_format(each.ends)}"
        for each in hours_of(mediator)
    )
