"""What waited in the program that the rows came from: jobs do not travel, so it is queued anew."""

import datetime as dt

from amends import outbox
from programs.models import Program, RetentionStep
from programs.models.retention import RetentionKind
from programs.retention.unseen import seeing_sealed

MORNING = dt.time(6)


def schedule_what_waits(now: dt.datetime) -> None:
    """Have what was said about keeping cases done on its day; a day that has passed meanwhile is today."""
    program = Program.objects.get()
    with seeing_sealed():
        waiting = RetentionStep.objects.running().exclude(kind=RetentionKind.HOLD).exclude(not_before=None)
        for step in waiting.only("pk", "not_before"):
            when = dt.datetime.combine(step.not_before, MORNING, tzinfo=program.zone)
            outbox.queue("programs.carry_out_retention", not_before=max(when, now), step_id=step.pk)
