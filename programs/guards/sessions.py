"""Guards of sessions: a time that is still to come, and mediators who are free."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from programs.coming import who_cannot_come
from programs.facts import CaseFacts
from programs.guards.consent import roles_of
from programs.guards.declared import Guard
from programs.models import Absence, MediatorBooking
from programs.sources import PRACTICE

ENTERED_LATE = timedelta(minutes=15)
"""A session that begins right now may be entered a little late."""

LONGEST = timedelta(hours=10)


def start_is_not_past(facts: CaseFacts) -> bool:
    """Return whether the session begins now or later."""
    return facts.asked.starts_at >= facts.now - ENTERED_LATE


def length_is_sensible(facts: CaseFacts) -> bool:
    """Return whether it ends after it begins, within hours."""
    return timedelta(0) < facts.asked.ends_at - facts.asked.starts_at <= LONGEST


def mediators_are_free(facts: CaseFacts) -> bool:
    """Return whether no mediator has another session then; the database has the last word."""
    if facts.asked.ends_at <= facts.asked.starts_at:
        return True  # another guard says so; PostgreSQL would not take it as a range
    during = (facts.asked.starts_at, facts.asked.ends_at)
    mediators = [mediator.pk for mediator in facts.mediators]
    taken = MediatorBooking.objects.filter(is_live=True, mediator__in=mediators, during__overlap=during)
    return not taken.exclude(session__case=facts.case).exists()


def mediators_are_there(facts: CaseFacts) -> bool:
    """Return False when a mediator said that they are away on a day of the session, where the program is."""
    first, last = (
        moment.astimezone(facts.program.zone).date()
        for moment in (facts.asked.starts_at, facts.asked.ends_at)
    )
    mediators = [mediator.pk for mediator in facts.mediators]
    return not Absence.objects.filter(mediator__in=mediators, first__lte=last, last__gte=first).exists()


def both_sides_attended(facts: CaseFacts) -> bool:
    """Return whether somebody of each side attended."""
    return all(
        any(person.pk in facts.asked.attended for person in side if person.is_party)
        for side in (facts.harmed, facts.responsible)
    )


GUARDS = (
    Guard(
        id="start_not_past",
        rule="3.5",
        sentence=_("The session would begin in the past."),
        source=PRACTICE,
        remedy=_("Choose a day and time that is still to come."),
        check=start_is_not_past,
        needs=("starts_at",),
    ),
    Guard(
        id="length_sensible",
        rule="3.5",
        sentence=_("A session ends after it begins, and on the same day."),
        source=PRACTICE,
        remedy=_("Check the time at which it ends."),
        check=length_is_sensible,
        needs=("starts_at", "ends_at"),
    ),
    Guard(
        id="mediators_free",
        rule="3.5",
        sentence=_("A mediator of this case has another session at that time."),
        source=_("Nobody can be in two places at once; the database itself refuses it"),
        remedy=_("Choose another time, or assign another mediator."),
        check=mediators_are_free,
        needs=("starts_at", "ends_at"),
    ),
    Guard(
        id="mediators_there",
        rule="3.5",
        sentence=_("A mediator of this case is away on that day."),
        source=_("Mediators say themselves when they are away"),
        remedy=_("Choose another day, or ask the mediator to change it."),
        check=mediators_are_there,
        needs=("starts_at", "ends_at"),
    ),
    Guard(
        id="people_can_come",
        rule="3.7",
        sentence=_("At that time somebody cannot come, by what they said: {who}."),
        source=_("People say themselves when they can come; the person harmed chooses the time"),
        remedy=_(
            "Choose another time. If it is possible for them after all, note it under “When they can come”."
        ),
        page="case-people",
        check=lambda facts: not who_cannot_come(facts),
        needs=("starts_at", "ends_at"),
        words=lambda facts: {"who": roles_of(who_cannot_come(facts), facts.program)},
    ),
    Guard(
        id="required_attended",
        rule="3.5",
        sentence=_("A session counts as held when both sides were there."),
        source=PRACTICE,
        remedy=_(
            "If one side did not come, record that it did not take place. It is never held against anybody."
        ),
        page="session-not-held",
        check=both_sides_attended,
        needs=("attended",),
    ),
    Guard(
        id="session_has_begun",
        rule="3.5",
        sentence=_("The session has not begun yet."),
        source=PRACTICE,
        remedy=_("Record it once it has taken place, or cancel it."),
        check=lambda facts: facts.session_ahead is not None and facts.session_ahead.starts_at <= facts.now,
    ),
)
