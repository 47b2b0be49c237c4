"""When it is said that the promised answer to a referral comes near, and that it is late: once each, by the day."""

from datetime import date, datetime, time, timedelta

from amends import outbox
from programs.models import Program, Referral

IN_THE_MORNING = time(8)
"""Where the program is: whoever is told has the day to answer."""
LEAD = ((4, 2), (2, 1), (0, 0))
"""Of a promise of so many days or more, how many days before its end it is said."""


def reminder_day(referral: Referral, submitted: date) -> date | None:
    """Return the day on which it is said that the answer is due; None for what has no promise."""
    if referral.answer_by is None:
        return None
    promised = (referral.answer_by - submitted).days
    return referral.answer_by - timedelta(days=next(lead for least, lead in LEAD if promised >= least))


def watch_deadline(referral: Referral, program: Program) -> None:
    """Queue both, as part of the open transaction; nothing for a sample, and nothing where nothing was promised."""
    first = reminder_day(referral, referral.submitted_at.astimezone(program.zone).date())
    if referral.is_sample or not referral.is_waiting or referral.answer_by is None or first is None:
        return
    late = referral.answer_by + timedelta(days=1)
    for job, day in (("programs.remind_of_referral", first), ("programs.escalate_referral", late)):
        morning = datetime.combine(day, IN_THE_MORNING, tzinfo=program.zone)
        outbox.queue(job, not_before=morning, referral_id=referral.pk)
