"""Jobs of figures across programs: periods go on by the day, and each program is asked for its counts."""

import uuid

from django.utils import timezone

from amends import outbox
from amends.actions import Refused
from network.reporting.actions import (
    ask_programs,
    open_periods,
    purge_intake,
    reissue_release,
    release_period,
)
from network.reporting.models import Period, PeriodState
from network.reporting.periods import AT_ONCE, is_ready


@outbox.job("reporting.turn", platform=True)
def turn() -> None:
    """Open the years that have begun, and queue what is due of each: asking programs, releasing, deleting counts."""
    now = timezone.now()
    open_periods(actor=None, today=now.date())
    for period in Period.objects.exclude(state=PeriodState.SEALED).filter(seals_on__lte=now.date()):
        outbox.queue("reporting.ask", period_id=period.pk)
        if is_ready(period, now):
            outbox.queue("reporting.release", period_id=period.pk)
    purge_intake(actor=None, now=now)


@outbox.job("reporting.ask", platform=True)
def ask(*, period_id: uuid.UUID) -> None:
    """Ask the next wave of programs; the one after it is queued while there are any."""
    period = Period.objects.get(pk=period_id)
    if ask_programs(actor=None, period=period, now=timezone.now()) == AT_ONCE:
        outbox.queue("reporting.ask", period_id=period_id)


@outbox.job("reporting.release", platform=True)
def release(*, period_id: uuid.UUID) -> None:
    """Publish a period that is ready; nothing where it was published meanwhile, or a program was asked again."""
    try:
        release_period(actor=None, period=Period.objects.get(pk=period_id), now=timezone.now())
    except Refused:
        return


@outbox.job("reporting.reissue", platform=True)
def reissue(*, release_id: uuid.UUID) -> None:
    """Make withdrawn figures anew; nothing where that was done meanwhile."""
    try:
        reissue_release(actor=None, release_id=release_id, now=timezone.now())
    except Refused:
        return
