"""Record who speaks for an organization that was harmed."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.holding import prepare_again
from programs.models import Participant, Representation
from programs.models.representation import RepresentationKind
from programs.taking import begin


@action
def record_spokesperson(
    *, actor: Any, participant: Participant, now: datetime, spokesperson: Participant
) -> Representation:
    """Record who speaks for an organization from now on, in place of whoever did; raises StepRefused.

    A case that was ready is prepared again with the new one.
    """
    asked = {"person": participant, "spokesperson": spokesperson}
    facts = begin("record_spokesperson", case=participant.case, actor=actor, now=now, **asked)
    rows = Representation.objects.live().filter(participant=participant)
    there = rows.filter(by=spokesperson).first()
    if there is None:
        rows.update(ended_at=now)
        kind = RepresentationKind.SPOKESPERSON
        there = Representation(participant=participant, by=spokesperson, kind=kind, since=now)
        there.save(force_insert=True)
        prepare_again(facts, actor)
    audit.record("spokesperson_recorded", facts.case, actor=actor, participant=participant.pk)
    return there
