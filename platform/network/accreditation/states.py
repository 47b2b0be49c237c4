"""What time does to an accreditation, by arithmetic: the state that is told is right whether or not a job ran."""

import calendar
import datetime as dt

from network.accreditation.models import Accreditation, State

ASKED = (State.APPLIED, State.UNDER_REVIEW)
"""Somebody has to decide."""
GOOD = (State.PROVISIONAL, State.ACCREDITED, State.RENEWAL_DUE)
"""The program may say that it is accredited."""
STANDS = (*GOOD, State.SUSPENDED)
"""It is in force, or rests."""
RENEWAL = dt.timedelta(days=90)
"""How long before its end the renewal of an accreditation is due, and can be applied for."""
RETURN_SOON = dt.timedelta(days=30)
"""How long before an annual return is due the program is reminded."""
APPEAL_DAYS = dt.timedelta(days=60)
"""How long after a decision a program can appeal."""


def state_on(row: Accreditation, today: dt.date) -> State:
    """Return how an accreditation stands on a day: its last day is one on which it still holds."""
    state, until = State(row.state), row.valid_until
    if state not in STANDS or until is None:
        return state
    if until < today:
        return State.LAPSED
    if state in (State.ACCREDITED, State.RENEWAL_DUE):
        return State.RENEWAL_DUE if until - RENEWAL <= today else State.ACCREDITED
    return state


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def can_be_renewed(row: Accreditation, today: dt.date) -> bool:
    """Return whether a program can apply anew for what it has."""
    return state_on(row, today) == State.RENEWAL_DUE


def return_is_soon(row: Accreditation, today: dt.date) -> bool:
    """Return whether an annual return is due within a month, or overdue, while the accreditation stands."""
    return (
        row.return_due is not None and state_on(row, today) in GOOD and row.return_due - RETURN_SOON <= today
    )
