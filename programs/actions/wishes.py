"""Record what the person responsible wishes, and how wishes that differ were settled (3.6)."""

from datetime import datetime
from typing import Any

from amends import audit
from amends.actions import action
from programs.models import MediationCase, Participant, VictimChoice
from programs.taking import begin


@action
def record_wishes(
    *, actor: Any, participant: Participant, now: datetime, mode: str, wishes: dict[str, str], differs: bool
) -> VictimChoice:
    """Record what the person responsible wishes, as a new version; raises StepRefused.

    It binds nobody. `differs`: it is something else than the person harmed chose; where both sides' wishes count
    alike, that has to be settled before they come together.
    """
    facts = begin("record_wishes", case=participant.case, actor=actor, now=now, person=participant)
    latest = facts.wishes.get(participant.pk)
    wish = VictimChoice(
        participant=participant,
        version=latest.version + 1 if latest else 1,
        takes_part=True,
        mode=mode,
        wishes=wishes,
        differs=differs,
        made_at=now,
        recorded_by=actor,
    )
    wish.save(force_insert=True)
    audit.record("wishes_recorded", facts.case, actor=actor, role=participant.role, version=wish.version)
    return wish


@action
def record_settlement(*, actor: Any, case: MediationCase, now: datetime, text: str) -> MediationCase:
    """Record how differing wishes were settled, talking with each side alone; raises StepRefused."""
    facts = begin("record_settlement", case=case, actor=actor, now=now, text=text)
    facts.case.settlement, facts.case.settled_at = text, now
    facts.case.save(update_fields=["settlement", "settled_at"])
    audit.record("wishes_settled", facts.case, actor=actor)
    return facts.case
