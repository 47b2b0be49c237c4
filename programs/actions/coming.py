"""Note when somebody can come to a session."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied

from amends import audit
from amends.accounts.access import Outsider
from amends.actions import action
from programs.models import MediationCase, Participant
from programs.telling import tell_coordinator


@action
def change_times(
    *,
    actor: Any,
    participant: Participant,
    free_days: Sequence[int],
    free_from: time | None,
    free_until: time | None,
    away_days: Sequence[date],
) -> Participant:
    """Note when somebody can come, by what they said or by themselves; it counts when a session is scheduled next.

    Raises MediationCase.DoesNotExist for somebody of a case that the actor may not see.
    """
    if isinstance(actor, Outsider) and participant.pk != actor.key:
        audit.denied("change_times", ("participant", actor.key), actor=actor, rule="self")
        raise PermissionDenied
    case = MediationCase.objects.visible_to(actor).select_for_update().get(pk=participant.case_id)
    locked = Participant.objects.select_for_update().get(pk=participant.pk)
    told = {
        "free_days": sorted(free_days),
        "free_from": free_from,
        "free_until": free_until,
        "away_days": list(away_days),
    }
    for name, value in told.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*told])
    tell_coordinator(case, actor)
    audit.record("times_changed", locked, actor=actor)
    return locked
