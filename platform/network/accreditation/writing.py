"""What every write of an accreditation does: lock the row, refuse with all that stands in the way, leave a step."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from amends import outbox
from amends.actions import Refused
from amends.console.actions import Hindrance
from network.accreditation import guards, reasons
from network.accreditation.models import Accreditation, Review, State, Step
from network.accreditation.states import state_on

# A job of the layer above, named without importing it.
PUSH = "programs.accreditation_pushed"


def begin(step: str, actor: Any, accreditation: Accreditation, now: datetime) -> Accreditation:
    """Return the row, locked, as it stands now; Refused when the step does not lead from there, or to a stranger."""
    row = locked(accreditation, now)
    refuse(guards.against_step(step, row, actor, timezone.localdate(now)))
    return row


def locked(accreditation: Accreditation, now: datetime) -> Accreditation:
    """Return the row, locked, with the state that time brought about."""
    rows = Accreditation.objects.select_for_update(of=("self",)).select_related("tenant", "network", "by")
    row = rows.get(pk=accreditation.pk)
    row.state = state_on(row, timezone.localdate(now))
    return row


def refuse(found: Iterable[Hindrance]) -> None:
    """Raise Refused with all that was found, if anything was."""
    if hindrances := tuple(found):
        raise Refused(*hindrances)


def demand_words(words: str) -> None:
    """Refuse to decide without a word to the program."""
    if not words.strip():
        raise Refused(reasons.WORDS)


def move(row: Accreditation, state: State, actor: Any, why: str, now: datetime) -> None:
    """Bring a row to a state, put that into its history, and have the program hear of it."""
    row.state = state
    row.save()
    Step.objects.create(accreditation=row, state=state, actor=actor, why=why, at=now)
    push(row)


def push(row: Accreditation) -> None:
    """Have the program's copy brought up to date."""
    row.version += 1
    row.save(update_fields=["version"])
    outbox.queue_for(row.tenant.schema_name, PUSH, accreditation_id=row.pk, version=row.version)


def ask_anew(row: Accreditation, review: Review, now: datetime) -> None:
    """Have the program say once more whether a reviewer has an account in it: one may have been made meanwhile."""
    review.asked += 1
    review.asked_at = now
    review.save(update_fields=["asked", "asked_at"])
    push(row)
